package io.redstart.benchmarks.load;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A server in a JVM of its own, and what it costs. */
public final class ServerProcess implements AutoCloseable {
    private static final Path PROC = Path.of("/proc");

    private final Process process;
    private final BufferedReader said;
    private final InetSocketAddress address;

    private ServerProcess(Process process) throws IOException {
        this.process = process;
        this.said = process.inputReader(StandardCharsets.UTF_8);
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(answer(Answers.PORT)));
    }

    /**
     * Starts a server and waits until it tells its port.
     *
     * @param program the command
     * @param pinned whether it gets the first core
     * @return the server
     */
    public static ServerProcess start(List<String> program, boolean pinned) throws IOException {
        List<String> command = new ArrayList<>();
        if (pinned) {
            command.addAll(List.of("taskset", "-c", "0"));
        }
        command.addAll(program);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean started = false;
        try {
            ServerProcess server = new ServerProcess(process);
            started = true;
            return server;
        } finally {
            if (!started) {
                process.destroy();
            }
        }
    }

    private String answer(String to) throws IOException {
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith(to)) {
                return line.substring(to.length());
            }
        }
        throw new EOFException("The server ended");
    }

    /**
     * Where it is.
     *
     * @return its address
     */
    public InetSocketAddress address() {
        return address;
    }

    /** The processor time it has had so far, in user and kernel. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * What it holds of the machine's memory.
     *
     * @return in bytes; 0 where that cannot be told
     */
    public long resident() throws IOException {
        return status("VmRSS:") * 1024;
    }

    /**
     * How many threads it has.
     *
     * @return 0 where that cannot be told
     */
    public long threads() throws IOException {
        return status("Threads:");
    }

    private long status(String name) throws IOException {
        Path status = PROC.resolve(process.pid() + "/status");
        if (!Files.isReadable(status)) {
            return 0;
        }
        try (var lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(Long::parseLong)
                    .findFirst()
                    .orElse(0);
        }
    }

    /**
     * What is alive on its heap: it collects first.
     *
     * @return in bytes
     */
    public long heap() throws IOException {
        OutputStream ask = process.getOutputStream();
        ask.write('\n');
        ask.flush();
        return Long.parseLong(answer(Answers.HEAP));
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
