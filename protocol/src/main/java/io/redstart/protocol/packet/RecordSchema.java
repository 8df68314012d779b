package io.redstart.protocol.packet;

import io.redstart.api.Bytes;
import io.redstart.api.Float;
import io.redstart.api.Int;
import io.redstart.api.Json;
import io.redstart.api.Packet;
import io.redstart.api.Str;
import io.redstart.api.UInt;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;

/** Reads the schema of a packet from its record. */
public final class RecordSchema {
    private RecordSchema() {}

    /**
     * The schema of a record.
     *
     * @param type a record marked {@link Packet}
     * @return its schema
     * @throws IllegalArgumentException if it is none, or a component cannot be a field
     */
    public static PacketSchema of(Class<?> type) {
        Packet packet = type.getAnnotation(Packet.class);
        RecordComponent[] components = type.getRecordComponents();
        if (packet == null || components == null) {
            throw new IllegalArgumentException("packet: " + type.getName() + " (expected: a record marked @Packet)");
        }
        List<PacketField> fields = new ArrayList<>(components.length);
        for (RecordComponent component : components) {
            fields.add(field(component));
        }
        return new PacketSchema(packet.value(), fields);
    }

    private static PacketField field(RecordComponent component) {
        String name = component.getName();
        Str text = component.getAnnotation(Str.class);
        if (text != null) {
            return new PacketField(name, FieldType.STR, text.value());
        }
        Bytes bytes = component.getAnnotation(Bytes.class);
        if (bytes != null) {
            return new PacketField(name, FieldType.BYTES, bytes.value());
        }
        Json json = component.getAnnotation(Json.class);
        if (json != null) {
            return new PacketField(name, FieldType.JSON, json.value());
        }
        Int signed = component.getAnnotation(Int.class);
        if (signed != null) {
            return sized(name, "int", signed.value());
        }
        UInt unsigned = component.getAnnotation(UInt.class);
        if (unsigned != null) {
            return sized(name, "uint", unsigned.value());
        }
        Float floating = component.getAnnotation(Float.class);
        return floating != null ? sized(name, "float", floating.value()) : plain(name, component.getType());
    }

    private static PacketField sized(String name, String word, int bits) {
        return PacketField.of(name + ":" + word + bits);
    }

    private static PacketField plain(String name, Class<?> type) {
        FieldType field;
        if (type == byte[].class) {
            field = FieldType.BYTES;
        } else {
            field = switch (type.getName()) {
                case "byte" -> FieldType.INT8;
                case "short" -> FieldType.INT16;
                case "int" -> FieldType.INT32;
                case "long" -> FieldType.INT64;
                case "float" -> FieldType.FLOAT32;
                case "double" -> FieldType.FLOAT64;
                case "boolean" -> FieldType.BOOL;
                case "java.lang.String" -> FieldType.STR;
                default ->
                    throw new IllegalArgumentException(
                            name + ": " + type.getSimpleName() + " (expected: to be marked @Json)");
            };
        }
        return new PacketField(name, field, field.usual());
    }
}
