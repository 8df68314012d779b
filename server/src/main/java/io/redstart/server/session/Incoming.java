package io.redstart.server.session;

import io.redstart.server.transport.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Whose messages count: those of one connection, one after the other. The session is handed to another connection
 * between two messages, never in the middle of one, so nothing of the old connection is done behind something of the
 * new one. Nobody waits: who comes in the middle of a message is called when it has been worked off.
 */
final class Incoming {
    private static final AtomicReferenceFieldUpdater<Incoming, @Nullable Object> STATE =
            AtomicReferenceFieldUpdater.newUpdater(Incoming.class, Object.class, "state");

    /** In the middle of a message. */
    private static final Object BUSY = new Object();

    /**
     * Between two messages the connection whose turn it is, null before the first one; in the middle of one {@link #BUSY}, or
     * {@link Waiting} if somebody waits for its end. So whoever begins one needs to look at nothing else.
     */
    @SuppressWarnings("UnusedVariable") // read and changed through STATE
    private volatile @Nullable Object state;

    private record Waiting(List<Runnable> then) {
        Waiting and(Runnable last) {
            List<Runnable> all = new ArrayList<>(then);
            all.add(last);
            return new Waiting(all);
        }
    }

    /**
     * A message is about to be worked off.
     *
     * @return false if it is of the past; if not, {@link #leave} must follow
     */
    boolean enter(Connection from) {
        return STATE.compareAndSet(this, from, BUSY);
    }

    /** It has been worked off. Whoever waited is called. */
    void leave(Connection from) {
        if (STATE.compareAndSet(this, BUSY, from)) {
            return;
        }
        if (STATE.getAndUpdate(this, now -> now instanceof Waiting ? from : now) instanceof Waiting waiting) {
            waiting.then().forEach(Runnable::run);
        } else {
            throw new IllegalStateException("no message is being worked off");
        }
    }

    /**
     * From now on messages of another connection count.
     *
     * @param to whose
     * @param then called if that is not possible now, as soon as it is
     * @return false if a message is being worked off
     */
    boolean handTo(Connection to, Runnable then) {
        Object after = STATE.updateAndGet(this, now -> {
            if (now == BUSY) {
                return new Waiting(List.of(then));
            }
            return now instanceof Waiting waiting ? waiting.and(then) : to;
        });
        return after == to;
    }
}
