package io.redstart.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Loads servers in turns, for half a second each, again and again. So whatever else the machine does meanwhile it does to all
 * of them, and what is compared was measured within seconds.
 */
final class Turns {
    private static final long SLICE = TimeUnit.MILLISECONDS.toNanos(500);
    private static final int IN_A_SECOND = 2;

    private final Supplier<Cores> look;
    private final Consumer<String> leftOut;
    private final Map<String, Measured> all = new LinkedHashMap<>();
    private int turn;

    /** A server that runs, and lines to it once they are open. */
    interface Running extends AutoCloseable {
        /** What the tables call it. */
        String name();

        /** Opens the lines. */
        void open() throws IOException;

        /** See {@link Loading#run}. */
        void run(long nanos, Loading.Done told) throws IOException;

        /** The processor time it has had so far. */
        Duration cpu();

        /** What it holds of the machine's memory, in bytes. */
        long resident() throws IOException;

        @Override
        void close() throws IOException;
    }

    /**
     * Nothing measured yet.
     *
     * @param look tells where the cores are
     * @param leftOut is told which server gave up, and why
     */
    Turns(Supplier<Cores> look, Consumer<String> leftOut) {
        this.look = look;
        this.leftOut = leftOut;
    }

    /** Loads servers for so many seconds each, and forgets that; then for so many seconds that count. They are open then. */
    void measure(List<Running> servers, int warmup, int seconds) {
        servers.forEach(this::of); // which keeps their order
        List<Running> left = new ArrayList<>(servers);
        left.removeIf(each -> fails(each, each::open));
        for (int i = 0; i < warmup * IN_A_SECOND; i++) {
            left.removeIf(each -> fails(each, () -> each.run(SLICE, (since, now) -> {})));
        }
        for (int i = 0; i < seconds * IN_A_SECOND; i++) {
            turn++;
            left.removeIf(each -> fails(each, () -> measure(each)));
        }
        left.forEach(each -> fails(each, () -> of(each).resident = each.resident()));
    }

    /** Something that is done with a server. */
    private interface Step {
        void run() throws IOException;
    }

    /** One that gives up need not end the others' run. */
    private boolean fails(Running server, Step step) {
        try {
            step.run();
            return false;
        } catch (IOException | IllegalStateException ended) {
            leftOut.accept(server.name() + ": " + ended.getMessage());
            return true;
        }
    }

    private Measured of(Running server) {
        return all.computeIfAbsent(server.name(), first -> new Measured());
    }

    private void measure(Running server) throws IOException {
        Histogram latencies = histogram();
        Cores before = look.get();
        Duration cpu = server.cpu();
        long began = System.nanoTime();
        server.run(
                SLICE,
                (since, now) -> latencies.recordValue(Math.min(now - since, latencies.getHighestTrackableValue())));
        Duration time = Duration.ofNanos(System.nanoTime() - began);
        Duration taken = server.cpu().minus(cpu);
        Cores cores = before.with(look.get());
        if (cores != Cores.MOVED) {
            of(server)
                    .places
                    .computeIfAbsent(cores, first -> new Place())
                    .add(new Slice(turn, latencies.getTotalCount(), time, taken), latencies);
        }
    }

    private static Histogram histogram() {
        return new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    }

    /** What was measured, by where the cores were and by the servers' names. */
    Map<Cores, Map<String, Outcome>> outcomes() {
        Map<Cores, Map<String, Outcome>> outcomes = new EnumMap<>(Cores.class);
        all.forEach((name, measured) -> measured.places.forEach(
                (cores, place) -> outcomes.computeIfAbsent(cores, first -> new LinkedHashMap<>())
                        .put(name, new Outcome(List.copyOf(place.slices), place.latencies, measured.resident, cores))));
        return outcomes;
    }

    /** What was measured where the cores were most often; empty if nothing was. */
    static Map<String, Outcome> most(Map<Cores, Map<String, Outcome>> outcomes) {
        return outcomes.values().stream()
                .max((one, other) -> Integer.compare(slices(one), slices(other)))
                .orElse(Map.of());
    }

    private static int slices(Map<String, Outcome> there) {
        return there.values().stream().mapToInt(each -> each.slices().size()).sum();
    }

    /** What one server did. */
    private static final class Measured {
        private final Map<Cores, Place> places = new EnumMap<>(Cores.class);
        private long resident;
    }

    /** What it did with the cores in one place. */
    private static final class Place {
        private final List<Slice> slices = new ArrayList<>();
        private final Histogram latencies = histogram();

        void add(Slice slice, Histogram its) {
            slices.add(slice);
            latencies.add(its);
        }
    }
}
