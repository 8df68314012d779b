package io.redstart.server.transport;

import java.nio.ByteBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From what one read brought to payloads without their masks. */
@State(Scope.Thread)
public class FrameReaderBenchmark {
    /** How many frames came. */
    @Param({"1", "16"})
    public int frames;

    /** How long the payload of each is, in bytes. */
    @Param({"64", "16384"})
    public int size;

    private final FrameReader reader = new FrameReader();
    private byte[] came = {};

    /** Makes the frames; their masks change with every run, as what is under them does. */
    @Setup
    public void prepare() {
        ByteBuffer all = ByteBuffer.allocate(frames * (8 + size));
        for (int i = 0; i < frames; i++) {
            all.put((byte) 0x82);
            if (size < 126) {
                all.put((byte) (0x80 | size));
            } else {
                all.put((byte) (0x80 | 126)).putShort((short) size);
            }
            all.putInt(0x5AC301FF).put(new byte[size]);
        }
        came = new byte[all.position()];
        all.flip().get(came);
    }

    /**
     * Reads them.
     *
     * @param to takes the payloads
     * @return where it stopped
     */
    @Benchmark
    public int read(Blackhole to) {
        return reader.read(came, 0, came.length, new FrameReader.Frames() {
            @Override
            public boolean begins(int op, boolean last, long length) {
                return true;
            }

            @Override
            public boolean payload(byte[] bytes, int from, int length, boolean ends) {
                to.consume(from + length);
                return true;
            }

            @Override
            public void broken(String why) {
                throw new IllegalStateException(why);
            }
        });
    }
}
