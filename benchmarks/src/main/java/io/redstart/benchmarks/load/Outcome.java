package io.redstart.benchmarks.load;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.HdrHistogram.Histogram;

/**
 * What came out of one case.
 *
 * @param slices what was done in each turn, one or more
 * @param latencies how long each took, in nanoseconds
 * @param resident what the server held of the machine's memory at the end, in bytes
 * @param cores how far the cores were from each other
 */
record Outcome(List<Slice> slices, Histogram latencies, long resident, Cores cores) implements Measurement {
    /** How many times as much one server did as another, in the turns both had: what is in the middle, and the middle half. */
    record Ratio(double median, double from, double to) {}

    double perSecond() {
        return count() / seconds(Slice::time);
    }

    double perCpuSecond() {
        return count() / seconds(Slice::cpu);
    }

    /** How many cores the server took for it. */
    double coresUsed() {
        return seconds(Slice::cpu) / seconds(Slice::time);
    }

    private double count() {
        return slices.stream().mapToLong(Slice::count).sum();
    }

    private double seconds(Function<Slice, Duration> of) {
        return slices.stream().map(of).mapToDouble(Slice::seconds).sum();
    }

    double micros(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1_000.0;
    }

    /**
     * How many times as much it did a CPU second as another. Each turn is compared with the other's of the same number, which
     * was just before or after it: what the machine had to do besides it had to do in both.
     */
    Ratio to(Outcome other) {
        Map<Integer, Slice> others = new HashMap<>();
        other.slices.forEach(each -> others.put(each.turn(), each));
        List<Double> ratios = slices.stream()
                .filter(each -> others.containsKey(each.turn()))
                .map(each -> each.perCpuSecond()
                        / others.getOrDefault(each.turn(), each).perCpuSecond())
                .sorted()
                .toList();
        return ratios.isEmpty()
                ? new Ratio(Double.NaN, Double.NaN, Double.NaN)
                : new Ratio(at(ratios, 0.5), at(ratios, 0.25), at(ratios, 0.75));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.round((sorted.size() - 1) * share));
    }
}
