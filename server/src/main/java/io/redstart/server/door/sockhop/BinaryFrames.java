package io.redstart.server.door.sockhop;

import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * Cuts bytes that come in any pieces into frames, each behind its length and a number that says what it is. The length is
 * looked at before anything is kept. One thread at a time.
 */
final class BinaryFrames {
    /** What {@link #add} says of a frame that is too long. */
    static final int TOO_LONG = -1;

    private static final int HEAD = 5;
    private static final byte[] EMPTY = {};

    private final IntSupplier longest;
    private final byte[] head = new byte[HEAD];
    private int headLength;
    private byte[] payload = EMPTY;
    private int length;
    private int expected;

    /** Takes the frames. */
    interface Frames {
        /** A frame; false to be told no more for now. */
        boolean frame(int id, byte[] bytes, int from, int length);
    }

    /** Nothing has come yet. {@code longest} says how long a payload may be at the moment. */
    BinaryFrames(IntSupplier longest) {
        this.longest = longest;
    }

    /** More bytes have come: says how many were taken, or {@link #TOO_LONG}. */
    int add(byte[] bytes, int from, int count, Frames frames) {
        int at = from;
        int end = from + count;
        while (at < end) {
            if (headLength < HEAD) {
                int part = Math.min(HEAD - headLength, end - at);
                System.arraycopy(bytes, at, head, headLength, part);
                headLength += part;
                at += part;
                if (headLength < HEAD) {
                    break;
                }
                long size = littleEndian(head, 0);
                if (size > longest.getAsInt()) {
                    return TOO_LONG;
                }
                expected = (int) size;
            }
            boolean goesOn = true;
            if (length == 0 && end - at >= expected) {
                int start = at;
                at += expected;
                headLength = 0;
                goesOn = frames.frame(head[HEAD - 1] & 0xFF, bytes, start, expected);
            } else {
                int part = Math.min(expected - length, end - at);
                keep(bytes, at, part);
                at += part;
                if (length == expected) {
                    byte[] whole = payload;
                    payload = EMPTY;
                    length = 0;
                    headLength = 0;
                    goesOn = frames.frame(head[HEAD - 1] & 0xFF, whole, 0, expected);
                }
            }
            if (!goesOn) {
                break;
            }
        }
        return at - from;
    }

    /** Room grows with what comes: who only announces much makes nobody keep room for it. */
    private void keep(byte[] bytes, int from, int part) {
        int needed = length + part;
        if (needed > payload.length) {
            payload = Arrays.copyOf(payload, (int) Math.min(expected, Math.max(needed, 2L * payload.length)));
        }
        System.arraycopy(bytes, from, payload, length, part);
        length = needed;
    }

    /** Whether a frame has begun that is not whole yet. */
    boolean isWithin() {
        return headLength > 0;
    }

    /** Four bytes as a number without a sign. */
    static long littleEndian(byte[] bytes, int at) {
        return (bytes[at] & 0xFFL)
                | (bytes[at + 1] & 0xFFL) << 8
                | (bytes[at + 2] & 0xFFL) << 16
                | (bytes[at + 3] & 0xFFL) << 24;
    }
}
