package io.redstart.proofs;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A script run by Node with the client library as it is published. It is given the script's own arguments, then the
 * paths of the library and of the package {@code ws}; it says a line {@code done WHAT} when it has done something.
 */
public final class Node {
    private final Process process;
    private final BufferedWriter commands;
    private final Thread reading;
    private final Set<String> done = new HashSet<>();
    private boolean ended;

    private Node(Process process, Consumer<String> lines) {
        this.process = process;
        commands = process.outputWriter();
        reading = new Thread(() -> read(lines), "node-output");
        reading.setDaemon(true);
        reading.start();
    }

    /**
     * Starts a script.
     *
     * @param script its file name
     * @param lines is told each line it says, in their order, on one thread
     * @param args its own arguments
     * @return the running script
     * @throws IOException if it cannot be started
     */
    public static Node run(String script, Consumer<String> lines, String... args) throws IOException {
        Path root = root();
        List<String> command = new ArrayList<>(List.of(
                "node", root.resolve("proofs/src/main/js").resolve(script).toString()));
        command.addAll(List.of(args));
        command.add(root.resolve("client-js/dist/esm/index.js").toString());
        command.add(root.resolve("client-js/node_modules/ws/wrapper.mjs").toString());
        return new Node(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start(),
                lines);
    }

    /** The repository: the tests run in the module's folder, the command in the repository's own. */
    private static Path root() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("client-js/dist"))) {
                return folder;
            }
        }
        throw new IllegalStateException("client-js/dist is not there (expected: built by ./mvnw package)");
    }

    private void read(Consumer<String> lines) {
        try (BufferedReader output = process.inputReader()) {
            for (String line; (line = output.readLine()) != null; ) {
                if (line.startsWith("done ")) {
                    did(line.substring("done ".length()));
                } else {
                    lines.accept(line);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } finally {
            ends();
        }
    }

    private synchronized void did(String what) {
        done.add(what);
        notifyAll();
    }

    private synchronized void ends() {
        ended = true;
        notifyAll();
    }

    /**
     * Tells it something.
     *
     * @param command a line
     */
    public void say(String command) {
        try {
            commands.write(command);
            commands.newLine();
            commands.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException("the script has ended", gone);
        }
    }

    /** Tells it that nothing more will be said. */
    public void hangUp() {
        try {
            commands.close();
        } catch (IOException gone) {
            throw new UncheckedIOException("the script has ended", gone);
        }
    }

    /**
     * Waits until it has done something.
     *
     * @param what as it says it
     * @param seconds how long at most
     * @throws TimeoutException if it has not
     * @throws InterruptedException if this thread is interrupted
     */
    public synchronized void await(String what, long seconds) throws TimeoutException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!done.contains(what)) {
            long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
            if (ended || left <= 0) {
                throw new TimeoutException("the script has not done " + what + (ended ? " and has ended" : ""));
            }
            wait(left);
        }
    }

    /**
     * Waits until it has ended, and ends it if it does not.
     *
     * @param time how long to wait
     * @param unit of the time
     */
    public void end(long time, TimeUnit unit) {
        try {
            if (!process.waitFor(time, unit)) {
                process.destroyForcibly();
            }
            reading.join(unit.toMillis(time));
        } catch (InterruptedException hurry) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
