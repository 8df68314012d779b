package io.redstart.benchmarks.soak;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Tells whether something grows as long as a server runs. The first third of what was seen is passed over, since caches fill
 * and code is compiled; the middle of the last third may be above the middle of the second one by no more than the bound.
 *
 * @param what is looked at
 * @param share by how much of itself it may grow
 * @param bytes by how many bytes besides
 */
record Growth(String what, double share, long bytes) {
    private static final double MIB = 1 << 20;
    private static final int LEAST = 3;

    /** Whether so much was seen that it can be told. */
    static boolean canTell(List<Long> seen) {
        return seen.size() >= LEAST;
    }

    /** What is wrong; empty if it does not grow. */
    Optional<String> complaint(List<Long> seen) {
        int third = seen.size() / 3;
        long before = median(seen.subList(third, seen.size() - third));
        long after = median(seen.subList(seen.size() - third, seen.size()));
        return after <= before * (1 + share) + bytes
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT, "%s grew from %.1f MiB to %.1f MiB (%s)", what, before / MIB, after / MIB, this));
    }

    private static long median(List<Long> values) {
        return values.stream()
                .sorted()
                .skip((values.size() - 1) / 2)
                .findFirst()
                .orElseThrow();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s may grow by %.0f %% and %.0f MiB", what, share * 100, bytes / MIB);
    }
}
