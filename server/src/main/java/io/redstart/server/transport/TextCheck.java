package io.redstart.server.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Checks that what comes in parts is text in UTF-8, at the first byte that shows it is none. A part may end inside of a
 * character.
 */
final class TextCheck {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long NOT_ASCII = 0x8080_8080_8080_8080L;

    /** How many bytes of the character that was begun are missing. */
    private int missing;
    /** What the next of them may be: the first one is bound closer, so that nothing is written longer than need be. */
    private int lowest = 0x80;

    private int highest = 0xbf;

    /**
     * Looks at the next part.
     *
     * @param bytes holds it
     * @param from where it begins
     * @param length how long it is
     * @return false if this can be no text; then nothing more must be asked
     */
    boolean accepts(byte[] bytes, int from, int length) {
        int end = from + length;
        int at = from;
        while (at < end) {
            if (missing == 0) {
                at = ascii(bytes, at, end);
                if (at == end) {
                    return true;
                }
                if (!begins(bytes[at++] & 0xff)) {
                    return false;
                }
            } else {
                int next = bytes[at++] & 0xff;
                if (next < lowest || next > highest) {
                    return false;
                }
                lowest = 0x80;
                highest = 0xbf;
                missing--;
            }
        }
        return true;
    }

    /** Where the first byte is that is not ASCII; most messages have none. */
    private static int ascii(byte[] bytes, int from, int end) {
        int at = from;
        while (at + Long.BYTES <= end && ((long) EIGHT.get(bytes, at) & NOT_ASCII) == 0) {
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean begins(int first) {
        if (first < 0xc2 || first > 0xf4) {
            return false;
        }
        missing = first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        // longer than need be, a half of a pair, or above the last character
        lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return true;
    }

    /**
     * Whether the text may end here; it is forgotten, another can follow.
     *
     * @return false inside of a character
     */
    boolean ends() {
        boolean whole = missing == 0;
        missing = 0;
        lowest = 0x80;
        highest = 0xbf;
        return whole;
    }
}
