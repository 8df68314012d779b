package io.redstart.server.channel;

import org.jspecify.annotations.Nullable;

/** What a push does to the state of a channel. */
@FunctionalInterface
public interface Change {
    /**
     * Makes the next state. Called under the channel's lock: others wait meanwhile.
     *
     * @param state the state as JSON, or null for none; not to be changed
     * @return the next one as JSON on one line, or null for none
     * @throws RuntimeException if the push is refused: nothing is told and nothing changes
     */
    byte @Nullable [] next(byte @Nullable [] state);
}
