package io.redstart.server.invocation;

import io.redstart.server.registry.LimitModel;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What somebody has used of a limit. It keeps one number: the moment from which on all permits are there again. Moments
 * are milliseconds times the limit's permits, so that nothing is lost by rounding.
 */
final class Bucket {
    private final AtomicLong whole = new AtomicLong();

    /**
     * Takes one permit.
     *
     * @param limit the limit, always the same
     * @param millis the time since the limit is in force
     * @return 0 if there was one; otherwise in how many milliseconds there is one again, and nothing was taken
     */
    long take(LimitModel limit, long millis) {
        for (; ; ) {
            long known = whole.get();
            long wait = wait(limit, millis, known);
            if (wait > 0) {
                return wait;
            }
            if (whole.compareAndSet(known, next(limit, millis, known))) {
                return 0;
            }
        }
    }

    /** In how many milliseconds there is a permit, 0 for now; takes none. */
    long wait(LimitModel limit, long millis) {
        return wait(limit, millis, whole.get());
    }

    private static long wait(LimitModel limit, long millis, long known) {
        long now = millis * limit.permits();
        long early = next(limit, millis, known) - now - limit.burst() * limit.perMillis();
        return early <= 0 ? 0 : (early + limit.permits() - 1) / limit.permits();
    }

    private static long next(LimitModel limit, long millis, long known) {
        return Math.max(known, millis * limit.permits()) + limit.perMillis();
    }

    /** Gives back what was taken. */
    void giveBack(LimitModel limit) {
        whole.addAndGet(-limit.perMillis());
    }
}
