package io.redstart.server.transport;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Takes the frames of RFC 6455, section 5, out of bytes that come cut anywhere. A client masks what it sends; the mask is
 * taken off in place. Nothing is collected here but the head of a frame that is not there as a whole.
 */
final class FrameReader {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xA;
    /** The most a frame may carry that is no part of a message. */
    static final int MOST_CONTROL = 125;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle FOUR = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LENGTH_16 =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LENGTH_64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private static final int LAST = 0x80;
    private static final int RESERVED = 0x70;
    private static final int OP = 0x0F;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;
    private static final int IN_16_BITS = 126;
    private static final int IN_64_BITS = 127;
    private static final int MASK_BYTES = 4;
    private static final int LONGEST_HEAD = 2 + Long.BYTES + MASK_BYTES;

    /** What came of a head that was cut. */
    private byte @Nullable [] head;

    private int headLength;
    /** Whether the payload of a frame is coming in, and how much of it has not yet. */
    private boolean inside;

    private long left;
    /** Its lowest byte is for the next byte of the payload. */
    private int mask;
    /** What was seen of the part that is told of, while it was unmasked. */
    private boolean ascii;

    private int breaks;

    /** Is told what comes in. */
    interface Frames {
        /**
         * A frame begins.
         *
         * @param op one that RFC 6455 has
         * @param last whether no other continues its message
         * @param length of its payload
         * @return false if nothing is to be read after it
         */
        boolean begins(int op, boolean last, long length);

        /**
         * A part of its payload; a frame without any has an empty one.
         *
         * @param bytes holds it, until this returns
         * @param from where it begins
         * @param length how long it is
         * @param ends whether it is the last part of the frame
         * @return false if nothing is to be read after it for now
         */
        boolean payload(byte[] bytes, int from, int length, boolean ends);

        /**
         * What came is no frame, nor is what follows.
         *
         * @param why for people
         */
        void broken(String why);
    }

    /**
     * Reads on.
     *
     * @param bytes what came; changed by this
     * @param from where it begins
     * @param end where it ends
     * @param frames is told of it
     * @return where it stopped: at the end, unless it was told to or what came is no frame
     */
    int read(byte[] bytes, int from, int end, Frames frames) {
        int at = from;
        while (true) {
            if (!inside) {
                byte[] cut = head;
                int size = headLength == 0 && end - at >= 2 ? size(bytes[at + 1]) : LONGEST_HEAD;
                if (headLength == 0 && end - at >= size) {
                    inside = begins(bytes, at, frames);
                    at += size;
                } else {
                    if (cut == null) {
                        cut = new byte[LONGEST_HEAD];
                        head = cut;
                    }
                    at = gather(cut, bytes, at, end);
                    if (headLength < 2 || headLength < size(cut[1])) {
                        String wrong = headLength < 2 ? null : wrong(cut[0], cut[1]);
                        if (wrong != null) {
                            frames.broken(wrong); // whoever sends no frames may not send the rest of a head
                        }
                        return at;
                    }
                    headLength = 0;
                    inside = begins(cut, 0, frames);
                }
                if (!inside) {
                    return at;
                }
            }
            int length = (int) Math.min(left, end - at);
            if (length == 0 && left > 0) {
                return at;
            }
            unmask(bytes, at, length);
            left -= length;
            inside = left > 0;
            at += length;
            if (!frames.payload(bytes, at - length, length, !inside)) {
                return at;
            }
        }
    }

    /** Puts bytes to a head that was cut, until it is whole. */
    private int gather(byte[] cut, byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && (headLength < 2 || headLength < size(cut[1]))) {
            cut[headLength++] = bytes[at++];
        }
        return at;
    }

    /** How long a head is, by its second byte. */
    private static int size(byte second) {
        int length = second & LENGTH;
        int extended = length < IN_16_BITS ? 0 : length == IN_16_BITS ? Short.BYTES : Long.BYTES;
        return 2 + extended + ((second & MASKED) == 0 ? 0 : MASK_BYTES);
    }

    private boolean begins(byte[] bytes, int from, Frames frames) {
        int first = bytes[from];
        int second = bytes[from + 1];
        String wrong = wrong(first, second);
        if (wrong != null) {
            frames.broken(wrong);
            return false;
        }
        int at = from + 2;
        long length = second & LENGTH;
        if (length == IN_16_BITS) {
            length = (short) LENGTH_16.get(bytes, at) & 0xFFFF;
            at += Short.BYTES;
        } else if (length == IN_64_BITS) {
            length = (long) LENGTH_64.get(bytes, at);
            at += Long.BYTES;
            if (length < 0) {
                frames.broken("a frame has a length with the highest of 64 bits");
                return false;
            }
        }
        mask = (int) FOUR.get(bytes, at);
        left = length;
        return frames.begins(first & OP, (first & LAST) != 0, length);
    }

    private static @Nullable String wrong(int first, int second) {
        int op = first & OP;
        if ((first & RESERVED) != 0) {
            return "a frame has reserved bits";
        }
        if ((op > BINARY && op < CLOSE) || op > PONG) {
            return "a frame has opcode " + op;
        }
        if ((second & MASKED) == 0) {
            return "a frame is not masked";
        }
        if (op >= CLOSE && ((first & LAST) == 0 || (second & LENGTH) > MOST_CONTROL)) {
            return "a control frame is fragmented or longer than " + MOST_CONTROL + " bytes";
        }
        return null;
    }

    /** Whether the part of a payload that is told of is ASCII. */
    boolean isAscii() {
        return ascii;
    }

    /** How many line breaks are in it, if it is ASCII. */
    int breaks() {
        return breaks;
    }

    /** Takes off the mask, and looks at what comes out while it is at hand. */
    private void unmask(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        int four = mask;
        long eight = (four & 0xFFFF_FFFFL) | ((long) four << Integer.SIZE);
        long seen = 0;
        int found = 0;
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            long plain = (long) EIGHT.get(bytes, at) ^ eight;
            EIGHT.set(bytes, at, plain);
            seen |= plain;
            found += IncomingText.breaks(plain);
        }
        for (; at < end; at++) {
            bytes[at] ^= (byte) four;
            seen |= bytes[at];
            found += bytes[at] == '\n' ? 1 : 0;
            four = Integer.rotateRight(four, Byte.SIZE);
        }
        mask = four;
        ascii = IncomingText.areAscii(seen);
        breaks = found;
    }
}
