package io.redstart.server.transport;

import io.redstart.protocol.NumberedPush;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * What one frame carries: a binary message, or texts with a line break between two. It is made into bytes by whoever
 * writes it, where it is written from.
 */
public final class Frame {
    private final Object first;
    private final List<Object> others;
    private final int length;

    /** What has a frame of its own, which is no text. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Binary(byte[] bytes) {}

    private Frame(Object first, List<Object> others, int length) {
        this.first = first;
        this.others = others;
        this.length = length;
    }

    /** With one message. */
    static Frame of(Object message) {
        return new Frame(message, List.of(), length(message));
    }

    /**
     * With a text and those behind it, or with one message alone.
     *
     * @param first the first
     * @param others those behind it, if there are any
     * @param length of all, with the line breaks
     */
    static Frame of(Object first, List<Object> others, int length) {
        return new Frame(first, others, length);
    }

    /** How long a message is, which is one of those that an outbox takes. */
    static int length(Object message) {
        if (message instanceof byte[] text) {
            return text.length;
        }
        return message instanceof NumberedPush push ? push.length() : ((Binary) message).bytes().length;
    }

    /**
     * Which kind of frame it is.
     *
     * @return true for a binary one
     */
    public boolean isBinary() {
        return first instanceof Binary;
    }

    /**
     * How long it is.
     *
     * @return bytes
     */
    public int length() {
        return length;
    }

    /**
     * Writes it.
     *
     * @param to has room for {@link #length()} bytes
     */
    public void putInto(ByteBuffer to) {
        put(first, to);
        for (Object each : others) {
            put(each, to.put((byte) '\n'));
        }
    }

    private static void put(Object message, ByteBuffer to) {
        if (message instanceof byte[] text) {
            to.put(text);
        } else if (message instanceof NumberedPush push) {
            push.putInto(to);
        } else {
            to.put(((Binary) message).bytes());
        }
    }

    /**
     * All of it.
     *
     * @return not to be changed, since it may be the message that was sent
     */
    public byte[] bytes() {
        if (others.isEmpty() && first instanceof byte[] text) {
            return text;
        }
        if (first instanceof Binary binary) {
            return binary.bytes();
        }
        byte[] all = new byte[length];
        putInto(ByteBuffer.wrap(all));
        return all;
    }
}
