package io.redstart.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether workers wait for something, as long as there is anything to do. It has a thread of its own, which sleeps otherwise. */
final class WorkerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerWatch.class);
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** For how many looks it is remembered that a worker waited. */
    private static final int REMEMBERED = 1_000;
    /** After how many looks at nothing it sleeps. */
    private static final int IDLE = 20;

    private final WorkerPool pool;
    private volatile boolean watching;
    private volatile boolean ended;
    private volatile boolean sawWaiting;
    /** For how many looks that is still remembered. */
    private int memory;

    private @Nullable Thread thread;

    WorkerWatch(WorkerPool pool) {
        this.pool = pool;
    }

    /** Whether a worker waits, or did within the last second. */
    boolean sawWaiting() {
        return sawWaiting;
    }

    /** There is something to do. */
    void begin() {
        if (!watching) {
            wake();
        }
    }

    private synchronized void wake() {
        if (thread == null) {
            Thread first = new Thread(this::run, "redstart-worker-watch");
            first.setDaemon(true);
            watching = true;
            try {
                first.start();
            } catch (OutOfMemoryError noMoreThreads) {
                watching = false;
                throw noMoreThreads;
            }
            thread = first;
        } else {
            watching = true;
            LockSupport.unpark(thread);
        }
    }

    synchronized void end() {
        ended = true;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        int idle = 0;
        while (!ended) {
            LockSupport.parkNanos(this, PERIOD_NANOS);
            try {
                look();
            } catch (OutOfMemoryError noMoreThreads) {
                LOG.error("There are no more threads for what waits", noMoreThreads);
            }
            idle = pool.isIdle() ? idle + 1 : 0;
            if (idle >= IDLE) {
                idle = 0;
                sleep();
            }
        }
    }

    private void sleep() {
        memory = 0;
        sawWaiting = false; // whoever comes next finds nobody at work
        watching = false;
        while (!watching && !ended) {
            if (!pool.isIdle()) {
                watching = true; // it came at this moment, and whoever brought it saw that this still watched
            } else {
                LockSupport.park(this);
            }
        }
    }

    private void look() {
        boolean waiting = false;
        for (WorkerPool.Worker worker : pool.workers()) {
            waiting |= worker.isWaiting();
        }
        if (waiting) {
            memory = REMEMBERED;
            sawWaiting = true;
            pool.wakeAll();
        } else if (memory > 0 && --memory == 0) {
            sawWaiting = false;
        }
    }
}
