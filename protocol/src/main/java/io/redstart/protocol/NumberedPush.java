package io.redstart.protocol;

import java.nio.ByteBuffer;

/**
 * A push with the seq it has for one receiver. Made into bytes where it is written, so what all receivers share is in
 * memory once, however many of them have not had it yet.
 *
 * <pre>{@code
 * new NumberedPush(push, 41).bytes();   // ["act",41,null,{"type":…}]
 * }</pre>
 *
 * @param push what all receivers share
 * @param seq the receiver's seq, at least 1
 */
public record NumberedPush(EncodedPush push, long seq) {
    /**
     * How long it is.
     *
     * @return bytes
     */
    public int length() {
        return push.length(seq);
    }

    /**
     * Writes it.
     *
     * @param to has room for {@link #length()} bytes
     */
    public void putInto(ByteBuffer to) {
        push.putInto(to, seq);
    }

    /**
     * The whole message.
     *
     * @return UTF-8, an array of its own
     */
    public byte[] bytes() {
        return push.bytes(seq);
    }
}
