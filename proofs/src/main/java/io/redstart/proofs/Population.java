package io.redstart.proofs;

import io.redstart.server.observe.Observer;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who is there. */
public final class Population implements Observer {
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger sessions = new AtomicInteger();

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
