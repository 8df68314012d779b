package io.redstart.server.channel;

import io.redstart.protocol.EncodedPush;
import io.redstart.server.session.LiveSession;
import org.jspecify.annotations.Nullable;

/** A push that gets its place in a channel in the step in which it is told. */
public interface Placed {
    /**
     * Makes it.
     *
     * @param offset its place
     * @return what all receivers share
     */
    EncodedPush at(long offset);

    /**
     * Makes it for who caused it, who may be told which call did.
     *
     * @param offset its place
     * @param shared what all others share
     * @return what the cause is told
     */
    default EncodedPush own(long offset, EncodedPush shared) {
        return shared;
    }

    /**
     * Who caused it.
     *
     * @return a session, or null for none
     */
    default @Nullable LiveSession cause() {
        return null;
    }
}
