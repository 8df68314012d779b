package io.redstart.server.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Looks at a text while it comes in, part by part: whether it is UTF-8, and how many messages are in it, one a line. Of a part
 * that is ASCII whoever unmasked it has seen all there is to see.
 */
final class IncomingText {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long LOW = ~HIGH;
    private static final long BREAKS = 0x0A0A_0A0A_0A0A_0A0AL;

    private int breaks;
    private boolean endsInBreak;
    private boolean empty = true;
    /** How many bytes the character that is begun still needs, and between what the next one has to be. */
    private int needed;

    private int least = 0x80;
    private int most = 0xBF;

    /** Begins a new text. */
    void begin() {
        breaks = 0;
        endsInBreak = false;
        empty = true;
        needed = 0;
        least = 0x80;
        most = 0xBF;
    }

    /** Adds a part that is ASCII, with so many line breaks; false if that can be no UTF-8 any more. */
    boolean addAscii(byte[] bytes, int from, int length, int itsBreaks) {
        if (length == 0) {
            return true;
        }
        breaks += itsBreaks;
        empty = false;
        endsInBreak = bytes[from + length - 1] == '\n';
        return needed == 0;
    }

    /** Adds a part; false if that can be no UTF-8 any more. */
    boolean add(byte[] bytes, int from, int length) {
        if (length == 0) {
            return true;
        }
        int at = from;
        int end = from + length;
        while (at < end) {
            if (needed == 0) {
                at = ascii(bytes, at, end);
                if (at == end) {
                    break;
                }
            }
            if (!next(bytes[at++])) {
                return false;
            }
        }
        empty = false;
        endsInBreak = bytes[end - 1] == '\n';
        return true;
    }

    /** Goes on to the first byte that is no ASCII. */
    private int ascii(byte[] bytes, int from, int end) {
        int at = from;
        while (end - at >= Long.BYTES) {
            long eight = (long) EIGHT.get(bytes, at);
            if (!areAscii(eight)) {
                break;
            }
            breaks += breaks(eight);
            at += Long.BYTES;
        }
        while (at < end && bytes[at] >= 0) {
            if (bytes[at++] == '\n') {
                breaks++;
            }
        }
        return at;
    }

    /** Whether eight bytes are ASCII; or what is in any of several such eight, put together by {@code |}. */
    static boolean areAscii(long eight) {
        return (eight & HIGH) == 0;
    }

    /** How many line breaks there are among eight bytes that are ASCII. */
    static int breaks(long eight) {
        // a byte that is a line break is zero now, and the only one whose highest bit is not set then
        return Long.bitCount(~((eight ^ BREAKS) + LOW) & HIGH);
    }

    /** Takes a byte that is part of a longer character: no overlong form, no half of a pair, nothing above the last. */
    private boolean next(byte signed) {
        int octet = signed & 0xFF;
        if (needed > 0) {
            if (octet < least || octet > most) {
                return false;
            }
            needed--;
            least = 0x80;
            most = 0xBF;
            return true;
        }
        if (octet < 0xC2 || octet > 0xF4) {
            return false;
        }
        if (octet < 0xE0) {
            needed = 1;
        } else if (octet < 0xF0) {
            needed = 2;
            least = octet == 0xE0 ? 0xA0 : 0x80;
            most = octet == 0xED ? 0x9F : 0xBF;
        } else {
            needed = 3;
            least = octet == 0xF0 ? 0x90 : 0x80;
            most = octet == 0xF4 ? 0x8F : 0xBF;
        }
        return true;
    }

    /** Whether it may end here: not in the middle of a character. */
    boolean isWhole() {
        return needed == 0;
    }

    /** Whether there is no line break in it. */
    boolean isOneLine() {
        return breaks == 0;
    }

    /** How many messages it holds, at least one; a line break at the end begins none. */
    int messages() {
        return Math.max(1, breaks + (endsInBreak || empty ? 0 : 1));
    }
}
