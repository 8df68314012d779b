package io.redstart.server.transport;

import java.time.Duration;

/**
 * Bounds of a connection.
 *
 * @param maxMessage the largest message a client may send, in bytes
 * @param maxQueued how many bytes may wait to be written to a client
 * @param maxQueueAge for how long the oldest of them may wait
 */
public record TransportSettings(int maxMessage, int maxQueued, Duration maxQueueAge) {
    /** The settings where nothing is set. */
    public TransportSettings() {
        this(64 * 1024, 1 << 20, Duration.ofSeconds(10));
    }

    public TransportSettings {
        if (maxMessage < 1024) {
            throw new IllegalArgumentException("maxMessage: " + maxMessage + " (expected: >= 1024)");
        }
        if (maxQueued < 1024) {
            throw new IllegalArgumentException("maxQueued: " + maxQueued + " (expected: >= 1024)");
        }
        if (maxQueueAge.isNegative() || maxQueueAge.isZero()) {
            throw new IllegalArgumentException("maxQueueAge: " + maxQueueAge + " (expected: > 0)");
        }
    }
}
