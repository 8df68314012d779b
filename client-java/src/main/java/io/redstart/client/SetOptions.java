package io.redstart.client;

import java.time.Duration;

/**
 * How the state of a channel is set.
 *
 * <pre>{@code
 * room.set(new Offer(5), SetOptions.NONE.lasting(Duration.ofMinutes(1)).quietly());
 * }</pre>
 *
 * @param lasting how long until it ends by itself; zero for never
 * @param quiet whether the members are not told
 */
public record SetOptions(Duration lasting, boolean quiet) {
    /** It lasts for ever, and the members are told. */
    public static final SetOptions NONE = new SetOptions(Duration.ZERO, false);

    /**
     * Checks the time.
     *
     * @param lasting how long until it ends by itself; zero for never
     * @param quiet whether the members are not told
     * @throws IllegalArgumentException if it is negative
     */
    public SetOptions {
        if (lasting.isNegative()) {
            throw new IllegalArgumentException("lasting: " + lasting + " (expected: zero or more)");
        }
    }

    /**
     * The same for a time.
     *
     * @param time how long until it ends by itself, in whole milliseconds; zero for never
     * @return new options
     */
    public SetOptions lasting(Duration time) {
        return new SetOptions(time, quiet);
    }

    /**
     * The same without telling the members.
     *
     * @return new options
     */
    public SetOptions quietly() {
        return new SetOptions(lasting, true);
    }
}
