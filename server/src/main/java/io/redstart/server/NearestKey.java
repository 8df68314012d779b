package io.redstart.server;

import java.util.Collection;
import java.util.Comparator;

/** Finds the name that somebody probably meant. */
final class NearestKey {
    private NearestKey() {}

    static String to(String key, Collection<String> known) {
        return known.stream()
                .min(Comparator.comparingInt((String each) -> distance(key, each))
                        .thenComparing(Comparator.naturalOrder()))
                .orElse("none");
    }

    /** How many letters must be changed, added or left out to turn one text into the other. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int changed = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, Math.min(previous[j], row[j - 1]) + 1);
            }
            previous = row;
        }
        return previous[to.length()];
    }
}
