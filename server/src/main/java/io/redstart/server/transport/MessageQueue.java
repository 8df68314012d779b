package io.redstart.server.transport;

import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What waits in an outbox, in its order. Mostly that is nothing or one message, which stands in here: a deque would be
 * two more objects to be fetched into the caches, of each line that is written to. Not safe for several threads.
 */
final class MessageQueue {
    private @Nullable Object first;
    /** What stands behind it. */
    private @Nullable ArrayDeque<Object> others;

    private int size;

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }

    void add(Object message) {
        if (size++ == 0) {
            first = message;
            return;
        }
        if (others == null) {
            others = new ArrayDeque<>();
        }
        others.add(message);
    }

    /** The first; null if there is none. */
    @Nullable
    Object peek() {
        return first;
    }

    /** Takes the first, which there is. */
    Object remove() {
        Object taken = Objects.requireNonNull(first);
        first = --size == 0 || others == null ? null : others.poll();
        return taken;
    }

    void clear() {
        first = null;
        others = null;
        size = 0;
    }
}
