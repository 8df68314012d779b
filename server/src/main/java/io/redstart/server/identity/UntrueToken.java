package io.redstart.server.identity;

/** A token that is not believed. The message names the check that failed, and nothing that the token says. */
final class UntrueToken extends Exception {
    private static final long serialVersionUID = 1L;

    UntrueToken(String check) {
        super(check, null, false, false);
    }
}
