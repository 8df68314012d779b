package io.redstart.protocol.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Holds the codec of maps to what {@code conformance/packets} says. */
class VectorsTest {
    private static final Path FOLDER = Path.of("..", "conformance", "packets");
    private static final JsonMapper JSON = JsonMapper.shared();

    record Vector(String name, List<String> fields, JsonNode value, String hex) {}

    record Unreadable(String name, List<String> fields, String hex, String text) {}

    record Unwritable(String name, List<String> fields, JsonNode value, String text) {}

    record Broken(List<Unreadable> read, List<Unwritable> write) {}

    @TestFactory
    Stream<DynamicTest> writesAndReads() {
        return Stream.of(JSON.readValue(FOLDER.resolve("vectors.json"), Vector[].class))
                .map(vector -> dynamicTest(vector.name(), () -> {
                    MapCodec codec = codec(vector.fields());
                    Map<String, @Nullable Object> value = value(codec.schema(), vector.value());
                    byte[] bytes = bytes(vector.hex());

                    PacketWriter writer = new PacketWriter(1024);
                    codec.write(writer, value);
                    assertThat(writer.toBytes()).isEqualTo(bytes);

                    PacketReader reader = new PacketReader(bytes, 0, bytes.length);
                    assertThat(codec.read(reader)).usingRecursiveComparison().isEqualTo(value);
                    assertThat(reader.atEnd()).isTrue();
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesBytesThatAreNoPacket() {
        return broken().read().stream()
                .map(each -> dynamicTest(each.name(), () -> {
                    byte[] bytes = bytes(each.hex());
                    assertThatThrownBy(() -> codec(each.fields()).read(new PacketReader(bytes, 0, bytes.length)))
                            .isInstanceOf(PacketException.class)
                            .hasMessageContaining(each.text());
                }));
    }

    @TestFactory
    Stream<DynamicTest> refusesValuesThatDoNotFit() {
        return broken().write().stream()
                .map(each -> dynamicTest(each.name(), () -> {
                    MapCodec codec = codec(each.fields());
                    assertThatThrownBy(() -> codec.write(new PacketWriter(1024), plain(each.value())))
                            .isInstanceOf(PacketException.class)
                            .hasMessageContaining(each.text());
                }));
    }

    private static Broken broken() {
        return JSON.readValue(FOLDER.resolve("broken.json"), Broken.class);
    }

    private static MapCodec codec(List<String> fields) {
        return new MapCodec(PacketSchema.of("it", fields), JSON);
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static Object plain(JsonNode value) {
        return JSON.treeToValue(value, Object.class);
    }

    private static Map<String, @Nullable Object> value(PacketSchema schema, JsonNode json) {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        for (PacketField field : schema.fields()) {
            JsonNode each = json.get(field.name());
            value.put(
                    field.name(),
                    switch (field.type()) {
                        case STR -> each.stringValue();
                        case BYTES -> bytes(each.stringValue());
                        case JSON -> JSON.treeToValue(each, Object.class);
                        case BOOL -> each.booleanValue();
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
