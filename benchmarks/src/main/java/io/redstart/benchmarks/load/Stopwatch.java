package io.redstart.benchmarks.load;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Warms a case up, then counts what happens and what it costs the server. */
final class Stopwatch {
    /** So that what waits meanwhile is worked off until it counts. */
    private static final long LOOKS_BEFORE = TimeUnit.MILLISECONDS.toNanos(500);

    private final ServerProcess server;
    private final LoadOptions options;
    private long begins;
    private long ends;
    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private Duration cpuBefore = Duration.ZERO;
    private long beganAt;
    private @Nullable Cores cores;

    Stopwatch(ServerProcess server, LoadOptions options) {
        this.server = server;
        this.options = options;
    }

    /** From now on the server is loaded. */
    void starts() {
        begins = System.nanoTime() + TimeUnit.SECONDS.toNanos(options.warmup());
        ends = begins + TimeUnit.SECONDS.toNanos(options.seconds());
    }

    private Cores cores() {
        return options.cores();
    }

    /** How much of the time for warming up is over, from 0 to 1. */
    double warmedUp() {
        double whole = TimeUnit.SECONDS.toNanos(options.warmup());
        return Math.min(1, 1 - (begins - System.nanoTime()) / whole);
    }

    /** Whether what is done counts, since the time for warming up is over. */
    boolean counts() {
        return beganAt != 0;
    }

    /** To be asked now and then; false when it is over. */
    boolean runs() {
        long now = System.nanoTime();
        if (cores == null && now >= begins - LOOKS_BEFORE) {
            cores = cores();
        }
        if (beganAt == 0 && now >= begins) {
            cpuBefore = server.cpu();
            beganAt = System.nanoTime();
        }
        return now < ends;
    }

    /** One thing was done. */
    void done(long since, long now) {
        if (counts()) {
            latencies.recordValue(Math.min(now - since, latencies.getHighestTrackableValue()));
        }
    }

    Outcome outcome() throws IOException {
        Duration time = Duration.ofNanos(System.nanoTime() - beganAt);
        Duration cpu = server.cpu().minus(cpuBefore);
        Cores before = cores == null ? Cores.UNKNOWN : cores;
        Slice whole = new Slice(0, latencies.getTotalCount(), time, cpu);
        return new Outcome(List.of(whole), latencies, server.resident(), before.with(cores()));
    }
}
