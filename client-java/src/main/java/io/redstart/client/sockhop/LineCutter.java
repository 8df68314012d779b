package io.redstart.client.sockhop;

import java.util.Arrays;

/** Cuts bytes that come in any pieces into lines. One thread at a time. */
final class LineCutter {
    private static final int KEPT = 8 * 1024;

    private final byte[] terminator;
    private final int longest;
    private byte[] begun = new byte[KEPT];
    private int length;

    /** Takes the lines. */
    interface Lines {
        /** A line, without what ends it; its bytes are there until this returns. */
        void line(byte[] bytes, int from, int length);
    }

    LineCutter(byte[] terminator, int longest) {
        this.terminator = terminator;
        this.longest = longest;
    }

    /** Takes more bytes; false if a line is longer than it may be. */
    boolean add(byte[] bytes, int count, Lines lines) {
        int searched = Math.max(0, length - terminator.length + 1);
        if (length + count > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(length + count, 2 * begun.length));
        }
        System.arraycopy(bytes, 0, begun, length, count);
        length += count;
        int start = 0;
        for (int end = find(searched); end >= 0; end = find(start)) {
            if (end - start > longest) {
                return false;
            }
            lines.line(begun, start, end - start);
            start = end + terminator.length;
        }
        if (start > 0) {
            System.arraycopy(begun, start, begun, 0, length - start);
            length -= start;
            if (length < KEPT && begun.length > KEPT) {
                begun = Arrays.copyOf(begun, KEPT);
            }
        }
        return length <= longest + terminator.length;
    }

    private int find(int from) {
        for (int at = from; at <= length - terminator.length; at++) {
            if (begun[at] == terminator[0]
                    && Arrays.equals(begun, at, at + terminator.length, terminator, 0, terminator.length)) {
                return at;
            }
        }
        return -1;
    }
}
