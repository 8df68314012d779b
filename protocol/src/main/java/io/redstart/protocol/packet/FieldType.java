package io.redstart.protocol.packet;

import java.util.Locale;

/** How a field of a packet is laid out. Numbers are little-endian. */
public enum FieldType {
    /** A u16 length in bytes, then UTF-8. */
    STR(2, 256, 0, 0),
    /** A u16 length, then the bytes. */
    BYTES(2, 1024, 0, 0),
    /** A u16 length in bytes, then JSON in UTF-8. */
    JSON(2, 8192, 0, 0),
    /** One byte, 0 or 1. */
    BOOL(1, 0, 0, 1),
    /** One byte with a sign. */
    INT8(1, 0, Byte.MIN_VALUE, Byte.MAX_VALUE),
    /** Two bytes with a sign. */
    INT16(2, 0, Short.MIN_VALUE, Short.MAX_VALUE),
    /** Four bytes with a sign. */
    INT32(4, 0, Integer.MIN_VALUE, Integer.MAX_VALUE),
    /** Eight bytes with a sign. */
    INT64(8, 0, Long.MIN_VALUE, Long.MAX_VALUE),
    /** One byte. */
    UINT8(1, 0, 0, 0xFF),
    /** Two bytes. */
    UINT16(2, 0, 0, 0xFFFF),
    /** Four bytes. */
    UINT32(4, 0, 0, 0xFFFF_FFFFL),
    /** Eight bytes; as a {@code long}, what is above its range is below zero. */
    UINT64(8, 0, Long.MIN_VALUE, Long.MAX_VALUE),
    /** IEEE 754, four bytes. */
    FLOAT32(4, 0, 0, 0),
    /** IEEE 754, eight bytes. */
    FLOAT64(8, 0, 0, 0);

    /** The most a field with a length may have: as much as the length can say. */
    static final int MOST = 0xFFFF;

    private final int size;
    private final int usual;
    private final long min;
    private final long max;

    FieldType(int size, int usual, long min, long max) {
        this.size = size;
        this.usual = usual;
        this.min = min;
        this.max = max;
    }

    /**
     * How it is called in a table.
     *
     * @return such as {@code uint16}
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * How many bytes it takes at least; with a length, those of the length.
     *
     * @return 1 to 8
     */
    public int size() {
        return size;
    }

    /**
     * Whether a length stands before it.
     *
     * @return true for texts, bytes and JSON
     */
    public boolean hasLength() {
        return usual > 0;
    }

    /**
     * Whether it is a whole number.
     *
     * @return true for those with and without a sign
     */
    public boolean isInteger() {
        return this != BOOL && !hasLength() && this != FLOAT32 && this != FLOAT64;
    }

    /** The most bytes it may have where a table does not say; 0 for those without a length. */
    int usual() {
        return usual;
    }

    long min() {
        return min;
    }

    long max() {
        return max;
    }
}
