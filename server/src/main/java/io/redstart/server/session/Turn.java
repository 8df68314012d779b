package io.redstart.server.session;

import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Gathering;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session's turn: what is done for it is done one after the other, in the order it came. A burst changes threads
 * once; tasks that never wait run on the thread that brought them when nothing is before them.
 */
public final class Turn {
    private static final Logger LOG = LoggerFactory.getLogger(Turn.class);

    /** Nothing is done. */
    private static final int FREE = 0;
    /** Something is, and nothing waits behind it. */
    private static final int BUSY = 1;
    /** Something is, and more waits in the queue. It begins and ends under the lock. */
    private static final int CROWDED = 2;

    private final Executor workers;
    private final AtomicInteger state = new AtomicInteger(FREE);
    /** Guards the queue; not needed as long as nothing waits, which is how it mostly is. */
    private final ReentrantLock lock = new ReentrantLock();

    private final AtomicBoolean flushing = new AtomicBoolean();
    private @Nullable Queue<Task> waiting;
    private volatile @Nullable Queue<Connection> unwritten;

    /**
     * A turn.
     *
     * @param workers run what may wait
     */
    public Turn(Executor workers) {
        this.workers = workers;
    }

    /** One thing to do. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does it. Must not throw.
         *
         * @param gathering to be begun and ended around what is sent at the end, where nothing waits any more; null if
         *     this thread gathers already
         */
        void run(@Nullable Gathering gathering);
    }

    /**
     * Does something when everything before it is done.
     *
     * @param task what to do
     * @param quick whether it never waits and may run on this thread
     */
    public void take(Task task, boolean quick) {
        if (!begins() && waits(task)) {
            return;
        }
        if (quick) {
            run(task, null);
            Task next = next();
            if (next != null) {
                workers.execute(() -> work(next));
            }
        } else {
            workers.execute(() -> work(task));
        }
    }

    private boolean begins() {
        return state.compareAndSet(FREE, BUSY);
    }

    /** Has a task wait; false if its turn has come meanwhile. */
    private boolean waits(Task task) {
        lock.lock();
        try {
            while (state.get() != CROWDED && !state.compareAndSet(BUSY, CROWDED)) {
                if (begins()) {
                    return false;
                }
            }
            Queue<Task> queue = waiting;
            if (queue == null) {
                queue = new ArrayDeque<>();
                waiting = queue;
            }
            queue.add(task);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** A task that throws nevertheless must not keep the turn from those behind it. */
    private static void run(Task task, @Nullable Gathering gathering) {
        try {
            task.run(gathering);
        } catch (RuntimeException | Error thrown) {
            LOG.error("What was to be done for a session failed", thrown);
        }
    }

    private void work(Task first) {
        Gathering gathering = new Gathering();
        Task task = first;
        while (task != null) {
            run(task, gathering);
            task = next();
            if (task == null) {
                gathering.flush();
                write(unwritten);
            } else if (!gathering.isEmpty()) {
                writeMeanwhile(gathering);
            }
        }
    }

    /** The next task may wait, so what the last one sent is written by somebody else. */
    private void writeMeanwhile(Gathering gathering) {
        Queue<Connection> queue = unwritten;
        if (queue == null) {
            queue = new ConcurrentLinkedQueue<>();
            unwritten = queue;
        }
        gathering.moveTo(queue);
        if (flushing.compareAndSet(false, true)) {
            workers.execute(() -> {
                flushing.set(false);
                write(unwritten);
            });
        }
    }

    private static void write(@Nullable Queue<Connection> queue) {
        if (queue == null) {
            return;
        }
        for (Connection connection = queue.poll(); connection != null; connection = queue.poll()) {
            connection.flush();
        }
    }

    /**
     * How many tasks wait.
     *
     * @return 0 or more
     */
    public int waiting() {
        lock.lock();
        try {
            return waiting == null ? 0 : waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** What one thread does in its turn is seen by the next, since both change the state. */
    private @Nullable Task next() {
        if (state.compareAndSet(BUSY, FREE)) {
            return null;
        }
        lock.lock();
        try {
            Queue<Task> queue = Objects.requireNonNull(waiting);
            Task next = queue.remove();
            if (queue.isEmpty()) {
                state.set(BUSY);
            }
            return next;
        } finally {
            lock.unlock();
        }
    }
}
