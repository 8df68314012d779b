package io.redstart.server.session;

import java.time.Duration;

/**
 * How long sessions wait for their clients, and what they keep for them.
 *
 * @param window how long a session waits for a client that is away; zero ends it with its connection
 * @param replayPushes how many pushes are kept until the client acknowledges them
 * @param replayBytes how many bytes of pushes are kept, and as many of answers
 * @param askTimeout how long the server waits for a client's answer
 */
public record SessionSettings(Duration window, int replayPushes, long replayBytes, Duration askTimeout) {
    /** The settings where nothing is set. */
    public SessionSettings() {
        this(Duration.ofSeconds(120), 1_000, 1 << 20, Duration.ofSeconds(30));
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
    }
}
