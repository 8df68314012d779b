package io.redstart.server.door.fire;

import java.util.Arrays;

/**
 * Cuts bytes that come in any pieces into the frames of control: how long the body is in four bytes, the lowest first; the
 * body; a zero. A body that came in one piece is not copied, and room for another is made as it comes. One thread at a
 * time.
 */
final class ControlFrames {
    private static final int HEAD = 4;
    private static final byte[] EMPTY = {};

    private final int longest;
    private int headLength;
    private int length;
    private byte[] begun = EMPTY;
    private int have;

    /** Takes the bodies. */
    interface Bodies {
        /** A body; false to be told no more. */
        boolean body(byte[] bytes, int from, int length);
    }

    /** Nothing has come yet; a body may have so many bytes. */
    ControlFrames(int longest) {
        this.longest = longest;
    }

    /**
     * Some bytes have come.
     *
     * @return false if they are no frames: a length below 0 or above what may be, or no zero behind a body. What follows
     *     cannot be told apart then
     */
    boolean add(byte[] bytes, int from, int count, Bodies to) {
        int at = from;
        int end = from + count;
        while (at < end) {
            if (headLength < HEAD) {
                length |= (bytes[at++] & 0xff) << (8 * headLength++);
                if (headLength == HEAD && (length < 0 || length > longest)) {
                    return false;
                }
                continue;
            }
            int missing = length + 1 - have;
            if (have == 0 && end - at >= missing) {
                int start = at;
                at += missing;
                if (!whole(bytes, start, to)) {
                    return false;
                }
                continue;
            }
            int part = Math.min(missing, end - at);
            keep(bytes, at, part);
            at += part;
            if (have == length + 1) {
                byte[] body = begun;
                begun = EMPTY;
                if (!whole(body, 0, to)) {
                    return false;
                }
            }
        }
        return true;
    }

    private void keep(byte[] bytes, int from, int count) {
        if (have + count > begun.length) {
            begun = Arrays.copyOf(begun, Math.min(length + 1, Math.max(2 * begun.length, have + count)));
        }
        System.arraycopy(bytes, from, begun, have, count);
        have += count;
    }

    private boolean whole(byte[] bytes, int from, Bodies to) {
        int size = length;
        headLength = 0;
        length = 0;
        have = 0;
        return bytes[from + size] == 0 && to.body(bytes, from, size);
    }

    /** Whether a frame has begun that is not whole. */
    boolean isWithin() {
        return headLength > 0;
    }
}
