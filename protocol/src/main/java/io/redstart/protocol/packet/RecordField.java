package io.redstart.protocol.packet;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Type;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** How one component travels: each kind of Java value has a way of its own, so that nothing is boxed. */
@SuppressWarnings("unused") // what reads and writes is called through method handles
final class RecordField {
    private static final MethodHandles.Lookup OWN = MethodHandles.lookup();

    private final PacketField field;
    private final Class<?> type;
    private final @Nullable ObjectReader jsonReader;
    private final @Nullable ObjectWriter jsonWriter;

    RecordField(PacketField field, Class<?> type, Type generic, JsonMapper json) {
        this.field = field;
        this.type = type;
        boolean tree = field.type() == FieldType.JSON;
        this.jsonReader = tree
                ? json.readerFor(json.constructType(generic)).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                : null;
        this.jsonWriter = tree ? json.writerFor(json.constructType(generic)) : null;
        if (!fits()) {
            throw new IllegalArgumentException(field.name() + ": " + generic.getTypeName() + " as "
                    + field.type().word() + " (expected: " + fitting() + ")");
        }
    }

    private boolean fits() {
        return switch (field.type()) {
            case STR -> type == String.class;
            case BYTES -> type == byte[].class;
            case JSON -> true;
            case BOOL -> type == boolean.class;
            case FLOAT32 -> type == float.class || type == double.class;
            case FLOAT64 -> type == double.class;
            case INT8 -> type == byte.class || type == short.class || type == int.class || type == long.class;
            case UINT8, INT16 -> type == short.class || type == int.class || type == long.class;
            case UINT16, INT32 -> type == int.class || type == long.class;
            case UINT32, INT64, UINT64 -> type == long.class;
        };
    }

    private String fitting() {
        return switch (field.type()) {
            case STR -> "String";
            case BYTES -> "byte[]";
            case JSON -> "anything";
            case BOOL -> "boolean";
            case FLOAT32 -> "float or double";
            case FLOAT64 -> "double";
            case INT8 -> "byte, short, int or long";
            case UINT8, INT16 -> "short, int or long";
            case UINT16, INT32 -> "int or long";
            case UINT32, INT64, UINT64 -> "long";
        };
    }

    private Class<?> carried() {
        return switch (field.type()) {
            case STR -> String.class;
            case BYTES -> byte[].class;
            case JSON -> Object.class;
            case BOOL -> boolean.class;
            case FLOAT32, FLOAT64 -> double.class;
            default -> long.class;
        };
    }

    MethodHandle widened(MethodHandle accessor) {
        return accessor.asType(accessor.type().changeReturnType(carried()));
    }

    /** A handle of {@code (PacketWriter, value)void}. */
    MethodHandle writer() throws ReflectiveOperationException {
        return OWN.bind(this, "write", MethodType.methodType(void.class, PacketWriter.class, carried()));
    }

    /** A handle of {@code (PacketReader)value}. */
    MethodHandle reader() throws ReflectiveOperationException {
        String name = switch (field.type()) {
            case STR -> "text";
            case BYTES -> "counted";
            case JSON -> "tree";
            case BOOL -> "bool";
            case FLOAT32, FLOAT64 -> "floating";
            default -> "integer";
        };
        return OWN.bind(this, name, MethodType.methodType(carried(), PacketReader.class));
    }

    void write(PacketWriter writer, long value) {
        writer.integer(field, value);
    }

    void write(PacketWriter writer, double value) {
        writer.floating(field, value);
    }

    void write(PacketWriter writer, boolean value) {
        writer.bool(value);
    }

    void write(PacketWriter writer, String value) {
        writer.text(field, present(value));
    }

    void write(PacketWriter writer, byte[] value) {
        writer.counted(field, present(value));
    }

    void write(PacketWriter writer, @Nullable Object value) {
        try {
            writer.counted(field, Objects.requireNonNull(jsonWriter).writeValueAsBytes(value));
        } catch (JacksonException unfit) {
            throw new PacketException(field.name() + ": does not convert to JSON");
        }
    }

    private <T> T present(@Nullable T value) {
        if (value == null) {
            throw new PacketException(
                    field.name() + ": is null (expected: " + field.type().word() + ")");
        }
        return value;
    }

    long integer(PacketReader reader) {
        return reader.integer(field);
    }

    double floating(PacketReader reader) {
        return reader.floating(field);
    }

    boolean bool(PacketReader reader) {
        return reader.bool(field);
    }

    String text(PacketReader reader) {
        return reader.text(field);
    }

    byte[] counted(PacketReader reader) {
        return reader.counted(field);
    }

    @Nullable
    Object tree(PacketReader reader) {
        byte[] bytes = reader.counted(field);
        try {
            return Objects.requireNonNull(jsonReader).readValue(bytes);
        } catch (JacksonException broken) {
            throw new PacketException(field.name() + ": is not JSON that fits");
        }
    }
}
