package io.redstart.server.door.tcp;

import java.util.Arrays;
import java.util.function.IntSupplier;

/**
 * Cuts bytes that come in any pieces into lines, each ended by the same bytes. A line that came in one piece is not
 * copied, and no more is kept of one than it may be long. One thread at a time.
 */
public final class LineSplitter {
    /** What {@link #add} says of a line that is too long. */
    public static final int TOO_LONG = -1;

    /** Room that is not given back between two lines. */
    private static final int KEPT = 2 * 1024;

    private static final byte[] EMPTY = {};

    private final byte[] terminator;
    private final IntSupplier longest;
    private byte[] begun = EMPTY;
    private int length;

    /** Takes the lines. */
    public interface Lines {
        /**
         * A line.
         *
         * @param bytes holds it, until this returns
         * @param from where it begins
         * @param length how long it is, without what ends it; 0 or more
         * @return false to be told no more for now
         */
        boolean line(byte[] bytes, int from, int length);
    }

    /**
     * Nothing has come yet.
     *
     * @param terminator what ends a line; one byte or more
     * @param longest how long a line may be at the moment, in bytes
     * @throws IllegalArgumentException if nothing ends a line
     */
    public LineSplitter(byte[] terminator, IntSupplier longest) {
        if (terminator.length == 0) {
            throw new IllegalArgumentException("terminator: empty (expected: one byte or more)");
        }
        this.terminator = terminator.clone();
        this.longest = longest;
    }

    /**
     * More bytes have come.
     *
     * @param bytes holds them
     * @param from where they begin
     * @param count how many there are
     * @param lines is told each line that is whole now
     * @return how many bytes were taken, which are all unless {@code lines} wanted no more: what was not taken is not kept.
     *     {@link #TOO_LONG} if a line is too long; then nothing is kept
     */
    public int add(byte[] bytes, int from, int count, Lines lines) {
        int end = from + count;
        int at = from;
        while (at < end) {
            int max = longest.getAsInt();
            int next = length == 0 ? at : joined(bytes, at, end);
            if (next < 0) { // the line that was begun ends within its last bytes and these
                int size = length + next;
                at += terminator.length + next;
                if (size > max) {
                    return tooLong();
                }
                if (!finish(size, lines)) {
                    return at - from;
                }
                continue;
            }
            int found = find(bytes, next, end);
            if (found < 0) {
                return keep(bytes, at, end, max) ? count : tooLong();
            }
            if (length + (found - at) > max) {
                return tooLong();
            }
            int start = at;
            at = found + terminator.length;
            boolean goesOn;
            if (length == 0) {
                goesOn = lines.line(bytes, start, found - start);
            } else {
                append(bytes, start, found, max);
                goesOn = finish(length, lines);
            }
            if (!goesOn) {
                return at - from;
            }
        }
        return count;
    }

    /**
     * Where a terminator begins that begins in what is kept: minus how many bytes of it are there. Otherwise where to look
     * on.
     */
    private int joined(byte[] bytes, int at, int end) {
        int most = Math.min(terminator.length - 1, length);
        for (int there = most; there > 0; there--) {
            int here = terminator.length - there;
            if (end - at >= here
                    && Arrays.equals(begun, length - there, length, terminator, 0, there)
                    && Arrays.equals(bytes, at, at + here, terminator, there, terminator.length)) {
                return -there;
            }
        }
        return at;
    }

    private int find(byte[] bytes, int from, int end) {
        byte first = terminator[0];
        int last = end - terminator.length;
        for (int at = from; at <= last; at++) {
            if (bytes[at] == first
                    && (terminator.length == 1
                            || Arrays.equals(bytes, at, at + terminator.length, terminator, 0, terminator.length))) {
                return at;
            }
        }
        return -1;
    }

    /** Keeps the rest, which may end with the beginning of a terminator. */
    private boolean keep(byte[] bytes, int from, int end, int max) {
        int most = (int) Math.min((long) max + terminator.length - 1, Integer.MAX_VALUE - 8);
        if ((long) length + (end - from) > most) {
            return false;
        }
        append(bytes, from, end, most);
        return true;
    }

    private void append(byte[] bytes, int from, int end, int most) {
        int needed = length + (end - from);
        if (needed > begun.length) {
            begun = Arrays.copyOf(begun, (int) Math.max(needed, Math.min(2L * needed, most)));
        }
        System.arraycopy(bytes, from, begun, length, end - from);
        length = needed;
    }

    private boolean finish(int size, Lines lines) {
        byte[] line = begun;
        length = 0;
        if (line.length > KEPT) {
            begun = EMPTY;
        }
        return lines.line(line, 0, size);
    }

    private int tooLong() {
        forget();
        return TOO_LONG;
    }

    /** Forgets the line that has begun. */
    public void forget() {
        begun = EMPTY;
        length = 0;
    }

    /**
     * Whether a line has begun that is not whole yet.
     *
     * @return false between two lines
     */
    public boolean isWithin() {
        return length > 0;
    }
}
