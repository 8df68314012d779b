package io.redstart.proofs.leftover;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.proofs.Population;
import io.redstart.proofs.Row;
import io.redstart.proofs.Settings;
import io.redstart.proofs.Until;
import io.redstart.proofs.leftover.Visitor.Leaving;
import io.redstart.server.RedstartServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients come and go; then everything is as it was. */
public final class Visits {
    private static final int AT_ONCE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long HEAP = 3 << 20;
    /** Pools may have a thread more at one moment than at another. */
    private static final int FEW = 8;

    private Visits() {}

    /** What the visitors call; an object for each session. */
    @Api("visits")
    public static final class Counter {
        private int count;

        /**
         * Counts.
         *
         * @return how often this session has called
         */
        @Call
        public int count() {
            return ++count;
        }
    }

    /** Before and after. */
    record Outcome(int visits, Footprint before, Footprint after) {
        /** Within what the JVM itself does beside. */
        boolean isAsBefore() {
            return after.heap() - before.heap() <= HEAP
                    && after.threads() <= before.threads() + FEW
                    && after.files() <= before.files() + FEW;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "heap %+.2f MiB (of %.1f), threads %+d (of %d), file descriptors %+d (of %d)",
                    Footprint.mib(after.heap() - before.heap()),
                    Footprint.mib(before.heap()),
                    after.threads() - before.threads(),
                    before.threads(),
                    after.files() - before.files(),
                    before.files());
        }
    }

    static Outcome run(int warmup, int visits) throws Exception {
        Population population = new Population();
        try (RedstartServer server = RedstartServer.builder()
                .settings(Settings.of(List.of("sessions.window=1s")))
                .api(Counter.class)
                .observer(population)
                .start()) {
            visit(server.port(), 0, warmup);
            Footprint before = settled(population);
            visit(server.port(), warmup, visits);
            return new Outcome(visits, before, settled(population));
        }
    }

    private static Footprint settled(Population population) {
        if (!Until.so(PATIENCE, () -> population.connections() == 0 && population.sessions() == 0)) {
            throw new IllegalStateException("left over: " + population);
        }
        return Footprint.now();
    }

    private static void visit(int port, int from, int count) throws Exception {
        AtomicInteger next = new AtomicInteger(from);
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<Future<Void>> all = new ArrayList<>();
            Callable<Void> guest = () -> {
                for (int number = next.getAndIncrement(); number < from + count; number = next.getAndIncrement()) {
                    try (Visitor visitor = new Visitor(port, number)) {
                        visitor.visits(List.of(Leaving.values()).get(number % Leaving.values().length));
                    }
                }
                return null;
            };
            for (int i = 0; i < AT_ONCE; i++) {
                all.add(threads.submit(guest));
            }
            for (Future<Void> each : all) {
                each.get();
            }
        } finally {
            threads.shutdown();
            threads.awaitTermination(10, TimeUnit.SECONDS);
        }
    }

    /**
     * A hundred thousand of them.
     *
     * @param args nothing
     * @throws Exception if the server does not answer
     */
    public static void main(String[] args) throws Exception {
        Outcome outcome = run(10_000, 100_000);
        new Row(
                        "100,000 connects and disconnects",
                        outcome.toString(),
                        "heap within 3 MiB, threads and file descriptors within 8",
                        outcome.isAsBefore())
                .print();
        System.exit(outcome.isAsBefore() ? 0 : 1);
    }
}
