package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.FromClient;
import org.jspecify.annotations.Nullable;

/** A message that may have to wait; it is made at the moment it leaves. */
interface Outgoing {
    /** The message, or null if it is no longer wanted. */
    @Nullable
    FromClient leave();

    /** Whether its owner says it again after the line was lost; it is then not kept. */
    default boolean isSaidAgain() {
        return false;
    }

    /** It cannot leave, ever. */
    void refuse(CallException why);
}
