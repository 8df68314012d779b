package io.redstart.server.session;

import java.time.Duration;

/**
 * How long sessions wait for their clients, and what they keep for them.
 *
 * @param window how long a session waits for a client that is away; zero ends it with its connection
 * @param replayPushes how many pushes are kept until the client acknowledges them
 * @param replayBytes how many bytes of pushes are kept, and as many of answers
 * @param askTimeout how long the server waits for a client's answer
 * @param maxPerUser how many sessions a user may have, with those whose clients are away; 0 for any number
 * @param whenTooMany what becomes of one more
 */
public record SessionSettings(
        Duration window,
        int replayPushes,
        long replayBytes,
        Duration askTimeout,
        int maxPerUser,
        WhenTooMany whenTooMany) {
    /** What is done when a user has as many sessions as it may have, and another one comes. */
    public enum WhenTooMany {
        /** The new one is refused. */
        REFUSE,
        /** The oldest one is closed. */
        CLOSE_OLDEST
    }

    /** The settings where nothing is set. */
    public SessionSettings() {
        this(Duration.ofSeconds(120), 1_000, 1 << 20, Duration.ofSeconds(30));
    }

    /**
     * Any number of sessions of a user.
     *
     * @param window how long a session waits for a client that is away; zero ends it with its connection
     * @param replayPushes how many pushes are kept until the client acknowledges them
     * @param replayBytes how many bytes of pushes are kept, and as many of answers
     * @param askTimeout how long the server waits for a client's answer
     */
    public SessionSettings(Duration window, int replayPushes, long replayBytes, Duration askTimeout) {
        this(window, replayPushes, replayBytes, askTimeout, 0, WhenTooMany.REFUSE);
    }

    /**
     * The same with another bound for each user.
     *
     * @param most how many sessions a user may have; 0 for any number
     * @param then what becomes of one more
     * @return the settings
     */
    public SessionSettings perUser(int most, WhenTooMany then) {
        return new SessionSettings(window, replayPushes, replayBytes, askTimeout, most, then);
    }

    public SessionSettings {
        if (window.isNegative()) {
            throw new IllegalArgumentException("window: " + window + " (expected: 0 or more)");
        }
        if (replayPushes < 1) {
            throw new IllegalArgumentException("replayPushes: " + replayPushes + " (expected: > 0)");
        }
        if (replayBytes < 1) {
            throw new IllegalArgumentException("replayBytes: " + replayBytes + " (expected: > 0)");
        }
        if (askTimeout.isNegative() || askTimeout.isZero()) {
            throw new IllegalArgumentException("askTimeout: " + askTimeout + " (expected: > 0)");
        }
        if (maxPerUser < 0) {
            throw new IllegalArgumentException("maxPerUser: " + maxPerUser + " (expected: 0 or more)");
        }
    }
}
