package io.redstart.testkit;

import java.io.Serial;

/** A client was not let in; over a socket it would have had an HTTP answer. */
public final class RefusedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final int status;

    RefusedException(int status, String reason) {
        super(reason);
        this.status = status;
    }

    /**
     * The status of the HTTP answer.
     *
     * @return 401 if the authenticator refused, 500 if it failed
     */
    public int status() {
        return status;
    }
}
