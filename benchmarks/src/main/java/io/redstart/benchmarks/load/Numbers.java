package io.redstart.benchmarks.load;

import java.util.Locale;

/** Numbers as the tables say them. */
final class Numbers {
    private static final double MIB = 1 << 20;

    private Numbers() {}

    static String whole(double value) {
        return format("%,.0f", value);
    }

    static String mib(long bytes) {
        return whole(bytes / MIB);
    }

    static String range(Outcome.Ratio ratio) {
        return Double.isNaN(ratio.median()) ? "-" : format("%.2f", ratio.from()) + " to " + format("%.2f", ratio.to());
    }

    static String format(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
    }
}
