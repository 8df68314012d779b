package io.redstart.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Closes the server when the JVM is asked to end. It is there before the server is, since the request may come at any
 * time: a server that is just starting is waited for.
 */
final class StopOnExit {
    private static final Duration START = Duration.ofSeconds(30);

    private final CompletableFuture<RunningServer> server = new CompletableFuture<>();

    /**
     * Waits for the JVM's end from now on.
     *
     * @return what is to be told of the server; null if the JVM is ending already
     */
    static @Nullable StopOnExit install() {
        StopOnExit stop = new StopOnExit();
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(stop::run, "redstart-stop"));
            return stop;
        } catch (IllegalStateException e) {
            return null;
        }
    }

    void started(RunningServer running) {
        server.complete(running);
    }

    void failed(Throwable failure) {
        server.completeExceptionally(failure);
    }

    private void run() {
        try {
            server.get(START.toMillis(), TimeUnit.MILLISECONDS).close();
        } catch (ExecutionException e) {
            // it never started, there is nothing to close
            return;
        } catch (TimeoutException e) {
            LoggerFactory.getLogger(StopOnExit.class).warn("The server is ended while it starts");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
