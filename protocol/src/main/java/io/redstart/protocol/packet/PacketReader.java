package io.redstart.protocol.packet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads packets, one after the other, from bytes that stay the caller's. Not safe for several threads. */
public final class PacketReader {
    private static final VarHandle INT16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private int at;

    /**
     * A reader at the beginning.
     *
     * @param bytes holds the packets
     * @param from where they begin
     * @param length how long they are
     */
    public PacketReader(byte[] bytes, int from, int length) {
        this.bytes = bytes;
        this.at = from;
        this.end = from + length;
    }

    /**
     * Whether all was read.
     *
     * @return false while something is left
     */
    public boolean atEnd() {
        return at == end;
    }

    /**
     * The id of the next packet.
     *
     * @return 0 to 65535; its fields are next
     * @throws PacketException if there are not as many bytes
     */
    public int id() {
        return take("id", 2) & 0xFFFF;
    }

    /**
     * How much is left.
     *
     * @return bytes, 0 or more
     */
    public int left() {
        return end - at;
    }

    /**
     * Passes over bytes.
     *
     * @param size how many, at most as many as are left
     */
    public void skip(int size) {
        at += Math.min(size, left());
    }

    /**
     * All that is left.
     *
     * @return a copy; afterwards nothing is left
     */
    public byte[] rest() {
        byte[] rest = Arrays.copyOfRange(bytes, at, end);
        at = end;
        return rest;
    }

    private int take(String what, int size) {
        int start = need(what, size);
        return (short) INT16.get(bytes, start);
    }

    private int need(String what, int size) {
        int start = at;
        if (size > end - start) {
            throw new PacketException(what + ": " + (end - start) + " bytes are left (expected: " + size + ")");
        }
        at = start + size;
        return start;
    }

    long integer(PacketField field) {
        FieldType type = field.type();
        int start = need(field.name(), type.size());
        return switch (type) {
            case INT8 -> bytes[start];
            case UINT8 -> bytes[start] & 0xFF;
            case INT16 -> (short) INT16.get(bytes, start);
            case UINT16 -> (short) INT16.get(bytes, start) & 0xFFFF;
            case INT32 -> (int) INT32.get(bytes, start);
            case UINT32 -> (int) INT32.get(bytes, start) & 0xFFFF_FFFFL;
            default -> (long) INT64.get(bytes, start);
        };
    }

    double floating(PacketField field) {
        int start = need(field.name(), field.type().size());
        return field.type() == FieldType.FLOAT32
                ? Float.intBitsToFloat((int) INT32.get(bytes, start))
                : Double.longBitsToDouble((long) INT64.get(bytes, start));
    }

    boolean bool(PacketField field) {
        byte value = bytes[need(field.name(), 1)];
        if (value != 0 && value != 1) {
            throw new PacketException(field.name() + ": " + value + " (expected: 0 or 1)");
        }
        return value == 1;
    }

    String text(PacketField field) {
        int length = length(field);
        return new String(bytes, at - length, length, StandardCharsets.UTF_8);
    }

    byte[] counted(PacketField field) {
        int length = length(field);
        return Arrays.copyOfRange(bytes, at - length, at);
    }

    /** Passes over a field with a length and says how long it was. */
    private int length(PacketField field) {
        int length = take(field.name(), 2) & 0xFFFF;
        if (length > field.max()) {
            throw new PacketException(field.name() + ": " + length + " bytes (expected: at most " + field.max() + ")");
        }
        need(field.name(), length);
        return length;
    }
}
