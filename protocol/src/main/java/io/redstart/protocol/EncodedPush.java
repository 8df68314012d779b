package io.redstart.protocol;

import java.nio.charset.StandardCharsets;

/**
 * A push that is encoded once for all its receivers; each adds its own seq before the part they share.
 *
 * <pre>{@code
 * EncodedPush push = writer.action(null, action, PushMeta.NONE);
 * push.bytes(41);   // ["act",41,null,{"type":…}]
 * }</pre>
 */
public final class EncodedPush {
    private static final int MAX_DIGITS = 19;

    private final byte[] head;
    private final byte[] shared;

    EncodedPush(String op, byte[] shared) {
        this.head = ("[\"" + op + "\",").getBytes(StandardCharsets.US_ASCII);
        this.shared = shared;
    }

    /**
     * At most how long it is with any seq.
     *
     * @return bytes
     */
    public int size() {
        return head.length + MAX_DIGITS + shared.length;
    }

    /**
     * The whole message for one receiver.
     *
     * @param seq the receiver's seq, 0 for a push that may be lost
     * @return UTF-8
     */
    public byte[] bytes(long seq) {
        int digits = digits(seq);
        byte[] bytes = new byte[head.length + digits + shared.length];
        System.arraycopy(head, 0, bytes, 0, head.length);
        long rest = seq;
        for (int at = head.length + digits - 1; at >= head.length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        System.arraycopy(shared, 0, bytes, head.length + digits, shared.length);
        return bytes;
    }

    private static int digits(long number) {
        int digits = 1;
        for (long rest = number; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }
}
