package io.redstart.api.rules;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A rate limit as the rules see it.
 *
 * @param permits how many are let through in each period
 * @param per the period, as it is written
 * @param burst how many may come at once, 0 for as many as permits
 */
public record LimitShape(int permits, String per, int burst) {
    /** The most that can be said of permits and of burst. */
    static final int MOST = 100_000;

    private static final long LONGEST = 24L * 60 * 60 * 1000;
    private static final Pattern PERIOD = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    /**
     * The period in milliseconds.
     *
     * @return 1 to a day; 0 if what is written is no such period
     */
    public long perMillis() {
        Matcher matcher = PERIOD.matcher(per);
        if (!matcher.matches()) {
            return 0;
        }
        long unit = switch (matcher.group(2)) {
            case "ms" -> 1;
            case "s" -> 1_000;
            case "m" -> 60_000;
            default -> 3_600_000;
        };
        long millis = Long.parseLong(matcher.group(1)) * unit;
        return millis > LONGEST ? 0 : millis;
    }
}
