package io.redstart.protocol;

import java.nio.ByteBuffer;
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

    private static final byte[] NO_TAIL = {};

    private final byte[] head;
    /** A comma, then everything between seq and meta, then the bracket that closes the array. */
    private final byte[] shared;
    /** A comma and the meta, then the bracket, which then is not taken from the shared part; empty without meta. */
    private final byte[] tail;

    private volatile byte @Nullable [] unnumbered;

    EncodedPush(String op, byte[] shared) {
        this(("[\"" + op + "\",").getBytes(StandardCharsets.US_ASCII), shared, NO_TAIL);
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
     * How long it is for one receiver.
     *
     * @param seq the receiver's seq, 0 for a push that may be lost
     * @return bytes
     */
    int length(long seq) {
        return head.length + Bytes.digits(seq) + sharedLength() + tail.length;
    }

    /** Writes the whole message for one receiver. */
    void putInto(ByteBuffer to, long seq) {
        to.put(head);
        Bytes.putNumber(to, seq);
        to.put(shared, 0, sharedLength()).put(tail);
    }

    /**
     * The whole message for one receiver.
     *
     * @param seq the receiver's seq, 0 for a push that may be lost
     * @return UTF-8
     */
    public byte[] bytes(long seq) {
        byte[] bytes = new byte[length(seq)];
        putInto(ByteBuffer.wrap(bytes), seq);
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
