package io.redstart.client;

import io.redstart.api.CallException;
import io.redstart.protocol.FromClient;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Packets that leave in a frame of their own, or never. */
final class PacketFrame implements Outgoing {
    private final Supplier<byte @Nullable []> bytes;
    private final Consumer<CallException> refused;

    PacketFrame(Supplier<byte @Nullable []> bytes, Consumer<CallException> refused) {
        this.bytes = bytes;
        this.refused = refused;
    }

    /** The frame, or null if it is lost. */
    byte @Nullable [] bytes() {
        return bytes.get();
    }

    @Override
    public @Nullable FromClient leave() {
        return null;
    }

    @Override
    public boolean isSaidAgain() {
        return true; // so that it is not kept when the line is lost
    }

    @Override
    public void refuse(CallException why) {
        refused.accept(why);
    }
}
