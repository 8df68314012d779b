package io.redstart.server;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks whether workers wait for something, as long as there is anything to do. It has a thread of its own, which sleeps
 * otherwise.
 *
 * <p>That a worker stands is no sign by itself: it may have no core to run on. It waits if its thread says so, or if others
 * come further and it does not; and some of them wait, however short, if there is more to do than is done while cores are
 * idle.
 */
final class WorkerWatch {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerWatch.class);
    private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** For how many looks it is remembered that a worker waited, and that it was not the only time. */
    private static final int SHORT_MEMORY = 50;

    private static final int LONG_MEMORY = 1_000;
    /** How many looks it takes to tell a worker that waits from one that has no core to run on. */
    private static final int PATIENCE = 5;
    /** After how many looks it asks whether cores are idle. */
    private static final int USE_PERIOD = 100;
    /** After how many looks at nothing it sleeps. */
    private static final int IDLE = 20;

    private final WorkerPool pool;
    private volatile boolean watching;
    private volatile boolean ended;
    private volatile boolean sawWaiting;
    // what follows is of its thread
    /** For how many looks something is still remembered. */
    private int memory;
    /** For how many looks nobody has come further. */
    private int standing;

    private @Nullable ProcessorUse use;
    private int looks;
    /** How many of them found more to do than is done. */
    private int crowded;

    private @Nullable Thread thread;

    WorkerWatch(WorkerPool pool) {
        this.pool = pool;
    }

    /** Whether workers wait, or did within the last second. */
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
        use = null;
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
        List<WorkerPool.Worker> workers = pool.awake();
        int busy = 0;
        boolean anyGoesOn = false;
        for (WorkerPool.Worker worker : workers) {
            anyGoesOn |= worker.looksWhetherItGoesOn();
            busy += worker.isBusy() ? 1 : 0;
        }
        standing = anyGoesOn ? 0 : standing + 1;
        boolean anyWaits = false;
        for (WorkerPool.Worker worker : workers) {
            if (worker.waits(anyGoesOn, PATIENCE)) {
                worker.isAway();
                anyWaits = true;
            }
        }
        boolean behind = !pool.ranOut() && pool.hasLeft();
        boolean idle = coresAreIdle(behind || busy > pool.cores());
        boolean again = idle || (anyWaits && memory > 0);
        remember(anyWaits, again);
        if (pool.hasLeft()) {
            if (again) {
                pool.wakeAll();
            } else if (anyWaits || standing >= PATIENCE) {
                pool.wakeOne();
            }
        }
    }

    /** Whether there was more to do than is done in most of the last looks, and cores were idle nevertheless. */
    private boolean coresAreIdle(boolean isCrowded) {
        ProcessorUse since = use;
        if (since == null) {
            use = new ProcessorUse(pool.cores());
            looks = 0;
            crowded = 0;
            return false;
        }
        crowded += isCrowded ? 1 : 0;
        if (++looks < USE_PERIOD) {
            return false;
        }
        boolean idle = since.leftIdle() && crowded > looks / 2;
        looks = 0;
        crowded = 0;
        return idle;
    }

    /** One that waited once may have waited for a lock; where it comes again, tasks do. */
    private void remember(boolean anyWaits, boolean again) {
        if (again) {
            memory = LONG_MEMORY;
            sawWaiting = true;
        } else if (anyWaits) {
            memory = SHORT_MEMORY;
        } else if (memory > 0 && --memory == 0) {
            sawWaiting = false;
        }
    }
}
