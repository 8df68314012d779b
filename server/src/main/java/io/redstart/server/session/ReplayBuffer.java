package io.redstart.server.session;

import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.NumberedPush;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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

    private static final @Nullable EncodedPush[] NONE = {null};
    private static final int FEWEST = 4;
    /** A longer ring is let go once it is empty, if it was hardly used. */
    private static final int MANY = 64;

    private final int maxPushes;
    private final long maxBytes;
    /** A ring, each push at its seq; its length is a power of two. A deque would be one thing more to be fetched for a push. */
    private @Nullable EncodedPush[] pushes = NONE;
    /** The seq of the first of them, and that of the next. */
    private long first = 1;

    private long next = 1;
    /** What the next one was when it was empty last. */
    private long emptied = 1;

    private long bytes;
    private long missedFrom = 1;
    private long missedBytes;

    ReplayBuffer(int maxPushes, long maxBytes) {
        this.maxPushes = maxPushes;
        this.maxBytes = maxBytes;
    }

    /** Adds the next. */
    NumberedPush add(EncodedPush push) {
        if (next - first == pushes.length || pushes == NONE) {
            grow();
        }
        NumberedPush numbered = new NumberedPush(push, next);
        pushes[slot(next++)] = push;
        int length = numbered.length();
        bytes += length;
        missedBytes += length;
        return numbered;
    }

    private void grow() {
        @Nullable EncodedPush[] before = pushes;
        pushes = new @Nullable EncodedPush[Math.max(FEWEST, 2 * before.length)];
        for (long seq = first; seq < next; seq++) {
            pushes[slot(seq)] = before[(int) seq & (before.length - 1)];
        }
    }

    private int slot(long seq) {
        return (int) seq & (pushes.length - 1);
    }

    /** Looks where the next one will stand, without a lock: so that it is in the caches by then. */
    int fetch() {
        @Nullable EncodedPush[] now = pushes;
        return now[(int) next & (now.length - 1)] == null ? 0 : 1;
    }

    /** From now on the client is away, and misses what is added. */
    void away() {
        missedFrom = next;
        missedBytes = 0;
    }

    /** Whether the client has missed more than it may. */
    boolean missedTooMuch() {
        return next - missedFrom > maxPushes || missedBytes > maxBytes;
    }

    /** Drops the oldest until it fits, with room for a burst. */
    void trim() {
        while (first < next && (next - first > (long) BURST * maxPushes || bytes > BURST * maxBytes)) {
            dropFirst();
        }
    }

    void acknowledged(long seen) {
        while (first <= seen && first < next) {
            dropFirst();
        }
    }

    private void dropFirst() {
        int slot = slot(first);
        bytes -= new NumberedPush(Objects.requireNonNull(pushes[slot]), first).length();
        pushes[slot] = null;
        first++;
        if (first == next) {
            if (pushes.length > MANY && next - emptied <= pushes.length / 4) {
                pushes = NONE; // it was made for a burst, which is over
            }
            emptied = next;
        }
    }

    /** Whether everything above {@code seen} is here. */
    boolean reachesBackTo(long seen) {
        return seen + 1 >= first;
    }

    List<NumberedPush> above(long seen) {
        List<NumberedPush> missed = new ArrayList<>();
        for (long seq = Math.max(first, seen + 1); seq < next; seq++) {
            missed.add(new NumberedPush(Objects.requireNonNull(pushes[slot(seq)]), seq));
        }
        return missed;
    }

    void clear() {
        pushes = NONE;
        first = next;
        emptied = next;
        bytes = 0;
    }

    long bytes() {
        return bytes;
    }
}
