package io.redstart.api;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The call that is running, for methods that want to know about it. A parameter of this type is filled in by the
 * server. Any thread may use it.
 *
 * <pre>{@code
 * @Call
 * public Report yearly(int year, CallContext call) {
 *     for (Month month : Month.values()) {
 *         if (call.cancelled()) throw new CancellationException();
 *         ...
 *     }
 * }
 * }</pre>
 */
public interface CallContext {
    /** What a client wants of a method. */
    enum Kind {
        /** An answer. */
        CALL,
        /** A call that wants none. */
        CAST,
        /** A client's action is handled; the client is told whether it was accepted. */
        ACTION,
        /** A client's event is handled. */
        EVENT,
        /** A client's packet is handled. */
        PACKET,
        /** A text without a name is handled. */
        TEXT,
        /** JSON without a name is handled. */
        JSON,
        /** Bytes without a name are handled. */
        BINARY,
        /** A client wants to join a channel. */
        JOIN,
        /** A client wants to say an action or an event in a channel. */
        PUBLISH,
        /** A client wants to set the state of a channel. */
        SET
    }

    /**
     * How the method is reached.
     *
     * @return the kind
     */
    Kind kind();

    /**
     * The number the client gave the call.
     *
     * @return above 0; 0 for a cast, an event, an action without one, and for what is asked of a channel
     */
    long id();

    /**
     * What is called.
     *
     * @return the name as the client says it, such as {@code todos.add}; the type of an action, the name of an event
     *     or of a packet; the name of the channel that is joined or whose state is set; {@code packets} for a method that
     *     takes all of them, {@code text}, {@code json} and {@code binary} for what has no name
     */
    String target();

    /**
     * The channel in which it happens.
     *
     * @return the channel's name; null if it is nothing of a channel
     */
    default @Nullable String channel() {
        return null;
    }

    /**
     * Who calls. What is pushed through it, from any thread, belongs to this call until the call is answered.
     *
     * @return the session
     */
    Session session();

    /**
     * When the answer is no longer wanted.
     *
     * @return the earlier of the client's deadline and the server's own
     */
    Instant deadline();

    /**
     * How long there is until the deadline.
     *
     * @return zero if it has passed, never negative
     */
    default Duration remaining() {
        Duration left = Duration.between(Instant.now(), deadline());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Whether nobody waits for the answer any more: the client cancelled, the deadline passed or the session ended. A
     * method that blocks is interrupted as well.
     *
     * @return true once it is so
     */
    boolean cancelled();

    /**
     * Runs something when the call is cancelled; at once if it already is.
     *
     * @param action called once at most, on any thread; must not wait
     */
    void onCancel(Runnable action);

    /**
     * The W3C trace context the client sent.
     *
     * @return the {@code traceparent} value, or null if it sent none
     */
    @Nullable
    String traceparent();
}
