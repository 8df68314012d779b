package io.redstart.protocol.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes packets, one after the other, into bytes that grow up to a limit. Not safe for several threads. */
public final class PacketWriter {
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int limit;
    private byte[] bytes = new byte[64];
    private int size;

    /**
     * A writer without packets.
     *
     * @param limit how many bytes may be written
     */
    public PacketWriter(int limit) {
        this.limit = limit;
    }

    /**
     * How much was written.
     *
     * @return bytes
     */
    public int size() {
        return size;
    }

    /**
     * What was written.
     *
     * @return a copy
     */
    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Takes back all that was written. */
    public void clear() {
        size = 0;
    }

    /**
     * Takes back what was written last.
     *
     * @param to how much is to be left, as {@link #size()} said it before
     */
    void back(int to) {
        size = to;
    }

    /** Begins a packet. */
    void id(int id) {
        int at = room(2);
        INT16.set(bytes, at, (short) id);
    }

    void integer(PacketField field, long value) {
        FieldType type = field.type();
        if (value < type.min() || value > type.max()) {
            throw new PacketException(
                    field.name() + ": " + value + " (expected: " + type.min() + " to " + type.max() + ")");
        }
        int at = room(type.size());
        switch (type.size()) {
            case 1 -> bytes[at] = (byte) value;
            case 2 -> INT16.set(bytes, at, (short) value);
            case 4 -> INT32.set(bytes, at, (int) value);
            default -> INT64.set(bytes, at, value);
        }
    }

    void floating(PacketField field, double value) {
        int at = room(field.type().size());
        if (field.type() == FieldType.FLOAT32) {
            if (Double.isFinite(value) && !Float.isFinite((float) value)) {
                throw new PacketException(field.name() + ": " + value + " (expected: a float32)");
            }
            INT32.set(bytes, at, Float.floatToRawIntBits((float) value));
        } else {
            INT64.set(bytes, at, Double.doubleToRawLongBits(value));
        }
    }

    void bool(boolean value) {
        bytes[room(1)] = value ? (byte) 1 : 0;
    }

    void text(PacketField field, String value) {
        int length = value.length();
        int most = Math.min(length, field.max());
        int start = room(2 + most) + 2;
        for (int i = 0; i < most; i++) {
            char each = value.charAt(i);
            if (each >= 0x80) {
                size = start - 2;
                counted(field, value.getBytes(StandardCharsets.UTF_8));
                return;
            }
            bytes[start + i] = (byte) each;
        }
        if (length > field.max()) {
            throw tooLong(field, value.getBytes(StandardCharsets.UTF_8).length);
        }
        INT16.set(bytes, start - 2, (short) length);
    }

    void counted(PacketField field, byte[] value) {
        if (value.length > field.max()) {
            throw tooLong(field, value.length);
        }
        int at = room(2 + value.length);
        INT16.set(bytes, at, (short) value.length);
        System.arraycopy(value, 0, bytes, at + 2, value.length);
    }

    private static PacketException tooLong(PacketField field, int length) {
        return new PacketException(field.name() + ": " + length + " bytes (expected: at most " + field.max() + ")");
    }

    private int room(int more) {
        int at = size;
        if (more > limit - at) {
            throw new PacketException("packets: more than " + limit + " bytes (expected: at most)");
        }
        if (at + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(at + more, Math.min(limit, bytes.length * 2)));
        }
        size = at + more;
        return at;
    }
}
