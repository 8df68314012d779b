package io.redstart.server.transport;

import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came on lines that were ready together. All of them are read, one behind the other into one buffer, before any of it is
 * worked off: so the kernel's work and the server's push each other out of the caches once, not once a line. Of one thread.
 */
final class ReadBatch {
    private static final int MOST_LINES = 64;
    /** With so much it is full: what is worked off is to be still where it is looked at fast. */
    private static final int FULL = 8 * 1024;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(ReadBuffer.SIZE);
    private final byte[] bytes = new byte[ReadBuffer.SIZE];
    private final @Nullable SelectorEndPoint[] lines = new @Nullable SelectorEndPoint[MOST_LINES];
    private final int[] ends = new int[MOST_LINES];
    private int count;
    private int next;

    /**
     * Reads what came on a line; not to be called while it is full, or while what was read before is worked off.
     *
     * @param line something came on it
     * @return false if nothing will come any more
     */
    boolean reads(SelectorEndPoint line) {
        int length = line.read(buffer);
        if (length > 0) {
            lines[count] = line;
            ends[count++] = buffer.position();
        }
        return length >= 0;
    }

    /** Whether there is nothing to work off. */
    boolean isEmpty() {
        return count == 0;
    }

    /** Whether it has to be worked off before more is read. */
    boolean isFull() {
        return count == MOST_LINES || buffer.position() >= FULL;
    }

    /** All is read that is read together; {@link #workOffNext} follows until it is empty. */
    void end() {
        buffer.flip();
        buffer.get(bytes, 0, buffer.remaining());
        buffer.clear();
    }

    /** Works off what came on the next line. */
    void workOffNext() {
        int at = next++;
        if (next == count) {
            next = 0;
            count = 0;
        }
        SelectorEndPoint line = Objects.requireNonNull(lines[at]);
        lines[at] = null;
        line.takes(bytes, at == 0 ? 0 : ends[at - 1], ends[at]);
    }
}
