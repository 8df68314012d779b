package io.redstart.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Looks for single bytes, eight at a time, and writes numbers. */
final class Bytes {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGH = 0x8080_8080_8080_8080L;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;
    private static final long SPACES = ' ' * ONES;
    /** As many as the largest {@code long} has. */
    static final int MAX_DIGITS = 19;

    private Bytes() {}

    /** Eight bytes as one number, the first of them lowest. */
    static long eight(byte[] bytes, int at) {
        return (long) EIGHT.get(bytes, at);
    }

    /** Where the next byte of ASCII is that is {@code wanted}, or {@code end}. */
    static int next(byte[] bytes, int from, int end, char wanted) {
        long eightOfIt = wanted * ONES;
        int at = from;
        while (end - at >= Long.BYTES) {
            long found = zeros(eight(bytes, at) ^ eightOfIt);
            if (found != 0) {
                return at + first(found);
            }
            at += Long.BYTES;
        }
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    /**
     * Where a text in JSON stops to be what it says: at its closing quote, at an escape, or at what may not stand in it.
     * {@code end} if there is none of them.
     */
    static int plainEnd(byte[] bytes, int from, int end) {
        return plainEnd(bytes, from, end, '"');
    }

    /** The same, but where {@code unwanted} is, which is ASCII, if that comes first. */
    static int plainEnd(byte[] bytes, int from, int end, char unwanted) {
        long eightUnwanted = unwanted * ONES;
        int at = from;
        while (end - at >= Long.BYTES) {
            long eight = eight(bytes, at);
            // all that is looked for is ASCII, and is where a subtraction borrows
            long found = ((eight ^ QUOTES) - ONES)
                    | ((eight ^ BACKSLASHES) - ONES)
                    | ((eight ^ eightUnwanted) - ONES)
                    | (eight - SPACES);
            found &= ~eight & HIGH;
            if (found != 0) {
                return at + first(found);
            }
            at += Long.BYTES;
        }
        while (at < end && (bytes[at] < 0 || bytes[at] >= ' ')) {
            if (bytes[at] == '"' || bytes[at] == '\\' || bytes[at] == unwanted) {
                return at;
            }
            at++;
        }
        return at;
    }

    /** Whether all of them are ASCII. */
    static boolean areAscii(byte[] bytes, int from, int end) {
        int at = from;
        while (end - at >= Long.BYTES) {
            if ((eight(bytes, at) & HIGH) != 0) {
                return false;
            }
            at += Long.BYTES;
        }
        while (at < end) {
            if (bytes[at++] < 0) {
                return false;
            }
        }
        return true;
    }

    /** How many digits a number has that is not below 0. */
    static int digits(long number) {
        int digits = 1;
        long bound = 10;
        while (number >= bound && digits < MAX_DIGITS) {
            digits++;
            bound *= 10; // beyond the longest it is not asked for again
        }
        return digits;
    }

    /** Writes a number that is not below 0 so that it ends before {@code end}. */
    static void putNumber(byte[] to, int end, long number) {
        int at = end;
        long rest = number;
        do {
            to[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
    }

    /** Writes a number that is not below 0, also where there is no array; around one a buffer would have to be made. */
    static void putNumber(ByteBuffer to, long number) {
        int end = to.position() + digits(number);
        int at = end;
        long rest = number;
        do {
            to.put(--at, (byte) ('0' + rest % 10));
            rest /= 10;
        } while (rest > 0);
        to.position(end);
    }

    /** The highest bit of each byte that is zero. Bytes above the first of them may be marked as well. */
    private static long zeros(long eight) {
        return (eight - ONES) & ~eight & HIGH;
    }

    /** The first byte that is marked. */
    private static int first(long marks) {
        return Long.numberOfTrailingZeros(marks) >>> 3;
    }
}
