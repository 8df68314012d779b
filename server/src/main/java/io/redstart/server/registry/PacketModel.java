package io.redstart.server.registry;

import io.redstart.api.Packet;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.RecordSchema;
import java.util.Objects;

/**
 * A record that is a packet.
 *
 * @param type the record
 * @param schema how it is laid out
 * @param way who sends it
 */
public record PacketModel(Class<?> type, PacketSchema schema, Packet.Way way) {
    static PacketModel of(Class<?> type) {
        Packet packet = Objects.requireNonNull(type.getAnnotation(Packet.class));
        return new PacketModel(type, RecordSchema.of(type), packet.way());
    }

    /**
     * Whether clients send it.
     *
     * @return false if the server alone does
     */
    public boolean isUp() {
        return way != Packet.Way.DOWN;
    }

    /**
     * Whether the server sends it.
     *
     * @return false if clients alone do
     */
    public boolean isDown() {
        return way != Packet.Way.UP;
    }
}
