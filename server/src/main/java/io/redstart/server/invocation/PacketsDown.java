package io.redstart.server.invocation;

import io.redstart.protocol.packet.MapCodec;
import io.redstart.protocol.packet.PacketException;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.PacketWriter;
import io.redstart.protocol.packet.Packets;
import io.redstart.protocol.packet.RecordCodec;
import io.redstart.protocol.packet.RecordSchema;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.json.JsonMapper;

/** Turns the packets of one bundle into bytes. What it remembers of their classes goes with the bundle. */
final class PacketsDown {
    private final PacketIds ids;
    private final JsonMapper mapper;
    private final int most;
    private final Map<Class<?>, Known> known = new ConcurrentHashMap<>(4);

    PacketsDown(PacketIds ids, JsonMapper mapper, int most) {
        this.ids = ids;
        this.mapper = mapper;
        this.most = most;
    }

    private record Known(int id, RecordCodec codec) {}

    PacketWriter writer() {
        return new PacketWriter(most);
    }

    byte[] encode(Object packet) {
        PacketWriter writer = writer();
        write(writer, packet);
        return writer.toBytes();
    }

    /** The writer is as before if the packet does not fit. */
    void write(PacketWriter writer, Object packet) {
        Known its = known.get(packet.getClass());
        if (its == null) {
            its = find(packet.getClass());
        }
        try {
            Packets.write(writer, its.id(), its.codec(), packet);
        } catch (PacketException unfit) {
            throw new IllegalArgumentException(unfit.getMessage(), unfit);
        }
    }

    byte[] encode(String name, Map<String, ?> values) {
        PacketWriter writer = writer();
        write(writer, name, values);
        return writer.toBytes();
    }

    /** The writer is as before if the packet does not fit. */
    void write(PacketWriter writer, String name, Map<String, ?> values) {
        PacketIds.Down its = ids.down(name);
        if (its == null) {
            throw new IllegalArgumentException("packet: '" + name
                    + "' (expected: one that is deployed or in the settings, and sent by the server)");
        }
        try {
            Packets.write(writer, its.id(), new MapCodec(its.schema(), mapper), values);
        } catch (PacketException unfit) {
            throw new IllegalArgumentException(unfit.getMessage(), unfit);
        }
    }

    /** A frame of bytes that are no packet. */
    byte[] raw(byte[] bytes) {
        if (bytes.length > most) {
            throw new IllegalArgumentException("binary: " + bytes.length + " bytes (expected: at most " + most + ")");
        }
        return Packets.raw(bytes);
    }

    private Known find(Class<?> type) {
        PacketSchema schema = RecordSchema.of(type);
        Integer id = ids.down(schema);
        if (id == null) {
            throw new IllegalArgumentException(
                    "packet: " + type.getName() + " (expected: one that is deployed, and sent by the server)");
        }
        Known found = new Known(id, new RecordCodec(type, schema, mapper));
        known.put(type, found);
        return found;
    }
}
