package io.redstart.benchmarks.startup;

import io.redstart.benchmarks.wire.Frames;
import io.redstart.benchmarks.wire.Line;
import io.redstart.benchmarks.wire.RedstartWire;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One start of the runnable server in a folder whose {@code apis} hold a jar.
 *
 * @param welcomed from the command until a connection was let in
 * @param answered from the command until a call is answered
 * @param cpu the processor time it took for that, of all its threads
 */
record Start(Duration welcomed, Duration answered, Duration cpu) {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(60);

    static Start of(Path jdk, Path jar, Path folder, StartupOptions options, List<String> more) throws IOException {
        int port = freePort();
        List<String> command = new ArrayList<>();
        command.add(jdk.resolve("bin/java").toString());
        command.addAll(options.jvmOptions());
        command.addAll(more);
        command.addAll(List.of("-jar", jar.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("server.log").toFile());
        builder.environment().put("REDSTART_HTTP_PORT", Integer.toString(port));
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            return called(process, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), options, began);
        } finally {
            process.destroyForcibly().onExit().join();
        }
    }

    private static Start called(Process process, InetSocketAddress server, StartupOptions options, long began)
            throws IOException {
        try (Line line = open(process, server, began)) {
            Duration welcomed = since(began);
            String[] answer = {""};
            line.add(Frames.text("[\"call\",1," + options.call() + "]"));
            line.flush();
            while (answer[0].isEmpty()) {
                line.read((bytes, from, length) -> answer[0] = new String(bytes, from, length, StandardCharsets.UTF_8));
            }
            Start start = new Start(
                    welcomed, since(began), process.info().totalCpuDuration().orElse(Duration.ZERO));
            if (!answer[0].startsWith("[\"ret\",1,")) {
                throw new IOException("The server answered " + answer[0]);
            }
            return start;
        }
    }

    private static Line open(Process process, InetSocketAddress server, long began) throws IOException {
        while (true) {
            try {
                return Line.open(server, new RedstartWire("", ""));
            } catch (ConnectException notYet) {
                if (!process.isAlive() || System.nanoTime() - began > PATIENCE) {
                    throw new IOException("The server did not start; its server.log says why", notYet);
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        }
    }

    private static Duration since(long began) {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0)) {
            return any.getLocalPort();
        }
    }
}
