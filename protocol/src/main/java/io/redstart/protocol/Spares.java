package io.redstart.protocol;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a few things that are costly to make until somebody needs one again. Threads take from places of their own, so
 * they seldom meet; and since what was taken is gone until it is given back, it is nobody else's meanwhile. That holds for
 * virtual threads as well, which a thread local would not serve.
 */
final class Spares<T> {
    private static final int PLACES = 8;
    /** So far apart that two places are in different lines of the processor's cache. */
    private static final int APART = 16;

    private final AtomicReferenceArray<@Nullable T> places = new AtomicReferenceArray<>(PLACES * APART);

    /** One that was given back, or null. */
    @Nullable
    T take() {
        int place = place();
        return places.get(place) == null ? null : places.getAndSet(place, null);
    }

    /** Keeps one for later; not to be used by the giver any more. */
    void giveBack(T spare) {
        places.setRelease(place(), spare);
    }

    @SuppressWarnings("deprecation") // threadId() is of JDK 19
    private static int place() {
        return ((int) Thread.currentThread().getId() & (PLACES - 1)) * APART;
    }
}
