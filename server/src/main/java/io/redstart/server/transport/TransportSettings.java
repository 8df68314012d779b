package io.redstart.server.transport;

import java.time.Duration;

/**
 * Bounds of a connection.
 *
 * @param maxMessage the largest message a client may send, in bytes
 * @param maxQueued how many bytes may wait to be written to a client
 * @param maxQueuedMessages how many messages may wait to be written to a client
 * @param maxQueuedNode how many bytes the node may keep for all its clients, waiting or not acknowledged; 0 for a quarter
 *     of the largest heap
 * @param maxQueueAge for how long the oldest of them may wait
 */
public record TransportSettings(
        long maxMessage, long maxQueued, int maxQueuedMessages, long maxQueuedNode, Duration maxQueueAge) {
    private static final long MAX = 1L << 30;

    /** The settings where nothing is set. */
    public TransportSettings() {
        this(64 * 1024, 1 << 20, 10_000, 0, Duration.ofSeconds(10));
    }

    public TransportSettings {
        if (maxMessage < 1024 || maxMessage > MAX) {
            throw new IllegalArgumentException("maxMessage: " + maxMessage + " (expected: 1KiB to 1GiB)");
        }
        if (maxQueued < 1024 || maxQueued > MAX) {
            throw new IllegalArgumentException("maxQueued: " + maxQueued + " (expected: 1KiB to 1GiB)");
        }
        if (maxQueuedMessages < 16) {
            throw new IllegalArgumentException("maxQueuedMessages: " + maxQueuedMessages + " (expected: 16 or more)");
        }
        if (maxQueuedNode != 0 && maxQueuedNode < maxQueued) {
            throw new IllegalArgumentException(
                    "maxQueuedNode: " + maxQueuedNode + " (expected: 0, or at least maxQueued)");
        }
        if (maxQueueAge.isNegative() || maxQueueAge.isZero()) {
            throw new IllegalArgumentException("maxQueueAge: " + maxQueueAge + " (expected: > 0)");
        }
    }

    /**
     * What the node keeps for its clients, empty.
     *
     * @return with the bound that is set
     */
    public Backlog backlog() {
        return new Backlog(maxQueuedNode == 0 ? Runtime.getRuntime().maxMemory() / 4 : maxQueuedNode);
    }
}
