package io.redstart.benchmarks.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * What came out of one case.
 *
 * @param count how many calls were answered, or pushes delivered
 * @param time in what time
 * @param cpu the processor time the server took for it
 * @param latencies how long each took, in nanoseconds
 * @param resident what the server held of the machine's memory at the end, in bytes
 * @param cores how far the cores were from each other
 */
record Outcome(long count, Duration time, Duration cpu, Histogram latencies, long resident, Cores cores)
        implements Measurement {
    double perSecond() {
        return count / seconds(time);
    }

    double perCpuSecond() {
        return count / seconds(cpu);
    }

    /** How many cores the server took for it. */
    double coresUsed() {
        return seconds(cpu) / seconds(time);
    }

    double micros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1_000.0;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
