package io.redstart.server.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Where frames are made that are written at once: memory the system writes from as it is. There are a few for the whole
 * process, however many threads there are, virtual ones too.
 */
final class WriteBuffers {
    /** What one frame gathers fits, with its head. */
    static final int SIZE = FrameWriter.LONGEST_HEAD + Connection.GATHER;

    private static final int COUNT = 32;
    /** How far they are apart in the array, so that no two threads write to one line of a cache. */
    private static final int APART = 32;

    /** Stands where one is taken. */
    private static final ByteBuffer TAKEN = ByteBuffer.allocate(0);
    /** Null where none was needed yet. */
    private static final AtomicReferenceArray<@Nullable ByteBuffer> ALL = new AtomicReferenceArray<>(COUNT * APART);

    private WriteBuffers() {}

    /**
     * Takes one.
     *
     * @param size how much has to fit, at most {@link #SIZE}
     * @return empty; of this thread alone until it is given back
     */
    static ByteBuffer take(int size) {
        ByteBuffer free = ALL.getAndSet(ofThisThread(), TAKEN);
        if (free == null) {
            return ByteBuffer.allocateDirect(SIZE);
        }
        return free.capacity() == 0 ? ByteBuffer.allocate(size) : free.clear();
    }

    /** Gives it back; what was in it is gone. */
    static void giveBack(ByteBuffer taken) {
        if (taken.isDirect()) {
            ALL.setRelease(ofThisThread(), taken);
        }
    }

    private static int ofThisThread() {
        return (int) (Thread.currentThread().getId() % COUNT) * APART;
    }
}
