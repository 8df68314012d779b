package io.redstart.protocol.packet;

import java.io.Serial;

/** Bytes that are no packet, or a value that does not fit a field. The message names it and what was expected. */
public final class PacketException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * With what is wrong.
     *
     * @param message names the packet and the field, the value and what was expected
     */
    public PacketException(String message) {
        super(message, null, false, false);
    }
}
