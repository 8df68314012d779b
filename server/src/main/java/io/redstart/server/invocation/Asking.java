package io.redstart.server.invocation;

import io.redstart.api.Authenticator;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** An authenticator that is being asked. It is over when it has answered, or when it has taken too long. */
final class Asking implements Runnable {
    private final Supplier<Authenticator> authenticator;
    private final Handshake handshake;
    private final long since;
    private final CompletableFuture<Decision> answer = new CompletableFuture<>();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Thread runner;

    Asking(Supplier<Authenticator> authenticator, Handshake handshake, long since) {
        this.authenticator = authenticator;
        this.handshake = handshake;
        this.since = since;
    }

    CompletableFuture<Decision> answer() {
        return answer;
    }

    @Override
    public void run() {
        if (!begin()) {
            return;
        }
        try {
            authenticator.get().authenticate(handshake).whenComplete(this::answered);
        } catch (Throwable thrown) {
            answer.completeExceptionally(thrown);
        } finally {
            end();
        }
    }

    private void answered(@Nullable Decision decision, @Nullable Throwable thrown) {
        if (decision != null) {
            answer.complete(decision);
        } else {
            answer.completeExceptionally(
                    thrown == null ? new IllegalStateException("It answered null (expected: a decision)") : thrown);
        }
    }

    private boolean begin() {
        lock.lock();
        try {
            runner = answer.isDone() ? null : Thread.currentThread();
            return runner != null;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the thread back, without an interrupt that was meant for the authenticator. */
    private void end() {
        lock.lock();
        try {
            runner = null;
            Thread.interrupted();
        } finally {
            lock.unlock();
        }
    }

    /** Waits no longer if it has been asked for too long; what it still says is not heard. */
    void giveUp(long now, long patience) {
        if (now - since <= patience
                || !answer.completeExceptionally(
                        new TimeoutException("It did not answer within " + patience + " ms"))) {
            return;
        }
        lock.lock();
        try {
            if (runner != null) {
                runner.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }
}
