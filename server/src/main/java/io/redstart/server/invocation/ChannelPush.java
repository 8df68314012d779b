package io.redstart.server.invocation;

import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.server.channel.Placed;
import io.redstart.server.session.LiveSession;
import org.jspecify.annotations.Nullable;

/**
 * Something said in a channel: written once, and told where it stands and who caused it.
 *
 * @param writer wrote it
 * @param said what everybody is told, but for that
 * @param user who caused it, or null
 * @param cause whose call caused it, or null for none
 * @param callId the number of that call, 0 for none
 */
record ChannelPush(
        MessageWriter writer,
        EncodedPush said,
        @Nullable String user,
        @Nullable LiveSession cause,
        long callId) implements Placed {
    @Override
    public EncodedPush at(long offset) {
        return writer.with(said, new PushMeta(null, user, offset));
    }

    @Override
    public EncodedPush own(long offset, EncodedPush shared) {
        return callId == 0 ? shared : writer.with(said, new PushMeta(callId, user, offset));
    }
}
