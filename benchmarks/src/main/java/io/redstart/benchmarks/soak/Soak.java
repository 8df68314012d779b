package io.redstart.benchmarks.soak;

import io.redstart.benchmarks.load.ServerProcess;
import io.redstart.benchmarks.wire.Line;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Keeps a server busy with a bit of everything; ends with 1 if it grows, or if an answer is missing or wrong. */
public final class Soak {
    private static final double MIB = 1 << 20;
    private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
    /** The whole heap is there from the beginning, so what the process grows by is not heap. */
    private static final List<String> JVM = List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch");

    private static final Growth HEAP = new Growth("the heap after a collection", 0.1, 8 << 20);
    private static final Growth RESIDENT = new Growth("the process", 0.1, 32 << 20);

    private final SoakOptions options;
    private final ServerProcess server;
    private final Selector selector = Selector.open();
    private final Tally tally = new Tally();
    private final List<SoakClient> clients = new ArrayList<>();
    private final Queue<Opened> opened = new ConcurrentLinkedQueue<>();
    private final Queue<Sample> samples = new ConcurrentLinkedQueue<>();
    private final List<Long> heaps = new ArrayList<>();
    private final List<Long> residents = new ArrayList<>();

    /** What opening a line came to: a line, or what went wrong. */
    private record Opened(
            SoakClient client,
            @Nullable Line line,
            @Nullable IOException failure) {}

    /** What the server weighs. */
    private record Sample(long heap, long resident, long threads) {}

    private Soak(SoakOptions options, ServerProcess server) throws IOException {
        this.options = options;
        this.server = server;
        for (int i = 0; i < options.clients(); i++) {
            clients.add(new SoakClient(i, options.seed(), tally));
        }
    }

    /**
     * Soaks.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) throws IOException {
        if (List.of(args).contains("--help")) {
            System.out.print(SoakOptions.HELP);
            return;
        }
        SoakOptions options;
        try {
            options = SoakOptions.of(args);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage() + "\n\n" + SoakOptions.HELP);
            System.exit(2);
            return;
        }
        List<String> wrong;
        try (ServerProcess server = ServerProcess.start(program(), options.pinned())) {
            wrong = new Soak(options, server).run();
        }
        wrong.forEach(each -> System.out.println("Wrong: " + each));
        System.exit(wrong.isEmpty() ? 0 : 1);
    }

    private static List<String> program() {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        String classpath = System.getProperty("java.class.path", File.pathSeparator);
        command.addAll(List.of("-cp", classpath, SoakServer.class.getName(), "sessions.window=20s"));
        return command;
    }

    private List<String> run() throws IOException {
        System.out.printf(
                "%d clients for %d s; %s, %s%n%n%9s %9s %9s %9s %10s %9s %9s %9s %9s %8s%n",
                options.clients(),
                options.seconds(),
                HEAP,
                RESIDENT,
                "seconds",
                "calls/s",
                "p99 ms",
                "pushes/s",
                "packets/s",
                "sessions",
                "resumes",
                "heap MiB",
                "RSS MiB",
                "threads");
        ExecutorService beside = Executors.newFixedThreadPool(2, work -> {
            Thread thread = new Thread(work, "soak-beside");
            thread.setDaemon(true);
            return thread;
        });
        long began = System.nanoTime();
        long ends = began + TimeUnit.SECONDS.toNanos(options.seconds());
        long every = TimeUnit.SECONDS.toNanos(options.every());
        long nextSample = began + every;
        long nextTick = began;
        for (long now = began; now < ends || samplesMissing(began, now, every); now = System.nanoTime()) {
            if (now >= nextTick) {
                nextTick = now + TICK;
                tick(beside, now);
            }
            if (now >= nextSample) {
                nextSample += every;
                beside.execute(this::sample);
            }
            Sample sample = samples.poll();
            if (sample != null) {
                print(sample, now - began);
            }
            selector.select(this::serve, TimeUnit.NANOSECONDS.toMillis(TICK));
        }
        beside.shutdown();
        return wrong();
    }

    /** The last row may come a little after the end. */
    private boolean samplesMissing(long began, long now, long every) {
        long due = Math.min(options.seconds() / options.every(), (now - began) / every);
        return heaps.size() < due;
    }

    private void tick(ExecutorService beside, long now) throws IOException {
        for (Opened each = opened.poll(); each != null; each = opened.poll()) {
            if (each.line() != null) {
                each.client().connected(each.line(), selector);
            } else if (each.failure() != null) {
                each.client().broken(each.failure(), now);
            }
        }
        for (SoakClient client : clients) {
            client.tick(now);
            if (client.wantsLine(now)) {
                beside.execute(() -> dial(client));
            }
        }
    }

    private void dial(SoakClient client) {
        try {
            opened.add(new Opened(client, Line.dial(server.address(), "/ws", "redstart.v1"), null));
        } catch (IOException failure) {
            opened.add(new Opened(client, null, failure));
        }
        selector.wakeup();
    }

    private void sample() {
        try {
            samples.add(new Sample(server.heap(), server.resident(), server.threads()));
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    private void serve(SelectionKey key) {
        Line line = (Line) key.attachment();
        long now = System.nanoTime();
        for (SoakClient client : clients) {
            if (client.has(line)) {
                serve(client, now);
                return;
            }
        }
    }

    private static void serve(SoakClient client, long now) {
        try {
            try {
                client.serve(now);
            } catch (IOException broken) {
                client.broken(broken, now);
            }
        } catch (IOException unclosable) {
            throw new UncheckedIOException(unclosable);
        }
    }

    private void print(Sample sample, long nanos) {
        heaps.add(sample.heap());
        residents.add(sample.resident());
        Tally.Seen seen = tally.take();
        double seconds = options.every();
        System.out.printf(
                Locale.ROOT,
                "%,9d %,9.0f %,9.1f %,9.0f %,10.0f %,9d %,9d %,9.1f %,9.1f %,8d%n",
                TimeUnit.NANOSECONDS.toSeconds(nanos),
                seen.calls() / seconds,
                seen.p99() / 1e6,
                seen.pushes() / seconds,
                seen.packets() / seconds,
                seen.sessions(),
                seen.resumes(),
                sample.heap() / MIB,
                sample.resident() / MIB,
                sample.threads());
    }

    private List<String> wrong() {
        List<String> wrong = new ArrayList<>(tally.failures());
        if (Growth.canTell(heaps)) {
            HEAP.complaint(heaps).ifPresent(wrong::add);
            RESIDENT.complaint(residents).ifPresent(wrong::add);
        } else {
            System.out.println("Too short to tell whether it grows: that takes three rows");
        }
        return wrong;
    }
}
