package io.redstart.server.transport;

import java.nio.ByteBuffer;

/** What a thread reads into, whatever line it reads: one for each thread that reads, not one for each line. */
final class ReadBuffer {
    /** Many small messages fit, and so does a large one mostly: each read costs a system call. */
    static final int SIZE = 64 * 1024;

    private static final ThreadLocal<ReadBuffer> OWN = ThreadLocal.withInitial(ReadBuffer::new);

    private final byte[] array = new byte[SIZE];
    private final ByteBuffer bytes = ByteBuffer.wrap(array);
    private boolean taken;

    /** Takes that of this thread, until it is given back. */
    static ReadBuffer take() {
        ReadBuffer own = OWN.get();
        if (own.taken) { // what is worked off made the thread read another line
            own = new ReadBuffer();
        }
        own.taken = true;
        return own;
    }

    void giveBack() {
        taken = false;
    }

    /** Is read into. */
    ByteBuffer bytes() {
        return bytes;
    }

    /** Holds it: what is read can be parsed where it is. */
    byte[] array() {
        return array;
    }
}
