package io.redstart.proofs;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what nobody tells. */
public final class Until {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Until() {}

    /**
     * Waits until something is so.
     *
     * @param within how long at most
     * @param so is asked again and again
     * @return false if it is not so in time
     */
    public static boolean so(Duration within, BooleanSupplier so) {
        long end = System.nanoTime() + within.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
