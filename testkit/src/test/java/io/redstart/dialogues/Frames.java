package io.redstart.dialogues;

import io.redstart.protocol.packet.PacketWriter;
import io.redstart.protocol.packet.Packets;
import io.redstart.protocol.packet.RecordCodec;
import io.redstart.protocol.packet.RecordSchema;
import io.redstart.testkit.TestClient;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes frames of packets as a client does, by the tables it was told. */
final class Frames {
    private Frames() {}

    /** What the welcome told. */
    static JsonNode tables(TestClient client) {
        return client.welcome().get("packets");
    }

    static int id(JsonNode tables, String way, String name) {
        for (JsonNode packet : tables.get(way)) {
            if (packet.get(0).stringValue().equals(name)) {
                return packet.get(1).asInt();
            }
        }
        throw new AssertionError(name + " is not in " + tables.get(way));
    }

    /** A frame for the server. */
    static byte[] frame(JsonNode tables, Object... packets) {
        return frame(tables, "up", packets);
    }

    /** A frame of the server, as a client of the testkit hears it. */
    static String heard(JsonNode tables, Object... packets) {
        return "['binary','" + HexFormat.of().formatHex(frame(tables, "down", packets)) + "']";
    }

    private static byte[] frame(JsonNode tables, String way, Object... packets) {
        PacketWriter writer = new PacketWriter(1_000);
        for (Object packet : packets) {
            RecordCodec codec =
                    new RecordCodec(packet.getClass(), RecordSchema.of(packet.getClass()), JsonMapper.shared());
            Packets.write(writer, id(tables, way, codec.schema().name()), codec, packet);
        }
        return writer.toBytes();
    }
}
