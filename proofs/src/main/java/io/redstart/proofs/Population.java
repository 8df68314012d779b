package io.redstart.proofs;

import io.redstart.server.observe.Observer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Counts who is there. */
public final class Population implements Observer {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();
    private final AtomicInteger resumed = new AtomicInteger();

    @Override
    public void connectionOpened(String door) {
        connections.incrementAndGet();
    }

    @Override
    public void connectionClosed(String door, int code) {
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
    public void resumed(@Nullable String why) {
        if (why == null) {
            resumed.incrementAndGet();
        }
    }

    /**
     * How many sessions were gone on with.
     *
     * @return 0 or more
     */
    public int resumed() {
        return resumed.get();
    }

    /**
     * Waits until there are no more connections and sessions than that.
     *
     * @param there how many may be left of each
     * @return false if there are more after a minute
     */
    public boolean settles(int there) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (connections.get() > there || sessions.get() > there) {
            if (System.nanoTime() > end) {
                return false;
            }
            LockSupport.parkNanos(10_000_000);
        }
        return true;
    }

    /**
     * How many connections are open.
     *
     * @return 0 or more
     */
    public int connections() {
        return connections.get();
    }

    /**
     * How many sessions there are, with those whose clients are away.
     *
     * @return 0 or more
     */
    public int sessions() {
        return sessions.get();
    }

    @Override
    public String toString() {
        return connections + " connections, " + sessions + " sessions";
    }
}
