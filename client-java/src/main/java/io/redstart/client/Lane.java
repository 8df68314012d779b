package io.redstart.client;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs what the application is told one after the other, on a thread of the executor that may block. */
final class Lane implements Executor {
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Executor executor;
    private final Consumer<Throwable> report;
    private volatile @Nullable Thread runner;

    Lane(Executor executor, Consumer<Throwable> report) {
        this.executor = executor;
        this.report = report;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (waiting.getAndIncrement() == 0) {
            executor.execute(this::run);
        }
    }

    /** Beside the lane: for what needs no order and must not wait behind a callback that hangs. */
    void executeBeside(Runnable task) {
        executor.execute(() -> guarded(task));
    }

    /** Whether the caller is a callback of this client. */
    boolean isHere() {
        return runner == Thread.currentThread();
    }

    /** How many callbacks wait or run. */
    int waiting() {
        return waiting.get();
    }

    private void run() {
        do {
            runner = Thread.currentThread();
            guarded(tasks.poll());
            runner = null; // before the count goes down: from then on another thread may run
        } while (waiting.decrementAndGet() > 0);
    }

    private void guarded(@Nullable Runnable task) {
        try {
            if (task != null) {
                task.run();
            }
        } catch (Throwable thrown) { // an application may throw anything; the others must be told all the same
            report.accept(thrown);
        }
    }
}
