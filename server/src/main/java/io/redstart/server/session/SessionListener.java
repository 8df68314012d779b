package io.redstart.server.session;

import io.redstart.api.User;
import org.jspecify.annotations.Nullable;

/** Is told of sessions that begin, have another user and end; must not wait. */
public interface SessionListener {
    /**
     * A session began; its client is connected.
     *
     * @param session the session
     */
    default void opened(LiveSession session) {}

    /**
     * A session has another user: it was signed in or out. It has begun, and may be over already.
     *
     * @param session the session; its user is the new one
     * @param before the user it had, or null if it was a guest's
     */
    default void userChanged(LiveSession session, @Nullable User before) {}

    /**
     * A session is over.
     *
     * @param session the session
     */
    default void closed(LiveSession session) {}
}
