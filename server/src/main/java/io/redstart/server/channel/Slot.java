package io.redstart.server.channel;

import org.jspecify.annotations.Nullable;

/** A place for one state of a channel: that of all, or that of one user. Guarded by its channel, apart from its second. */
final class Slot {
    final Channel channel;
    final @Nullable String user;
    /** UTF-8 on one line, not changed; null for no state. */
    byte @Nullable [] json;
    /** When it ends, in milliseconds of the clock; {@link Long#MAX_VALUE} for never. */
    long until = Long.MAX_VALUE;
    /** Where it stands in the wheel; guarded by the wheel. */
    long second = Wheel.NOWHERE;

    Slot(Channel channel, @Nullable String user) {
        this.channel = channel;
        this.user = user;
    }
}
