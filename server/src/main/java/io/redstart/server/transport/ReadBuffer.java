package io.redstart.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.EndPoint;

/** What a thread reads into, whatever line it reads: one for each thread that reads, not one for each line. */
public final class ReadBuffer {
    /** Many small messages fit, and so does a large one mostly: each read costs a system call. */
    public static final int SIZE = 64 * 1024;

    /** How often one line is read before others are looked at, if it fills the whole buffer each time. */
    public static final int READS = 16;

    private static final ThreadLocal<ReadBuffer> OWN = ThreadLocal.withInitial(ReadBuffer::new);

    private final byte[] array = new byte[SIZE];
    private final ByteBuffer bytes = ByteBuffer.wrap(array);
    private boolean taken;

    private ReadBuffer() {}

    /**
     * Takes that of this thread.
     *
     * @return this thread's alone, until it is given back
     */
    public static ReadBuffer take() {
        ReadBuffer own = OWN.get();
        if (own.taken) { // what is worked off made the thread read another line
            own = new ReadBuffer();
        }
        own.taken = true;
        return own;
    }

    /** Gives it back, when what was read is worked off. */
    public void giveBack() {
        taken = false;
    }

    /**
     * Reads into it, from its beginning.
     *
     * @param line is read
     * @return how many bytes came; 0 if there are none now, -1 if none will come
     * @throws IOException if the line is broken
     */
    public int fillFrom(EndPoint line) throws IOException {
        bytes.clear().limit(0); // how Jetty wants an empty one
        return line.fill(bytes);
    }

    /**
     * Holds what was read, to be parsed where it is.
     *
     * @return {@link #SIZE} bytes
     */
    public byte[] array() {
        return array;
    }
}
