package io.redstart.protocol;

import java.io.Serial;

/** A message of ours would be larger than allowed. */
public final class TooLargeException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    TooLargeException(int limit) {
        super("larger than " + limit + " bytes", null, false, false);
    }
}
