package io.redstart.server.door.sockizy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.redstart.protocol.packet.MapCodec;
import io.redstart.protocol.packet.PacketField;
import io.redstart.protocol.packet.PacketReader;
import io.redstart.protocol.packet.PacketSchema;
import io.redstart.protocol.packet.PacketWriter;
import io.redstart.protocol.packet.Packets;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.transport.FrameCodec;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What sockizy itself was seen to send is understood, and what it was seen to take is sent, in both generations. */
class SockizyVectorsTest {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final JsonNode VECTORS = read();
    private static final PacketSettings TABLES = new PacketSettings(table("up"), table("down"), table("shared"));

    private static JsonNode read() {
        try (InputStream in = SockizyVectorsTest.class.getResourceAsStream("vectors.json")) {
            return JSON.readTree(in);
        } catch (java.io.IOException unreadable) {
            throw new java.io.UncheckedIOException(unreadable);
        }
    }

    private static Map<String, List<String>> table(String name) {
        Map<String, List<String>> table = new LinkedHashMap<>();
        VECTORS.get("tables").get(name).properties().forEach(entry -> {
            List<String> fields = new ArrayList<>();
            entry.getValue().forEach(field -> fields.add(field.stringValue()));
            table.put(entry.getKey(), fields);
        });
        return table;
    }

    @TestFactory
    Stream<DynamicTest> areUnderstood() {
        return each("down", (generation, vector, hex) -> {
            SockizyPackets packets = new SockizyPackets(Tables.of(generation, TABLES), generation);
            PacketSchema schema = schema(TABLES.toServer(), vector);
            byte[] frame = packets.toServer(hex, 0, hex.length);
            PacketReader reader = new PacketReader(frame, 0, frame.length);
            assertThat(reader.id()).isEqualTo(serverId(TABLES.toServer(), schema, Tables.UP));
            assertThat(new MapCodec(schema, JSON).read(reader))
                    .usingRecursiveComparison()
                    .withEqualsForType(Double::equals, Double.class)
                    .isEqualTo(value(schema, vector.get("value")));
            assertThat(reader.atEnd()).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> areSent() {
        return each("up", (generation, vector, hex) -> {
            assertThat(sent(generation, List.of(vector))).containsExactly(hex);
        });
    }

    @TestFactory
    Stream<DynamicTest> areSentTogether() {
        return IntStream.of(1, 2)
                .mapToObj(generation -> dynamicTest("generation " + generation, () -> {
                    JsonNode bundle = VECTORS.get("bundle");
                    List<JsonNode> packets = new ArrayList<>();
                    bundle.get("packets").forEach(packets::add);
                    List<byte[]> frames = new ArrayList<>();
                    bundle.get(word(generation)).forEach(hex -> frames.add(bytes(hex)));
                    assertThat(sent(generation, packets)).containsExactlyElementsOf(frames);
                }));
    }

    private interface Shown {
        void show(int generation, JsonNode vector, byte[] hex);
    }

    private static Stream<DynamicTest> each(String notTheWay, Shown shown) {
        return VECTORS.get("packets")
                .valueStream()
                .filter(vector -> !vector.get("way").stringValue().equals(notTheWay))
                .flatMap(vector -> IntStream.of(1, 2)
                        .filter(generation -> vector.has(word(generation)))
                        .mapToObj(generation -> dynamicTest(
                                vector.get("name") + " of generation " + generation + ": " + vector.get("value"),
                                () -> shown.show(generation, vector, bytes(vector.get(word(generation)))))));
    }

    private static String word(int generation) {
        return generation == 1 ? "one" : "two";
    }

    private static byte[] bytes(JsonNode hex) {
        return HexFormat.of().parseHex(hex.stringValue().replace(" ", ""));
    }

    /** The server writes them all into one frame. */
    private static List<byte[]> sent(int generation, List<JsonNode> vectors) {
        PacketWriter writer = new PacketWriter(1 << 16);
        for (JsonNode vector : vectors) {
            PacketSchema schema = schema(TABLES.toClients(), vector);
            Packets.write(
                    writer,
                    serverId(TABLES.toClients(), schema, Tables.DOWN),
                    new MapCodec(schema, JSON),
                    value(schema, vector.get("value")));
        }
        byte[] frame = writer.toBytes();
        List<byte[]> frames = new ArrayList<>();
        new SockizyPackets(Tables.of(generation, TABLES), generation)
                .toClient(frame, 0, frame.length, new FrameCodec.Frames() {
                    @Override
                    public void text(byte[] bytes) {
                        throw new AssertionError("a text");
                    }

                    @Override
                    public void binary(byte[] bytes) {
                        frames.add(bytes);
                    }

                    @Override
                    public void ping() {
                        throw new AssertionError("a ping");
                    }
                });
        return frames;
    }

    private static PacketSchema schema(List<PacketSchema> schemas, JsonNode vector) {
        return schemas.stream()
                .filter(each -> each.name().equals(vector.get("name").stringValue()))
                .findFirst()
                .orElseThrow();
    }

    private static int serverId(List<PacketSchema> schemas, PacketSchema schema, int first) {
        return first + schemas.size() - schemas.indexOf(schema);
    }

    private static Map<String, @Nullable Object> value(PacketSchema schema, JsonNode json) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        for (PacketField field : schema.fields()) {
            JsonNode each = json.get(field.name());
            value.put(
                    field.name(),
                    switch (field.type()) {
                        case STR -> each.stringValue();
                        case BYTES -> bytes(each);
                        case JSON -> JSON.treeToValue(each, Object.class);
                        case FLOAT32, FLOAT64 ->
                            each.isString() ? Double.valueOf(each.stringValue()) : each.doubleValue();
                        case INT64 -> Long.valueOf(each.stringValue());
                        case UINT64 -> new BigInteger(each.stringValue());
                        default -> each.longValue();
                    });
        }
        return value;
    }
}
