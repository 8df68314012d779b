package io.redstart.server.observe;

import org.jspecify.annotations.Nullable;

/** Is told what happens, on the thread where it happens; must be quick and must not throw. Tells nobody by default. */
public interface Observer {
    /** Watches nothing. */
    Observer NONE = new Observer() {};

    /**
     * A connection was opened.
     *
     * @param door the name of the door it came in by: {@code websocket}, {@code socketred}
     */
    default void connectionOpened(String door) {}

    /**
     * A connection is gone.
     *
     * @param door the name of the door it came in by
     * @param code the close code
     */
    default void connectionClosed(String door, int code) {}

    /** A session began. */
    default void sessionOpened() {}

    /** A session is over. */
    default void sessionClosed() {}

    /**
     * A session came back on a new connection.
     *
     * @param why null if it goes on; otherwise why it could not
     */
    default void resumed(@Nullable String why) {}

    /**
     * Calls were answered, which came and were answered together if there are several.
     *
     * @param target what was called
     * @param calls how many, 1 or more
     * @param nanos how long each took from its arrival, in nanoseconds
     * @param code null for a result; the error's code otherwise
     */
    default void callsAnswered(String target, int calls, long nanos, @Nullable String code) {}

    /**
     * A call, cast, action or event was refused before its method ran: by roles, by a limit, or because its arguments
     * do not fit. What names no method that is there is not told of.
     *
     * @param target what was called
     * @param code the error's code
     */
    default void refused(String target, String code) {}

    /** A peer sent something that is not a message. */
    default void protocolError() {}

    /**
     * A limit refused or ended something.
     *
     * @param limit its name
     */
    default void limitHit(String limit) {}
}
