package io.redstart.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A push that is encoded once for all its receivers; each adds its own seq before the part they share.
 *
 * <pre>{@code
 * EncodedPush push = writer.action(null, action, PushMeta.NONE);
 * push.bytes(41);   // ["act",41,null,{"type":…}]
 * }</pre>
 */
public final class EncodedPush {
    /** As much as stands before the shared part: the longest word in its place, and a seq. */
    static final int MAX_PREFIX = 9 + Bytes.MAX_DIGITS;

    private final byte[] head;
    /** A comma, then everything between seq and meta, then the bracket that closes the array. */
    private final byte[] shared;
    /** A comma and the meta, then the bracket, which then is not taken from the shared part; empty without meta. */
    private final byte[] tail;

    private volatile byte @Nullable [] unnumbered;

    EncodedPush(String op, byte[] shared) {
        this(("[\"" + op + "\",").getBytes(StandardCharsets.US_ASCII), shared, new byte[0]);
    }

    private EncodedPush(byte[] head, byte[] shared, byte[] tail) {
        this.head = head;
        this.shared = shared;
        this.tail = tail;
    }

    /** The same with another tail. */
    EncodedPush with(byte[] meta) {
        return new EncodedPush(head, shared, meta);
    }

    private int sharedLength() {
        return tail.length == 0 ? shared.length : shared.length - 1;
    }

    /**
     * At most how long it is with any seq.
     *
     * @return bytes
     */
    public int size() {
        return head.length + Bytes.MAX_DIGITS + sharedLength() + tail.length;
    }

    /**
     * The whole message for one receiver.
     *
     * @param seq the receiver's seq, 0 for a push that may be lost
     * @return UTF-8
     */
    public byte[] bytes(long seq) {
        int before = head.length + Bytes.digits(seq);
        int length = sharedLength();
        byte[] bytes = new byte[before + length + tail.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        Bytes.putNumber(bytes, before, seq);
        System.arraycopy(shared, 0, bytes, before, length);
        System.arraycopy(tail, 0, bytes, before + length, tail.length);
        return bytes;
    }

    /**
     * The whole message with the seq 0, for receivers it may be lost on the way to.
     *
     * @return UTF-8, the same array for all of them: not to be changed
     */
    public byte[] unnumbered() {
        byte[] made = unnumbered;
        if (made == null) {
            made = bytes(0);
            unnumbered = made;
        }
        return made;
    }
}
