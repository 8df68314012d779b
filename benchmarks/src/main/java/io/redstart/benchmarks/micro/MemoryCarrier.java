package io.redstart.benchmarks.micro;

import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Frame;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/** A line that is always free: it makes each frame in the memory of the one before, as a WebSocket does. */
public final class MemoryCarrier implements Carrier {
    private ByteBuffer last = ByteBuffer.allocateDirect(64 * 1024);
    private long frames;

    @Override
    public void write(Frame frame, Runnable done) {
        if (frame.length() > last.capacity()) {
            last = ByteBuffer.allocateDirect(frame.length());
        }
        frame.putInto(last.clear());
        last.flip();
        frames++;
        done.run();
    }

    /**
     * What was written last.
     *
     * @return a frame, until the next one is written
     */
    public ByteBuffer last() {
        return last;
    }

    /**
     * How often something was written.
     *
     * @return frames
     */
    public long frames() {
        return frames;
    }

    @Override
    public void close(int code, String reason) {
        throw new IllegalStateException("the server closed the connection: " + code + " " + reason);
    }

    @Override
    public void cut() {
        throw new IllegalStateException("the server cut the connection");
    }

    @Override
    public InetSocketAddress peer() {
        return Core.HANDSHAKE.address();
    }
}
