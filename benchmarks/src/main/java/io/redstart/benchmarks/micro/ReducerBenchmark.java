package io.redstart.benchmarks.micro;

import io.redstart.server.channel.ChannelCode;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a channel waits for when an action changes its state: from JSON to JSON, through the bundle's records. */
@State(Scope.Thread)
public class ReducerBenchmark {
    /** How many lines the state holds, each of 50 bytes. */
    @Param({"20", "400"})
    public int lines = 20;

    private final ChannelCode code = new Core(RoomChannels.class).invocation().channelCode();
    private final byte[] action =
            utf8("{\"type\":\"room/said\",\"payload\":{\"by\":\"joe\",\"text\":\"Somebody said this.\"}}");
    private byte[] state = {};

    /** A room that is full. */
    @Setup
    public void fill() {
        state = utf8("{\"lines\":["
                + String.join(",", Collections.nCopies(lines, "{\"by\":\"ann\",\"text\":\"Nobody said that.\"}"))
                + "]}");
    }

    /** For JMH. */
    public ReducerBenchmark() {}

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /**
     * A step.
     *
     * @return the next state
     */
    @Benchmark
    public byte[] step() {
        ChannelCode.Reduction reduction = Objects.requireNonNull(code.reduction("room:1", "room/said"));
        state = Objects.requireNonNull(reduction.reduce(state, action));
        return state;
    }
}
