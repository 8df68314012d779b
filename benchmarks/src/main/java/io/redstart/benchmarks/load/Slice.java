package io.redstart.benchmarks.load;

import java.time.Duration;

/**
 * What a server did in one of its turns.
 *
 * @param turn which one; others did theirs just before and after
 * @param count how many calls were answered, or pushes delivered
 * @param time in what time
 * @param cpu the processor time the server took for it
 */
record Slice(int turn, long count, Duration time, Duration cpu) {
    double perCpuSecond() {
        return count / seconds(cpu);
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
