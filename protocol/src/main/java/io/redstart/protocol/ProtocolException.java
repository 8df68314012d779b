package io.redstart.protocol;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The peer broke the protocol: what it sent is not a message. It is answered if an id could be read. */
public final class ProtocolException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final @Nullable Long id;

    /**
     * A message that is none.
     *
     * @param message the thing, its value and what was expected; reaches the peer
     * @param id the id of what it would have asked, or null if none could be read
     */
    public ProtocolException(String message, @Nullable Long id) {
        super(message, null, false, false);
        this.id = id;
    }

    /**
     * The id to answer.
     *
     * @return the id, or null if none could be read
     */
    public @Nullable Long id() {
        return id;
    }
}
