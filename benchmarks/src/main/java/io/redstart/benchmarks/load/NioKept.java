package io.redstart.benchmarks.load;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What one line was sent, for as long as any server has to have it whose clients lose nothing when the network drops: so
 * many answers and pushes, the last ones. Pushes are numbered, each line's by itself.
 */
final class NioKept {
    /** Where a message has its number, and how many digits that has. */
    private static final int NUMBER_AT = 8;

    private static final int DIGITS = 10;
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
        for (int at = head + NUMBER_AT + DIGITS - 1; at >= head + NUMBER_AT; at--) {
            to.put(at, (byte) ('0' + left % 10));
            left /= 10;
        }
    }
}
