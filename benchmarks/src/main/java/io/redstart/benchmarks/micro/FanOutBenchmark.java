package io.redstart.benchmarks.micro;

import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import tools.jackson.databind.json.JsonMapper;

/** One push as bytes for many receivers: encoded once, against encoded for each. */
@State(Scope.Thread)
public class FanOutBenchmark {
    /** How many receivers there are. */
    @Param({"1", "100"})
    public int receivers;

    private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), 1 << 20);
    private final EchoApi.Todo todo = new EchoApi.Todo(1_000_000, "x".repeat(64), true, List.of("home", "soon"));

    /** The shared part once, a prefix for each. */
    @Benchmark
    public void once(Blackhole to) {
        EncodedPush push = writer.event(null, EchoApi.EVENT, todo, PushMeta.NONE);
        for (int i = 0; i < receivers; i++) {
            to.consume(push.bytes(1_000 + i));
        }
    }

    /** Everything for each. */
    @Benchmark
    public void each(Blackhole to) {
        for (int i = 0; i < receivers; i++) {
            to.consume(writer.write(new FromServer.Event(1_000 + i, null, EchoApi.EVENT, todo, PushMeta.NONE)));
        }
    }
}
