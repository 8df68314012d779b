package io.redstart.benchmarks.wire;

/** A frame that is sent again and again, each time with another number. */
public final class Template {
    private final byte[] frame;
    private final int payloadAt;
    private final int numberAt;
    private final boolean binary;

    private Template(byte[] frame, int payloadAt, int numberAt, boolean binary) {
        this.frame = frame;
        this.payloadAt = payloadAt;
        this.numberAt = numberAt;
        this.binary = binary;
    }

    /**
     * A text.
     *
     * @param text what it says in ASCII, with {@link Frames#FIRST_ID} where the number is, if it has one
     * @return its frame
     */
    public static Template text(String text) {
        byte[] frame = Frames.text(text);
        int payloadAt = frame.length - text.length();
        int number = text.indexOf(Long.toString(Frames.FIRST_ID));
        return new Template(frame, payloadAt, number < 0 ? -1 : payloadAt + number, false);
    }

    /**
     * Bytes.
     *
     * @param payload what they are
     * @param number where in them the number is, as eight bytes, the least first
     * @return their frame
     */
    public static Template binary(byte[] payload, int number) {
        byte[] frame = Frames.binary(payload);
        int payloadAt = frame.length - payload.length;
        return new Template(frame, payloadAt, payloadAt + number, true);
    }

    byte[] frame() {
        return frame;
    }

    /** Gives a copy of the frame another number. */
    void number(byte[] frames, int from, long number) {
        if (numberAt < 0) {
            return;
        }
        long rest = number;
        if (binary) {
            for (int at = numberAt; at < numberAt + Long.BYTES; at++) {
                put(frames, from, at, (byte) rest);
                rest >>>= Byte.SIZE;
            }
        } else {
            for (int at = numberAt + Frames.DIGITS - 1; at >= numberAt; at--) {
                put(frames, from, at, (byte) ('0' + rest % 10));
                rest /= 10;
            }
        }
    }

    private void put(byte[] frames, int from, int at, byte plain) {
        frames[from + at] = Frames.masked(plain, at - payloadAt);
    }
}
