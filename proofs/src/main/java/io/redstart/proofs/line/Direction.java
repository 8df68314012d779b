package io.redstart.proofs.line;

/** Which way bytes go. */
public enum Direction {
    /** From a client to the server. */
    UP,
    /** From the server to a client. */
    DOWN
}
