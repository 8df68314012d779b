package io.redstart.server.session;

/** Why a session cannot go on: the words of the protocol. */
final class Resumption {
    /** There is no such session, or the key does not fit. */
    static final String UNKNOWN = "unknown";
    /** Nobody came back in time. */
    static final String EXPIRED = "expired";
    /** It is of another user. */
    static final String DENIED = "denied";
    /** What the client has not had is not kept any more. */
    static final String GAP = "gap";

    private Resumption() {}
}
