package io.redstart.server.transport;

import java.time.Duration;

/**
 * Bounds of a connection.
 *
 * @param maxMessage the largest message a client may send, in bytes; a method may take larger ones
 * @param maxQueued how many bytes may wait to be written to a client
 * @param maxQueuedMessages how many messages may wait to be written to a client
 * @param maxQueuedNode how many bytes the node may keep for all its clients, waiting or not acknowledged; 0 for a quarter
 *     of the largest heap
 * @param maxQueueAge for how long the oldest of them may wait
 * @param maxFragments in how many fragments a message may come
 * @param messageWithin how long a message may take from its first fragment to its last
 * @param maxRate how many messages a client may send in a second, and twice as many at once; 0 for any number
 * @param maxPings how many pings and pongs it may send in a second, and twice as many at once; 0 for any number
 */
public record TransportSettings(
        long maxMessage,
        long maxQueued,
        int maxQueuedMessages,
        long maxQueuedNode,
        Duration maxQueueAge,
        int maxFragments,
        Duration messageWithin,
        int maxRate,
        int maxPings) {
    private static final long MAX = 1L << 30;
    private static final int MAX_RATE = 1_000_000;

    /** The settings where nothing is set. */
    public TransportSettings() {
        this(64 * 1024, 1 << 20, 10_000, 0, Duration.ofSeconds(10));
    }

    /**
     * The settings where only what waits is set.
     *
     * @param maxMessage the largest message a client may send, in bytes
     * @param maxQueued how many bytes may wait to be written to a client
     * @param maxQueuedMessages how many messages may wait to be written to a client
     * @param maxQueuedNode how many bytes the node may keep for all its clients; 0 for a quarter of the largest heap
     * @param maxQueueAge for how long the oldest of them may wait
     */
    public TransportSettings(
            long maxMessage, long maxQueued, int maxQueuedMessages, long maxQueuedNode, Duration maxQueueAge) {
        this(maxMessage, maxQueued, maxQueuedMessages, maxQueuedNode, maxQueueAge, 64, Duration.ofSeconds(10), 500, 10);
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
        if (maxFragments < 1) {
            throw new IllegalArgumentException("maxFragments: " + maxFragments + " (expected: 1 or more)");
        }
        if (messageWithin.isNegative() || messageWithin.isZero()) {
            throw new IllegalArgumentException("messageWithin: " + messageWithin + " (expected: > 0)");
        }
        if (maxRate < 0 || maxRate > MAX_RATE) {
            throw new IllegalArgumentException("maxRate: " + maxRate + " (expected: 0 to 1000000)");
        }
        if (maxPings < 0 || maxPings > MAX_RATE) {
            throw new IllegalArgumentException("maxPings: " + maxPings + " (expected: 0 to 1000000)");
        }
    }

    /**
     * The same for peers that are trusted and fast, such as a load generator: any number of messages and pings.
     *
     * @return the settings
     */
    public TransportSettings withoutRates() {
        return new TransportSettings(
                maxMessage,
                maxQueued,
                maxQueuedMessages,
                maxQueuedNode,
                maxQueueAge,
                maxFragments,
                messageWithin,
                0,
                0);
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
