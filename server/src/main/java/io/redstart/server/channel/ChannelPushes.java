package io.redstart.server.channel;

import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.FromClient.Position;
import org.jspecify.annotations.Nullable;

/** What channels themselves tell their members, as bytes. */
interface ChannelPushes {
    /** The state, whole; {@code json} is null for none. */
    EncodedPush state(String channel, Position at, byte @Nullable [] json);

    /** A user came, or went with their last session. */
    EncodedPush presence(String channel, String user, boolean here);

    /** The receiver was taken out. */
    EncodedPush left(String channel, String why);
}
