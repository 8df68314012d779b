package io.redstart.testkit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Threads that may wait, of which can be told when each has finished or waits for somebody else. */
final class TestWorkers implements Executor {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int QUIET_LOOKS = 3;

    private final AtomicInteger unfinished = new AtomicInteger();
    private final Set<Thread> busy = ConcurrentHashMap.newKeySet();
    private final AtomicInteger number = new AtomicInteger();
    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "test-worker-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        unfinished.incrementAndGet();
        threads.execute(() -> {
            busy.add(Thread.currentThread());
            try {
                task.run();
            } finally {
                busy.remove(Thread.currentThread());
                unfinished.decrementAndGet();
            }
        });
    }

    /** Waits until nothing goes on any more, apart from what waits for the test itself. */
    void settle() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int quiet = 0; quiet < QUIET_LOOKS; quiet = isQuiet() ? quiet + 1 : 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError("still at work after " + PATIENCE.toSeconds() + " s: " + busy);
            }
            LockSupport.parkNanos(50_000);
        }
    }

    private boolean isQuiet() {
        int waiting = 0;
        for (Thread thread : busy) {
            switch (thread.getState()) {
                case WAITING, TIMED_WAITING -> waiting++;
                default -> {
                    return false;
                }
            }
            if (thread.isInterrupted()) {
                return false; // it is about to wake up
            }
        }
        return waiting == unfinished.get();
    }

    /** How many tasks have not finished. */
    int unfinished() {
        return unfinished.get();
    }

    void stop() {
        threads.shutdownNow();
    }
}
