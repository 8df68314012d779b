package io.redstart.proofs.abuse;

import io.redstart.server.observe.Observer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Counts who is there. */
final class Gauge implements Observer {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger entered = new AtomicInteger();

    @Override
    public void connectionOpened() {
        connections.incrementAndGet();
    }

    @Override
    public void connectionClosed(int code) {
        connections.decrementAndGet();
    }

    @Override
    public void sessionOpened() {
        sessions.incrementAndGet();
    }

    @Override
    public void sessionClosed() {
        sessions.decrementAndGet();
    }

    @Override
    public void resumed(@org.jspecify.annotations.Nullable String why) {
        if (why == null) {
            entered.incrementAndGet();
        }
    }

    /** How many resumed a session. */
    int entered() {
        return entered.get();
    }

    /** Waits until there are no more connections and sessions than that. */
    boolean settles(int there) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (connections.get() > there || sessions.get() > there) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return true;
    }
}
