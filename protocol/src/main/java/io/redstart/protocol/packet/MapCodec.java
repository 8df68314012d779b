package io.redstart.protocol.packet;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Packets as maps, for schemas that come from a table: whole numbers are {@link Long}, of
 * {@code uint64} {@link BigInteger}, others {@link Double}, JSON is
 * what Jackson makes of it. A key that is no field is refused, and so is a field without a value.
 */
public final class MapCodec implements PacketCodec {
    private static final String MOST_UNSIGNED = "18446744073709551615";

    private final PacketSchema schema;
    private final JsonMapper json;

    /**
     * A codec.
     *
     * @param schema what it writes and reads
     * @param json for fields of JSON
     */
    public MapCodec(PacketSchema schema, JsonMapper json) {
        this.schema = schema;
        this.json = json;
    }

    @Override
    public PacketSchema schema() {
        return schema;
    }

    @Override
    public void write(PacketWriter writer, Object packet) {
        if (!(packet instanceof Map<?, ?> map)) {
            throw new PacketException(
                    schema.name() + ": " + packet.getClass().getName() + " (expected: a map of its fields)");
        }
        List<PacketField> fields = schema.fields();
        int found = 0;
        for (int i = fields.size() - 1; i >= 0; i--) {
            PacketField field = fields.get(i);
            Object value = map.get(field.name());
            if (value == null && !(field.type() == FieldType.JSON && map.containsKey(field.name()))) {
                throw new PacketException(
                        field.name() + ": is missing (expected: " + field.type().word() + ")");
            }
            found++;
            write(writer, field, value);
        }
        if (found < map.size()) {
            map.keySet().stream()
                    .filter(key ->
                            fields.stream().noneMatch(field -> field.name().equals(key)))
                    .findFirst()
                    .ifPresent(key -> {
                        throw new PacketException(schema.name() + ": has no field '" + key + "'");
                    });
        }
    }

    private void write(PacketWriter writer, PacketField field, @Nullable Object value) {
        switch (field.type()) {
            case STR -> writer.text(field, cast(field, value, String.class));
            case BYTES -> writer.counted(field, cast(field, value, byte[].class));
            case JSON -> writer.counted(field, json(field, value));
            case BOOL -> writer.bool(cast(field, value, Boolean.class));
            case FLOAT32, FLOAT64 ->
                writer.floating(field, cast(field, value, Number.class).doubleValue());
            case UINT64 -> writer.integer(field, unsigned(field, cast(field, value, Number.class)));
            default -> writer.integer(field, whole(field, cast(field, value, Number.class)));
        }
    }

    private static <T> T cast(PacketField field, @Nullable Object value, Class<T> type) {
        if (!type.isInstance(value)) {
            throw new PacketException(
                    field.name() + ": " + value + " (expected: " + field.type().word() + ")");
        }
        return type.cast(value);
    }

    private static long unsigned(PacketField field, Number number) {
        BigInteger value = number instanceof BigInteger large ? large : BigInteger.valueOf(whole(field, number));
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw new PacketException(field.name() + ": " + number + " (expected: 0 to " + MOST_UNSIGNED + ")");
        }
        return value.longValue();
    }

    private static long whole(PacketField field, Number number) {
        boolean fits = number instanceof Long
                || number instanceof Integer
                || number instanceof Short
                || number instanceof Byte
                || (number instanceof Double real && real == Math.rint(real) && Math.abs(real) < 1L << 53);
        if (!fits) {
            throw new PacketException(field.name() + ": " + number + " (expected: a whole number)");
        }
        return number.longValue();
    }

    private byte[] json(PacketField field, @Nullable Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JacksonException unfit) {
            throw new PacketException(field.name() + ": does not convert to JSON");
        }
    }

    @Override
    public Map<String, @Nullable Object> read(PacketReader reader) {
        List<PacketField> fields = schema.fields();
        @Nullable Object[] values = new @Nullable Object[fields.size()];
        for (int i = values.length - 1; i >= 0; i--) {
            values[i] = read(reader, fields.get(i));
        }
        Map<String, @Nullable Object> packet = new LinkedHashMap<>();
        for (int i = 0; i < values.length; i++) {
            packet.put(fields.get(i).name(), values[i]);
        }
        return packet;
    }

    private @Nullable Object read(PacketReader reader, PacketField field) {
        return switch (field.type()) {
            case STR -> reader.text(field);
            case BYTES -> reader.counted(field);
            case JSON -> tree(reader, field);
            case BOOL -> reader.bool(field);
            case FLOAT32, FLOAT64 -> reader.floating(field);
            case UINT64 -> new BigInteger(Long.toUnsignedString(reader.integer(field)));
            default -> reader.integer(field);
        };
    }

    private @Nullable Object tree(PacketReader reader, PacketField field) {
        try {
            return json.readValue(reader.counted(field), Object.class);
        } catch (JacksonException broken) {
            throw new PacketException(field.name() + ": is not JSON");
        }
    }
}
