package io.redstart.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Threads that may wait, for tasks that mostly do not. Waking a thread costs more than most tasks, and where all cores
 * have something to do it makes nothing faster. So a task wakes a worker only if a core may be free for it, and a worker
 * that has run out of tasks looks for others a few times before it sleeps.
 *
 * <p>A task must not wait behind one that waits itself. So as long as there is something to do the {@link WorkerWatch} looks
 * every millisecond for workers that have not come further. When there are such, whatever waits has workers woken for it; and
 * for a second each task that nobody looks for wakes one at once, as many as there may be.
 */
final class WorkerPool extends AbstractExecutorService {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    /** How often a worker lets others run, and looks for tasks again, before it sleeps. */
    private static final int LOOKS = 8;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final int most;
    private final int cores;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** How many workers do not sleep, and how many of them look for tasks. */
    private final AtomicInteger awake = new AtomicInteger();

    private final AtomicInteger looking = new AtomicInteger();
    private final CopyOnWriteArrayList<Worker> workers = new CopyOnWriteArrayList<>();
    private final WorkerWatch watch = new WorkerWatch(this);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    /** The one that fell asleep last is woken first. Guarded by the lock, as what follows. */
    private final ArrayDeque<Worker> sleeping = new ArrayDeque<>();

    private int threads;
    private long begun;
    private volatile boolean stopped;

    /**
     * A pool without threads.
     *
     * @param most how many threads it may have
     * @param cores how many of them can run at once
     */
    WorkerPool(int most, int cores) {
        this.most = most;
        this.cores = cores;
    }

    @Override
    public void execute(Runnable task) {
        if (stopped) {
            throw new RejectedExecutionException("the workers were stopped");
        }
        tasks.add(task);
        // a worker looks once more when it has said that it does not look: either it finds the task, or this sees that
        if (looking.get() == 0) {
            bringSomebody();
        }
    }

    /** There is a task that nobody looks for. */
    private void bringSomebody() {
        if (awake.get() < cores || watch.sawWaiting()) {
            wakeOne();
        } else {
            watch.begin();
        }
    }

    /** For each task that nobody has taken, or as many as there are threads for. */
    void wakeAll() {
        for (Runnable ignored : tasks) {
            if (!wakeOne()) {
                return;
            }
        }
    }

    private boolean wakeOne() {
        Worker worker;
        lock.lock();
        try {
            worker = sleeping.pollLast();
            if (worker == null) {
                if (threads >= most) {
                    return false;
                }
                threads++;
                worker = new Worker("redstart-worker-" + ++begun);
                workers.add(worker);
            }
            awake.incrementAndGet();
            looking.incrementAndGet();
        } finally {
            lock.unlock();
        }
        try {
            worker.wake();
            return true;
        } catch (OutOfMemoryError noMoreThreads) {
            worker.neverBegins();
            throw noMoreThreads;
        }
    }

    boolean isIdle() {
        return awake.get() == 0 && tasks.isEmpty();
    }

    boolean hasTasks() {
        return !tasks.isEmpty();
    }

    List<Worker> workers() {
        return workers;
    }

    /** One thread, and what it does. */
    final class Worker extends Thread {
        /** Odd while it is busy; grows with each task. Written by itself alone. */
        private final AtomicInteger steps = new AtomicInteger();
        /** What {@link #steps} were when the watch looked. */
        private int stepsSeen;

        private volatile boolean asleep;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        /** Begins, or goes on. */
        void wake() {
            if (getState() == State.NEW) {
                start();
            } else {
                asleep = false;
                LockSupport.unpark(this);
            }
        }

        /** The system has no thread for it. */
        private void neverBegins() {
            lock.lock();
            try {
                looking.decrementAndGet();
                awake.decrementAndGet();
                isGone();
            } finally {
                lock.unlock();
            }
        }

        private void isGone() {
            workers.remove(this);
            if (--threads == 0) {
                ended.signalAll();
            }
        }

        /** Whether it does the same as when this was asked last. */
        boolean isWaiting() {
            int before = stepsSeen;
            stepsSeen = steps.get();
            return stepsSeen == before && (before & 1) == 1;
        }

        @Override
        public void run() {
            do {
                Runnable task = look();
                if (task != null) {
                    if (looking.decrementAndGet() == 0 && hasTasks()) {
                        bringSomebody();
                    }
                    while (task != null) {
                        work(task);
                        task = tasks.poll();
                    }
                    looking.incrementAndGet();
                }
            } while (hasTasks() || sleeps());
        }

        @SuppressWarnings("ThreadPriorityCheck") // it only tries to spare a sleep; nothing relies on who runs
        private @Nullable Runnable look() {
            Runnable task = tasks.poll();
            for (int i = 0; task == null && i < LOOKS; i++) {
                Thread.yield();
                task = tasks.poll();
            }
            return task;
        }

        private void work(Runnable task) {
            int step = steps.get();
            steps.setRelease(step + 1);
            try {
                task.run();
            } catch (Throwable thrown) {
                LOG.error("What a worker was to do failed", thrown);
            }
            steps.setRelease(step + 2);
            if (!stopped) {
                Thread.interrupted(); // it was meant for the task
            }
        }

        /** Sleeps until it is woken; false if it is not needed any more. */
        private boolean sleeps() {
            lock.lock();
            try {
                asleep = true;
                sleeping.addLast(this);
                looking.decrementAndGet();
                awake.decrementAndGet();
            } finally {
                lock.unlock();
            }
            long until = System.nanoTime() + IDLE_NANOS;
            while (asleep) {
                long left = until - System.nanoTime();
                boolean unneeded = stopped || left <= 0;
                if (unneeded || hasTasks()) {
                    return wakesByItself(unneeded);
                }
                LockSupport.parkNanos(WorkerPool.this, left);
            }
            return true;
        }

        private boolean wakesByItself(boolean unneeded) {
            lock.lock();
            try {
                if (!sleeping.remove(this)) {
                    return true; // somebody has woken it
                }
                asleep = false;
                if (!unneeded || hasTasks()) {
                    awake.incrementAndGet();
                    looking.incrementAndGet();
                    return true;
                }
                isGone();
                return false;
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void shutdown() {
        stopped = true;
        watch.end();
        workers.forEach(LockSupport::unpark);
    }

    @Override
    public List<Runnable> shutdownNow() {
        stopped = true;
        List<Runnable> left = new ArrayList<>();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            left.add(task);
        }
        shutdown();
        workers.forEach(Thread::interrupt);
        return left;
    }

    @Override
    public boolean isShutdown() {
        return stopped;
    }

    @Override
    public boolean isTerminated() {
        lock.lock();
        try {
            return stopped && threads == 0;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lock();
        try {
            while (threads > 0 && left > 0) {
                left = ended.awaitNanos(left);
            }
            return threads == 0;
        } finally {
            lock.unlock();
        }
    }
}
