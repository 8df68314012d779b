package io.redstart.server.session;

import io.redstart.server.transport.Gathering;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps broadcasts whole: what is pushed to several sessions together reaches all who get two of them in the same
 * order. Otherwise two stores that were told the same actions could end up different.
 */
public final class BroadcastOrder {
    private final ReentrantLock lock = new ReentrantLock();

    BroadcastOrder() {}

    /**
     * Pushes to several sessions, with no other broadcast in between. Nothing is written to a line meanwhile.
     *
     * @param pushes pushes and does nothing else
     */
    public void together(Runnable pushes) {
        Gathering.under(lock, pushes);
    }
}
