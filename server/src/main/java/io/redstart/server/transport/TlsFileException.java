package io.redstart.server.transport;

import java.io.Serial;

/** A file for TLS that cannot be used; the message names the setting, the file and what was expected of it. */
public final class TlsFileException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    TlsFileException(String message) {
        super(message);
    }
}
