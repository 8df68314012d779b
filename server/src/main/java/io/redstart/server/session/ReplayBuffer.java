package io.redstart.server.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The pushes a client has not acknowledged yet, in their order. Not safe for several threads.
 *
 * <p>While the client is connected there is room for a burst: acknowledgements are on their way while more is pushed, so
 * several times as much is kept as a client that is away may miss.
 */
final class ReplayBuffer {
    /** How many times as much is kept while the client is connected. */
    static final int BURST = 4;

    private final int maxPushes;
    private final long maxBytes;
    private final ArrayDeque<byte[]> pushes = new ArrayDeque<>(0);
    private long first = 1;
    private long bytes;
    private long missedFrom = 1;
    private long missedBytes;

    ReplayBuffer(int maxPushes, long maxBytes) {
        this.maxPushes = maxPushes;
        this.maxBytes = maxBytes;
    }

    void add(byte[] push) {
        pushes.add(push);
        bytes += push.length;
        missedBytes += push.length;
    }

    /** From now on the client is away, and misses what is added. */
    void away() {
        missedFrom = first + pushes.size();
        missedBytes = 0;
    }

    /** Whether the client has missed more than it may. */
    boolean missedTooMuch() {
        return first + pushes.size() - missedFrom > maxPushes || missedBytes > maxBytes;
    }

    /** Drops the oldest until it fits, with room for a burst. */
    void trim() {
        while (!pushes.isEmpty() && (pushes.size() > (long) BURST * maxPushes || bytes > BURST * maxBytes)) {
            dropFirst();
        }
    }

    void acknowledged(long seen) {
        while (first <= seen && !pushes.isEmpty()) {
            dropFirst();
        }
    }

    private void dropFirst() {
        bytes -= pushes.remove().length;
        first++;
    }

    /** Whether everything above {@code seen} is here. */
    boolean reachesBackTo(long seen) {
        return seen + 1 >= first;
    }

    List<byte[]> above(long seen) {
        List<byte[]> missed = new ArrayList<>(pushes);
        long skip = seen + 1 - first;
        return skip <= 0 ? missed : missed.subList((int) Math.min(skip, missed.size()), missed.size());
    }

    void clear() {
        first += pushes.size();
        pushes.clear();
        bytes = 0;
    }

    long bytes() {
        return bytes;
    }
}
