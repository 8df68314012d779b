package io.redstart.server.session;

/** Is told of sessions that begin and end; must not wait. */
public interface SessionListener {
    /**
     * A session began; its client is connected.
     *
     * @param session the session
     */
    default void opened(LiveSession session) {}

    /**
     * A session is over.
     *
     * @param session the session
     */
    default void closed(LiveSession session) {}
}
