package io.redstart.protocol;

import java.io.OutputStream;
import java.util.Arrays;

/** Collects bytes up to a limit, of one line after the other. */
final class BoundedBytes extends OutputStream {
    private static final int FIRST = 256;
    /** What a longer line made it grow to is not kept. */
    private static final int MAX_KEPT = 1 << 16;

    private final int limit;
    private byte[] bytes = new byte[FIRST];
    private int size;

    BoundedBytes(int limit) {
        this.limit = limit;
    }

    @Override
    public void write(int b) {
        room(1);
        bytes[size++] = (byte) b;
    }

    @Override
    public void write(byte[] from, int offset, int length) {
        room(length);
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    private void room(int more) {
        if (more > limit - size) {
            throw new TooLargeException(limit);
        }
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    /** On one line: where JSON was written raw, its line breaks become spaces. It is empty then. */
    byte[] takeLine() {
        byte[] line = Arrays.copyOf(bytes, size);
        for (int at = 0; (at = Bytes.next(line, at, line.length, '\n')) < line.length; ) {
            line[at] = ' ';
        }
        size = 0;
        if (bytes.length > MAX_KEPT) {
            bytes = new byte[FIRST];
        }
        return line;
    }
}
