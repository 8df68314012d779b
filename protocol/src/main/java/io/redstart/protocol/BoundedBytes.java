package io.redstart.protocol;

import java.io.OutputStream;
import java.util.Arrays;

/** Collects bytes up to a limit. */
final class BoundedBytes extends OutputStream {
    private final int limit;
    private byte[] bytes = new byte[256];
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

    /** On one line: where JSON was written raw, its line breaks become spaces. */
    byte[] toLine() {
        byte[] line = Arrays.copyOf(bytes, size);
        for (int at = 0; at < size; at++) {
            if (line[at] == '\n') {
                line[at] = ' ';
            }
        }
        return line;
    }
}
