package io.redstart.protocol;

/** Why a connection is closed. Clients come back after 4000 to 4499 and stay away after 4500 to 4999. */
public enum CloseCode {
    /** The session was ended on purpose; nothing is wrong. */
    NORMAL(1000),
    /** The server stops or restarts. */
    GOING_AWAY(4001),
    /** The client acknowledged what was never sent. */
    POSITION_IMPOSSIBLE(4400),
    /** The credentials ran out. */
    TOKEN_EXPIRED(4401),
    /** The client reads too slowly. */
    TOO_SLOW(4408),
    /** The same session came back on a newer connection. */
    TAKEN_OVER(4409),
    /** The client missed a push. */
    GAP(4410),
    /** The client sends too much. */
    TOO_MANY_MESSAGES(4429),
    /** The peer does not speak the protocol. */
    BAD_PROTOCOL(4500),
    /** The client was refused. */
    NOT_AUTHENTICATED(4501),
    /** There are too many connections. */
    TOO_MANY_CONNECTIONS(4503),
    /** The namespace is not there, or not any more. */
    NO_NAMESPACE(4504),
    /** The client is known and may not be here. */
    FORBIDDEN(4507),
    /** The client made too many mistakes. */
    TOO_MANY_ERRORS(4509);

    private final int code;

    CloseCode(int code) {
        this.code = code;
    }

    /**
     * The number in the close frame.
     *
     * @return 1000, or 4000 to 4999
     */
    public int code() {
        return code;
    }

    /**
     * Whether a client should come back after a connection was closed so. A session that is over for good says so in a
     * bye; a bare 1000 may be of something in between.
     *
     * @param code any close code, also of the WebSocket standard
     * @return false for 4500 to 4999
     */
    public static boolean comesBack(int code) {
        return code < 4500 || code > 4999;
    }
}
