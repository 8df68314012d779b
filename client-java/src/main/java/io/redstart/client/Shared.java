package io.redstart.client;

import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What all clients of a program share: one thread for the time, threads for callbacks, and the container of the
 * connections. It is made for the first client and gone after the last.
 */
final class Shared implements Clock {
    private static final ReentrantLock USERS = new ReentrantLock();
    private static @Nullable Shared current;
    private static int users;

    private final ReentrantLock containerLock = new ReentrantLock();
    private final ScheduledThreadPoolExecutor scheduler =
            new ScheduledThreadPoolExecutor(1, task -> Workers.daemon(task, "redstart-client-clock"));
    private final ExecutorService workers = Workers.start();
    private @Nullable WebSocketContainer container;

    private Shared() {
        scheduler.setRemoveOnCancelPolicy(true);
    }

    static Shared acquire() {
        USERS.lock();
        try {
            Shared shared = current;
            if (shared == null) {
                shared = new Shared();
                current = shared;
            }
            users++;
            return shared;
        } finally {
            USERS.unlock();
        }
    }

    /** One client less; called once by each. */
    void release() {
        USERS.lock();
        try {
            if (--users > 0) {
                return;
            }
            current = null;
        } finally {
            USERS.unlock();
        }
        stop();
    }

    private void stop() {
        scheduler.shutdownNow();
        workers.shutdown();
        containerLock.lock();
        try {
            if (container != null) {
                stop(container);
                container = null;
            }
        } finally {
            containerLock.unlock();
        }
    }

    /** The Jakarta API starts containers and has no way to stop them; all there are call it so. */
    private static void stop(WebSocketContainer container) {
        try {
            container.getClass().getMethod("stop").invoke(container);
        } catch (InvocationTargetException | IllegalAccessException | NoSuchMethodException failed) {
            LoggerFactory.getLogger(RedstartClient.class)
                    .warn("The container of the connections does not stop: {}", container, failed);
        }
    }

    /** Starting it takes a while: not for a thread that must not block. */
    WebSocketContainer container() {
        containerLock.lock();
        try {
            WebSocketContainer started = container;
            if (started == null) {
                started = ContainerProvider.getWebSocketContainer();
                container = started;
            }
            return started;
        } finally {
            containerLock.unlock();
        }
    }

    /** Threads that may block. What comes after the last client has gone runs where it comes from. */
    Executor workers() {
        return task -> {
            try {
                workers.execute(task);
            } catch (RejectedExecutionException stopped) {
                task.run();
            }
        };
    }

    @Override
    public long now() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }

    @Override
    public Timer after(long millis, Runnable task) {
        try {
            ScheduledFuture<?> scheduled = scheduler.schedule(task, millis, TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        } catch (RejectedExecutionException stopped) {
            return () -> {};
        }
    }
}
