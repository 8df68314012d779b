package io.redstart.server.session;

import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.NumberedPush;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The pushes a client has not acknowledged yet, in their order; each as it is shared by all who get it, and counted as if
 * each had its own. Not safe for several threads.
 *
 * <p>While the client is connected there is room for a burst: acknowledgements are on their way while more is pushed, so
 * several times as much is kept as a client that is away may miss.
 */
final class ReplayBuffer {
    /** How many times as much is kept while the client is connected. */
    static final int BURST = 4;

    private final int maxPushes;
    private final long maxBytes;
    private final ArrayDeque<EncodedPush> pushes = new ArrayDeque<>(0);
    /** The seq of the first of them, or of the next if there are none. */
    private long first = 1;

    private long bytes;
    private long missedFrom = 1;
    private long missedBytes;

    ReplayBuffer(int maxPushes, long maxBytes) {
        this.maxPushes = maxPushes;
        this.maxBytes = maxBytes;
    }

    /** Adds the next. */
    NumberedPush add(EncodedPush push) {
        NumberedPush numbered = new NumberedPush(push, first + pushes.size());
        pushes.add(push);
        int length = numbered.length();
        bytes += length;
        missedBytes += length;
        return numbered;
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
        bytes -= new NumberedPush(pushes.remove(), first++).length();
    }

    /** Whether everything above {@code seen} is here. */
    boolean reachesBackTo(long seen) {
        return seen + 1 >= first;
    }

    List<NumberedPush> above(long seen) {
        List<NumberedPush> missed = new ArrayList<>();
        long seq = first;
        for (EncodedPush push : pushes) {
            if (seq > seen) {
                missed.add(new NumberedPush(push, seq));
            }
            seq++;
        }
        return missed;
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
