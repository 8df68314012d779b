package io.redstart.dialogues;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Holds a method until the test lets it go on. */
final class Gate {
    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private final AtomicInteger inside = new AtomicInteger();

    /** Called by the method: waits until the gate is opened. */
    void pass() throws InterruptedException {
        inside.incrementAndGet();
        reached.countDown();
        try {
            if (!open.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("the gate was never opened");
            }
        } finally {
            inside.decrementAndGet();
        }
    }

    /** Called by the method: waits as code does that cannot be interrupted. */
    void passUninterruptibly() {
        reached.countDown();
        boolean interrupted = false;
        while (open.getCount() > 0) {
            try {
                pass();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until a method is at the gate. */
    void isReached() {
        try {
            if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came to the gate");
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    boolean wasReached() {
        return reached.getCount() == 0;
    }

    /** Lets everybody through, and returns when they have woken up. */
    void opens() {
        open.countDown();
        while (inside.get() > 0) {
            Thread.onSpinWait();
        }
    }
}
