package io.redstart.api;

import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A selection of sessions to tell something at once: it is encoded once for all of them. The selection is looked up
 * when something is pushed, so it may be kept.
 *
 * <p>Two broadcasts reach all who get both in the same order. A call's broadcast leaves when the call has succeeded,
 * after any lock it held is free again; where the order has to be that of changes made under a lock, push with
 * {@link #now()} while it is held.
 *
 * <pre>{@code
 * sessions.all().except(session).emit("joined", name);
 * sessions.all().where(s -> s.attribute("team") == RED).dispatch(action);
 * }</pre>
 */
public interface Recipients extends Recipient {
    /**
     * Leaves one session out.
     *
     * @param session the one
     * @return a smaller selection
     */
    Recipients except(Session session);

    /**
     * Keeps those a condition holds for when something is pushed.
     *
     * @param condition called on the thread that pushes; must not wait
     * @return a smaller selection
     */
    Recipients where(Predicate<? super Session> condition);

    /**
     * The sessions in it right now.
     *
     * @return a stream over a snapshot
     */
    Stream<Session> stream();

    /**
     * How many sessions are in it right now.
     *
     * @return 0 or more
     */
    default int size() {
        return (int) stream().count();
    }

    @Override
    Recipients now();

    @Override
    Recipients lossy();

    @Override
    Recipients latest(String key);
}
