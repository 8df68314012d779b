package io.redstart.server.session;

import io.redstart.server.transport.Connection;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whose messages count: those of one connection, one after the other. The session is handed to another connection
 * between two messages, never in the middle of one, so nothing of the old connection is done behind something of the
 * new one. Nobody waits: who comes in the middle of a message is called when it has been worked off.
 */
final class Incoming {
    /** The connection between two messages; {@link Busy} in the middle of one; {@link Waiting} if somebody waits. */
    private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

    private volatile @Nullable Busy busy;

    private record Busy(Connection on) {}

    private record Waiting(Runnable then) {}

    /**
     * A message is about to be worked off.
     *
     * @return false if it is of the past; if not, {@link #leave} must follow
     */
    boolean enter(Connection from) {
        Busy mine = busy;
        return mine != null && mine.on() == from && state.compareAndSet(from, mine);
    }

    /** It has been worked off. */
    void leave(Connection from) {
        Object now = state.get();
        if (now instanceof Busy && state.compareAndSet(now, from)) {
            return;
        }
        if (state.getAndSet(from) instanceof Waiting waiting) {
            waiting.then().run();
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
        for (; ; ) {
            Object now = state.get();
            if (now instanceof Waiting before) {
                Runnable both = () -> {
                    before.then().run();
                    then.run();
                };
                if (state.compareAndSet(now, new Waiting(both))) {
                    return false;
                }
            } else if (now instanceof Busy) {
                if (state.compareAndSet(now, new Waiting(then))) {
                    return false;
                }
            } else if (state.compareAndSet(now, to)) {
                busy = new Busy(to);
                return true;
            }
        }
    }
}
