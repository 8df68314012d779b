package io.redstart.protocol;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;

/**
 * Reads the payload of a message while the message is being read, so that arguments are bound from the tokens to the
 * types of the method they are for.
 */
@FunctionalInterface
public interface PayloadReader {
    /** What the payload belongs to. */
    enum Kind {
        /** Arguments of a call, cast or ask; {@code target} is the method or handler. */
        ARGS,
        /** An action; {@code target} is the channel it is in, or null. */
        ACTION,
        /**
         * The data of an event; {@code target} is its name. With an {@code id} it is published in a channel. Or JSON that has
         * no name.
         */
        DATA,
        /** The value of an answer or an item; {@code id} is what it answers. */
        VALUE,
        /** A channel's state; {@code target} is the channel. */
        STATE,
        /** The data of an error. */
        ERROR_DATA
    }

    /**
     * Reads one payload.
     *
     * @param kind what it belongs to
     * @param id the id of the message, 0 if it has none
     * @param target the name in the message, or null if it has none
     * @param parser stands at the payload's first token, and must stand at its last one on return
     * @return what was made of it
     */
    @Nullable
    Object read(Kind kind, long id, @Nullable String target, JsonParser parser);
}
