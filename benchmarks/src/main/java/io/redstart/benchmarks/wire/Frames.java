package io.redstart.benchmarks.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client says, as masked text frames. */
public final class Frames {
    /** The first number of a call; all that follow have as many digits. */
    public static final long FIRST_ID = 1_000_000_000L;

    /** Where the target of a call of redstart.v1 begins, with its quote. */
    public static final int TARGET_AT = 19;

    /** Stands in a call for the name its line was given. */
    static final String NAME = "{name}";

    private static final byte[] MASK = {0x21, 0x43, 0x65, 0x17};
    private static final int DIGITS = 10;

    private Frames() {}

    /**
     * A frame that is sent again and again with other numbers.
     *
     * @param frame its bytes
     * @param idAt where the number is among them, -1 if it has none
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Template(byte[] frame, int idAt) {
        static Template of(String text) {
            byte[] frame = text(text);
            int id = text.indexOf(Long.toString(FIRST_ID));
            return new Template(frame, id < 0 ? -1 : frame.length - text.length() + id);
        }

        /** Gives a copy of the frame another number. */
        void number(byte[] frames, int from, long id) {
            if (idAt < 0) {
                return;
            }
            int payload = from + payload(frame.length);
            long rest = id;
            for (int at = from + idAt + DIGITS - 1; at >= from + idAt; at--) {
                frames[at] = (byte) (('0' + rest % 10) ^ MASK[(at - payload) & 3]);
                rest /= 10;
            }
        }

        private static int payload(int length) {
            return length - 6 < 126 ? 6 : length - 8 <= 0xffff ? 8 : 14;
        }
    }

    /**
     * What answers a ping.
     *
     * @param bytes holds the ping's payload
     * @param from where it begins
     * @param length how long it is, at most 125
     * @return a frame
     */
    static byte[] pong(byte[] bytes, int from, int length) {
        byte[] frame = new byte[6 + length];
        frame[0] = (byte) 0x8a;
        frame[1] = (byte) (0x80 | length);
        System.arraycopy(MASK, 0, frame, 2, MASK.length);
        for (int i = 0; i < length; i++) {
            frame[6 + i] = (byte) (bytes[from + i] ^ MASK[i & 3]);
        }
        return frame;
    }

    /**
     * A text frame.
     *
     * @param text what it says
     * @return its bytes
     */
    public static byte[] text(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        int length = payload.length;
        ByteBuffer frame = ByteBuffer.allocate(length + 14);
        frame.put((byte) 0x81);
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else if (length <= 0xffff) {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(length);
        }
        frame.put(MASK);
        for (int i = 0; i < length; i++) {
            frame.put((byte) (payload[i] ^ MASK[i & 3]));
        }
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    /**
     * The first number in a message: of a call its id, of a push its seq.
     *
     * @param bytes holds the message
     * @param from where it begins
     * @return the number behind the first comma
     */
    public static long number(byte[] bytes, int from) {
        int at = from;
        while (bytes[at] != ',') {
            at++;
        }
        long number = 0;
        for (at++; bytes[at] >= '0' && bytes[at] <= '9'; at++) {
            number = number * 10 + bytes[at] - '0';
        }
        return number;
    }
}
