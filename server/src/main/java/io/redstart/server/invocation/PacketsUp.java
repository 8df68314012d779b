package io.redstart.server.invocation;

import io.redstart.protocol.packet.PacketCodec;
import io.redstart.protocol.packet.PacketSchema;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A packet that clients send, and who takes it.
 *
 * @param codec reads it
 * @param use the bundle of its record; null if its table is in the settings
 * @param methods its handlers; those of a record are all of its bundle
 */
record PacketsUp(PacketCodec codec, @Nullable BundleUse use, List<BoundMethod> methods) {
    PacketsUp {
        methods = List.copyOf(methods);
    }

    PacketSchema schema() {
        return codec.schema();
    }

    /** Holds its bundle; false if that is gone. */
    boolean enter() {
        return use == null || use.enter();
    }

    void exit() {
        if (use != null) {
            use.exit();
        }
    }
}
