package io.redstart.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
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
 * every millisecond for workers that wait. Such a worker is away: its place is another's until it comes back.
 */
final class WorkerPool extends AbstractExecutorService {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerPool.class);
    /** How often a worker lets others run, and looks for tasks again, before it sleeps. */
    private static final int LOOKS = 8;

    /** For how long whoever brings tasks lets the workers go on before it looks for more. */
    private static final long STEPS_BACK_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final ThreadFactory threads;
    private final int most;
    private final int cores;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** How many workers look for tasks. */
    private final AtomicInteger looking = new AtomicInteger();

    private final WorkerWatch watch = new WorkerWatch(this);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition ended = lock.newCondition();
    /** Guarded by the lock, as what follows. */
    private final Set<Worker> all = new HashSet<>();
    /** Those that neither sleep nor are away. */
    private final Set<Worker> awake = new HashSet<>();
    /** The one that fell asleep last is woken first. */
    private final ArrayDeque<Worker> sleeping = new ArrayDeque<>();

    /** How many are awake; changed under the lock. */
    private volatile int awakeCount;

    /** Whether there was nothing left to do, since the watch looked. */
    private volatile boolean ranOut;
    /** Who has stepped back until there is nothing left to do. */
    private volatile @Nullable Thread bringer;

    private volatile boolean stopped;

    /**
     * A pool without threads.
     *
     * @param threads makes them
     * @param most how many it may have
     * @param cores how many of them can run at once
     */
    WorkerPool(ThreadFactory threads, int most, int cores) {
        this.threads = threads;
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
        if (awakeCount < cores || watch.sawWaiting()) {
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

    /** False if there are no more threads. */
    boolean wakeOne() {
        Worker worker;
        boolean slept;
        lock.lock();
        try {
            worker = sleeping.pollLast();
            slept = worker != null;
            if (worker == null) {
                if (all.size() >= most) {
                    return false;
                }
                worker = new Worker();
                all.add(worker);
            }
            worker.asleep = false;
            isAwake(worker);
            looking.incrementAndGet();
        } finally {
            lock.unlock();
        }
        if (slept) {
            LockSupport.unpark(worker.thread);
        } else {
            worker.begin();
        }
        return true;
    }

    private void isAwake(Worker worker) {
        awake.add(worker);
        awakeCount = awake.size();
    }

    private void isNotAwake(Worker worker) {
        awake.remove(worker);
        awakeCount = awake.size();
    }

    /** Nobody is at work who is not known to wait, and there is nothing to do. */
    boolean isIdle() {
        return awakeCount == 0 && tasks.isEmpty();
    }

    /** Whether a task waits that nobody is about to take. */
    boolean hasLeft() {
        return !tasks.isEmpty() && looking.get() == 0;
    }

    /** Whether there was nothing left to do, at some time since this was asked last. */
    boolean ranOut() {
        boolean was = ranOut;
        ranOut = false;
        return was;
    }

    int cores() {
        return cores;
    }

    /**
     * Lets the workers have the core of this thread, which brings tasks and is about to look for others: where all cores
     * have workers it would only take one from them, for a few tasks more. Comes back when there is nothing left to do, and
     * soon in any case.
     */
    void stepBack() {
        if (awakeCount < cores || !hasTasks() || watch.sawWaiting()) {
            return;
        }
        bringer = Thread.currentThread();
        if (hasTasks()) {
            LockSupport.parkNanos(this, STEPS_BACK_NANOS);
        }
        bringer = null;
    }

    private boolean hasTasks() {
        return !tasks.isEmpty();
    }

    /** Those that neither sleep nor are known to wait. */
    List<Worker> awake() {
        lock.lock();
        try {
            return new ArrayList<>(awake);
        } finally {
            lock.unlock();
        }
    }

    /** One thread, and what it does. */
    final class Worker implements Runnable {
        private final Thread thread;
        /** Odd while it is busy; grows with each task. Written by itself alone. */
        private final AtomicInteger steps = new AtomicInteger();
        /** What {@link #steps} were when the watch looked, and how often others have come further since. */
        private int stepsSeen;

        private boolean goesOn;
        private int passedBy;

        /** Changed under the lock. */
        private volatile boolean asleep;
        /** It waits, and its place is another's. Changed under the lock. */
        private volatile boolean away;

        Worker() {
            thread = threads.newThread(this);
        }

        void begin() {
            try {
                thread.start();
            } catch (OutOfMemoryError noMoreThreads) {
                lock.lock();
                try {
                    looking.decrementAndGet();
                    isNotAwake(this);
                    isGone();
                } finally {
                    lock.unlock();
                }
                throw noMoreThreads;
            }
        }

        private void isGone() {
            all.remove(this);
            if (all.isEmpty()) {
                ended.signalAll();
            }
        }

        /** Whether it has come further since this was asked last; asked by the watch alone. */
        boolean looksWhetherItGoesOn() {
            int before = stepsSeen;
            stepsSeen = steps.get();
            goesOn = stepsSeen != before;
            return goesOn;
        }

        boolean isBusy() {
            return (stepsSeen & 1) == 1;
        }

        /**
         * Whether it waits, after it was looked at. A thread that is said to run may be in a system call, or have no core to
         * run on: which of them is known only when others have come further for a while, and it has not.
         */
        boolean waits(boolean othersGoOn, int patience) {
            if (isBusy() && thread.getState() != Thread.State.RUNNABLE && steps.get() == stepsSeen) {
                return true;
            }
            passedBy = goesOn || !isBusy() ? 0 : othersGoOn ? passedBy + 1 : passedBy;
            return passedBy >= patience;
        }

        /** It waits: its place is another's. */
        void isAway() {
            lock.lock();
            try {
                if (!asleep) {
                    away = true;
                    isNotAwake(this);
                }
            } finally {
                lock.unlock();
            }
        }

        private void isBack() {
            lock.lock();
            try {
                away = false;
                isAwake(this);
            } finally {
                lock.unlock();
            }
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
                    ranOut = true;
                    LockSupport.unpark(bringer); // nothing, if nobody has
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
            if (away) {
                isBack();
            }
            if (!stopped) {
                Thread.interrupted(); // it was meant for the task
            }
        }

        /** Sleeps until it is woken; false if it is not needed any more. */
        private boolean sleeps() {
            lock.lock();
            try {
                asleep = true;
                away = false; // if the watch saw it a moment ago
                sleeping.addLast(this);
                looking.decrementAndGet();
                isNotAwake(this);
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
                if (!asleep) {
                    return true; // somebody has woken it
                }
                sleeping.remove(this);
                asleep = false;
                if (!unneeded || hasTasks()) {
                    isAwake(this);
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

    private List<Worker> all() {
        lock.lock();
        try {
            return new ArrayList<>(all);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void shutdown() {
        stopped = true;
        watch.end();
        all().forEach(worker -> LockSupport.unpark(worker.thread));
    }

    @Override
    public List<Runnable> shutdownNow() {
        stopped = true;
        List<Runnable> left = new ArrayList<>();
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            left.add(task);
        }
        shutdown();
        all().forEach(worker -> worker.thread.interrupt());
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
            return stopped && all.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        long left = unit.toNanos(timeout);
        lock.lock();
        try {
            while (!all.isEmpty() && left > 0) {
                left = ended.awaitNanos(left);
            }
            return all.isEmpty();
        } finally {
            lock.unlock();
        }
    }
}
