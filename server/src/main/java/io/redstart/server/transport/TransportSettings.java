package io.redstart.server.transport;

import java.time.Duration;

/**
 * Bounds of a connection.
 *
 * @param maxMessage the largest message a client may send, in bytes
 * @param maxQueued how many bytes may wait to be written to a client
 * @param maxQueueAge for how long the oldest of them may wait
 */
public record TransportSettings(long maxMessage, long maxQueued, Duration maxQueueAge) {
    private static final long MAX = 1L << 30;

    /** The settings where nothing is set. */
    public TransportSettings() {
        this(64 * 1024, 1 << 20, Duration.ofSeconds(10));
    }

    public TransportSettings {
        if (maxMessage < 1024 || maxMessage > MAX) {
            throw new IllegalArgumentException("maxMessage: " + maxMessage + " (expected: 1KiB to 1GiB)");
        }
        if (maxQueued < 1024 || maxQueued > MAX) {
            throw new IllegalArgumentException("maxQueued: " + maxQueued + " (expected: 1KiB to 1GiB)");
        }
        if (maxQueueAge.isNegative() || maxQueueAge.isZero()) {
            throw new IllegalArgumentException("maxQueueAge: " + maxQueueAge + " (expected: > 0)");
        }
    }
}
