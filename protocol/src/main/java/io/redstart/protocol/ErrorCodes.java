package io.redstart.protocol;

/** The codes of errors that Redstart itself answers with. An application adds its own. */
public final class ErrorCodes {
    /** The message is not one of the protocol. */
    public static final String BAD_MESSAGE = "bad_message";

    /** There is no such method, action, handler or channel. */
    public static final String NOT_FOUND = "not_found";

    /** An argument is missing or does not fit; {@code fields} say which. */
    public static final String INVALID = "invalid";

    /** Nobody knows who the client is. */
    public static final String UNAUTHENTICATED = "unauthenticated";

    /** The client's credentials are no longer valid. */
    public static final String TOKEN_EXPIRED = "token_expired";

    /** The client is known and may not. */
    public static final String FORBIDDEN = "forbidden";

    /** It contradicts what is there. */
    public static final String CONFLICT = "conflict";

    /** The user has as many sessions as it may have. */
    public static final String TOO_MANY_SESSIONS = "too_many_sessions";

    /** Too often; {@code retry} says when again. */
    public static final String RATE_LIMITED = "rate_limited";

    /** The server has too much to do. */
    public static final String OVERLOADED = "overloaded";

    /** The message or the answer is larger than allowed. */
    public static final String TOO_LARGE = "too_large";

    /** The answer did not come in time. */
    public static final String TIMEOUT = "timeout";

    /** The caller cancelled it. */
    public static final String CANCELLED = "cancelled";

    /** What is needed is not there at the moment. */
    public static final String UNAVAILABLE = "unavailable";

    /** The session was lost, and nobody knows whether the call ran. */
    public static final String UNKNOWN_OUTCOME = "unknown_outcome";

    /** The server failed; the log has more under the error's trace. */
    public static final String INTERNAL = "internal";

    private ErrorCodes() {}
}
