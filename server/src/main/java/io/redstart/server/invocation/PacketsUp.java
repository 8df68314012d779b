package io.redstart.server.invocation;

import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.RecordCodec;
import java.util.List;

/**
 * A packet that clients send, and who takes it.
 *
 * @param codec reads it
 * @param use the bundle of its record
 * @param methods its handlers, all of that bundle
 */
record PacketsUp(RecordCodec codec, BundleUse use, List<BoundMethod> methods) {
    PacketsUp {
        methods = List.copyOf(methods);
    }

    PacketSchema schema() {
        return codec.schema();
    }
}
