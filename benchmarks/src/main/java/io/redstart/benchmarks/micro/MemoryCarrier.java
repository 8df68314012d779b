package io.redstart.benchmarks.micro;

import io.redstart.server.transport.Carrier;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** A line that is always free and throws away what is written. */
public final class MemoryCarrier implements Carrier {
    private byte[] last = {};
    private long frames;

    @Override
    public void write(boolean binary, byte[] bytes, int from, int length, Runnable done) {
        last = from == 0 && length == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, from + length);
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
