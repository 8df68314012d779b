package io.redstart.benchmarks.micro;

import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Frame;
import java.net.InetSocketAddress;

/** A line that is always free and throws away what is written. */
public final class MemoryCarrier implements Carrier {
    private byte[] last = {};
    private long frames;

    @Override
    public void write(Frame frame, Runnable done) {
        last = frame.bytes();
        frames++;
        done.run();
    }

    /**
     * What was written last.
     *
     * @return a frame
     */
    public byte[] last() {
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
