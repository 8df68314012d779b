package io.redstart.benchmarks.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client says, as masked frames. */
public final class Frames {
    /** The first number of a call; all that follow have as many digits. */
    public static final long FIRST_ID = 1_000_000_000L;

    /** How many digits that is. */
    public static final int DIGITS = Long.toString(FIRST_ID).length();

    /** Where a call of redstart.v1 has its number. */
    public static final int NUMBER_AT = "[\"call\",".length();

    /** Where its target begins, with its quote. */
    public static final int TARGET_AT = NUMBER_AT + DIGITS + 1;

    private static final byte TEXT = (byte) 0x81;
    private static final byte BINARY = (byte) 0x82;
    private static final byte CLOSE = (byte) 0x88;
    private static final byte PONG = (byte) 0x8a;

    private static final byte[] MASK = {0x21, 0x43, 0x65, 0x17};

    private Frames() {}

    /**
     * A text frame.
     *
     * @param text what it says
     * @return its bytes
     */
    public static byte[] text(String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return frame(TEXT, payload, 0, payload.length);
    }

    /**
     * A binary frame.
     *
     * @param payload what it holds
     * @return its bytes
     */
    public static byte[] binary(byte[] payload) {
        return frame(BINARY, payload, 0, payload.length);
    }

    /**
     * A frame that closes.
     *
     * @param code why
     * @return its bytes
     */
    public static byte[] close(int code) {
        return frame(CLOSE, new byte[] {(byte) (code >> Byte.SIZE), (byte) code}, 0, 2);
    }

    /** What answers a ping. */
    static byte[] pong(byte[] bytes, int from, int length) {
        return frame(PONG, bytes, from, length);
    }

    private static byte[] frame(byte head, byte[] payload, int from, int length) {
        ByteBuffer frame = ByteBuffer.allocate(length + 14);
        frame.put(head);
        if (length < 126) {
            frame.put((byte) (0x80 | length));
        } else if (length <= 0xffff) {
            frame.put((byte) (0x80 | 126)).putShort((short) length);
        } else {
            frame.put((byte) (0x80 | 127)).putLong(length);
        }
        frame.put(MASK);
        for (int i = 0; i < length; i++) {
            frame.put(masked(payload[from + i], i));
        }
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }

    /** A byte of a payload as it travels. */
    static byte masked(byte plain, int at) {
        return (byte) (plain ^ MASK[at & 3]);
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
        return Scan.number(bytes, at + 1);
    }
}
