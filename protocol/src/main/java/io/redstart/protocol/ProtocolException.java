package io.redstart.protocol;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The peer broke the protocol: what it sent is not a message. It is answered if an id could be read. */
public final class ProtocolException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    private final @Nullable Long id;
    private final boolean answer;

    /**
     * A message that is none.
     *
     * @param message the thing, its value and what was expected; reaches the peer
     * @param id the id of what it would have asked, or null if none could be read
     */
    public ProtocolException(String message, @Nullable Long id) {
        this(message, id, false);
    }

    ProtocolException(String message, @Nullable Long id, boolean answer) {
        super(message, null, false, false);
        this.id = id;
        this.answer = answer;
    }

    /**
     * Whether it would have been an answer. Its id is then one that the reader had chosen, and nothing is answered.
     *
     * @return true for a broken {@code ret} or {@code err}
     */
    public boolean isAnswer() {
        return answer;
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
