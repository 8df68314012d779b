package io.redstart.server.session;

import io.redstart.server.transport.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Whose messages count: those of one connection, one after the other. The session is handed to another connection
 * between two messages, never in the middle of one, so nothing of the old connection is done behind something of the
 * new one. Nobody waits: who comes in the middle of a message is called when it has been worked off.
 */
final class Incoming {
    private final AtomicReference<State> state = new AtomicReference<>(new Idle(null));

    private sealed interface State {}

    /** Between two messages. */
    private static final class Idle implements State {
        private final @Nullable Connection on;
        private final Busy busy = new Busy(this);

        Idle(@Nullable Connection on) {
            this.on = on;
        }
    }

    /** In the middle of one. */
    private record Busy(Idle behind) implements State {}

    /** Likewise, and some wait for its end. */
    private record Waiting(Idle behind, List<Runnable> then) implements State {
        Waiting and(Runnable last) {
            List<Runnable> all = new ArrayList<>(then);
            all.add(last);
            return new Waiting(behind, all);
        }
    }

    /**
     * A message is about to be worked off.
     *
     * @return false if it is of the past; if not, {@link #leave} must follow
     */
    boolean enter(Connection from) {
        return state.get() instanceof Idle idle && idle.on == from && state.compareAndSet(idle, idle.busy);
    }

    /** It has been worked off. Whoever waited is called. */
    void leave() {
        for (; ; ) {
            State now = state.get();
            if (now instanceof Idle) {
                throw new IllegalStateException("no message is being worked off");
            }
            if (now instanceof Busy busy && state.compareAndSet(busy, busy.behind())) {
                return;
            }
            if (now instanceof Waiting waiting && state.compareAndSet(waiting, waiting.behind())) {
                waiting.then().forEach(Runnable::run);
                return;
            }
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
            State now = Objects.requireNonNull(state.get());
            State next;
            if (now instanceof Idle) {
                next = new Idle(to);
            } else if (now instanceof Busy busy) {
                next = new Waiting(busy.behind(), List.of(then));
            } else {
                next = ((Waiting) now).and(then);
            }
            if (state.compareAndSet(now, next)) {
                return next instanceof Idle;
            }
        }
    }
}
