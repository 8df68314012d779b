package io.redstart.benchmarks.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What all clients together saw, and what was wrong with it. For one thread. */
final class Tally {
    private static final int MOST_FAILURES = 20;

    private final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(5), 3);
    private final List<String> failures = new ArrayList<>();
    private long failed;
    private long pushes;
    private long packets;
    private long sessions;
    private long resumes;

    /** What was seen since the last one. */
    record Seen(long calls, long p99, long pushes, long packets, long sessions, long resumes) {}

    void answered(long nanos) {
        latencies.recordValue(Math.min(nanos, latencies.getHighestTrackableValue()));
    }

    void pushed() {
        pushes++;
    }

    void packet() {
        packets++;
    }

    void began() {
        sessions++;
    }

    void resumed() {
        resumes++;
    }

    void fails(String failure) {
        failed++;
        if (failures.size() < MOST_FAILURES) {
            failures.add(failure);
        }
    }

    /** The first ones, and how many there were. */
    List<String> failures() {
        List<String> all = new ArrayList<>(failures);
        if (failed > failures.size()) {
            all.add("and " + (failed - failures.size()) + " more");
        }
        return all;
    }

    Seen take() {
        Seen seen = new Seen(
                latencies.getTotalCount(), latencies.getValueAtPercentile(99), pushes, packets, sessions, resumes);
        latencies.reset();
        pushes = 0;
        packets = 0;
        sessions = 0;
        resumes = 0;
        return seen;
    }
}
