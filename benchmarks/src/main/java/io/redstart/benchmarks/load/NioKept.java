package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Frames;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one line was sent, for as long as any server has to have it whose clients lose nothing when the network drops: so
 * many answers and pushes, the last ones. Pushes are numbered, each line's by itself.
 */
final class NioKept {
    /** As many as Redstart keeps of a client that does as it should. */
    private static final int MOST = 64;

    private final byte[] @Nullable [] answers = new byte[MOST] @Nullable [];
    private final @Nullable ByteBuffer[] pushes = new @Nullable ByteBuffer[MOST];
    private int answered;
    private long pushed;

    /** Keeps an answer. */
    void answer(ByteBuffer message) {
        byte[] bytes = new byte[message.remaining()];
        message.get(message.position(), bytes);
        answers[answered++ % MOST] = bytes;
    }

    /**
     * Keeps what is pushed to several lines, and makes what this one is sent.
     *
     * @param frame the same for all
     * @param head how much of it is before the message
     * @param to gets the frame, with this line's number in it
     */
    void push(ByteBuffer frame, int head, ByteBuffer to) {
        pushes[(int) (pushed % MOST)] = frame;
        long left = ++pushed;
        to.clear().put(frame.duplicate()).flip();
        int first = head + Frames.NUMBER_AT;
        for (int at = first + Frames.DIGITS - 1; at >= first; at--) {
            to.put(at, (byte) ('0' + left % 10));
            left /= 10;
        }
    }
}
