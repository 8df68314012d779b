package io.redstart.benchmarks.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client says, as masked text frames. */
public final class Frames {
    /** The first number of a call; all that follow have as many digits. */
    public static final long FIRST_ID = 1_000_000_000L;

    /** Where the target of a call begins, with its quote. */
    public static final int TARGET_AT = 19;

    private static final byte[] MASK = {0x21, 0x43, 0x65, 0x17};
    private static final int ID_AT = 8;
    private static final int DIGITS = 10;

    private Frames() {}

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
     * The frame of a call with one text as its argument.
     *
     * @param target what is called
     * @param size how long the argument is
     * @return its bytes, with the first number
     */
    public static byte[] call(String target, int size) {
        return text("[\"call\"," + FIRST_ID + ",\"" + target + "\",[\"" + "x".repeat(size) + "\"]]");
    }

    /**
     * Gives a call another number.
     *
     * @param frames holds the frame of a call
     * @param from where the frame begins
     * @param length how long it is
     * @param id the number
     */
    static void number(byte[] frames, int from, int length, long id) {
        int payload = from + (length - 6 < 126 ? 6 : length - 8 <= 0xffff ? 8 : 14);
        long rest = id;
        for (int at = ID_AT + DIGITS - 1; at >= ID_AT; at--) {
            frames[payload + at] = (byte) (('0' + rest % 10) ^ MASK[at & 3]);
            rest /= 10;
        }
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
