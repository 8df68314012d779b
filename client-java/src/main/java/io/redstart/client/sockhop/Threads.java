package io.redstart.client.sockhop;

import io.redstart.api.CallException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Threads of a client. None keeps a program alive. */
final class Threads {
    /** How much may wait for listeners; what is read then waits as well. */
    private static final int MOST_TOLD = 1_000;

    private Threads() {}

    static void start(String name, Runnable task) {
        daemon(task, name).start();
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock =
                new ScheduledThreadPoolExecutor(1, task -> daemon(task, "redstart-sockhop-clock"));
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    /** One thread that tells listeners, one thing after the other. */
    static ThreadPoolExecutor telling() {
        return new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(MOST_TOLD),
                task -> daemon(task, "redstart-sockhop-tell"),
                (task, executor) -> {
                    try {
                        if (executor.isShutdown()) {
                            throw new RejectedExecutionException("closed");
                        }
                        executor.getQueue().put(task);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    /** What waits for it goes on elsewhere, and does not hold up who reads. */
    static void fail(CompletableFuture<?> waiting, String code, String message) {
        waiting.defaultExecutor().execute(() -> waiting.completeExceptionally(new CallException(code, message)));
    }
}
