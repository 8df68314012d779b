package io.redstart.benchmarks.micro;

import io.redstart.protocol.Lines;
import java.nio.charset.StandardCharsets;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** From a frame to its messages. */
@State(Scope.Thread)
public class LinesBenchmark {
    /** How many messages are in the frame. */
    @Param({"1", "16"})
    public int lines;

    /** How long each is, in bytes. */
    @Param({"64", "16384"})
    public int size;

    private byte[] frame = {};

    /** Makes the frame. */
    @Setup
    public void prepare() {
        frame = ("x".repeat(size) + "\n").repeat(lines).getBytes(StandardCharsets.UTF_8);
    }

    /** Walks over the frame. */
    @Benchmark
    public void split(Blackhole to) {
        Lines.forEach(frame, 0, frame.length, (bytes, from, length) -> to.consume(from + length));
    }
}
