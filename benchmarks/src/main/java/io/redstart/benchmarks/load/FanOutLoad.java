package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Line;
import io.redstart.benchmarks.wire.Wire;
import java.io.IOException;

/** One of many sessions publishes, all are told; when all have heard it, it publishes again. */
final class FanOutLoad implements Wire.Heard {
    private static final int SIZE = 64;

    private final int subscribers;
    private final Wire wire;
    private final Stopwatch watch;
    private int missing;
    private long publishedAt;

    FanOutLoad(int subscribers, Wire wire, Stopwatch watch) {
        this.subscribers = subscribers;
        this.wire = wire;
        this.watch = watch;
    }

    Outcome run(ServerProcess server) throws IOException {
        try (OpenLines lines = new OpenLines(server.address(), wire, subscribers)) {
            lines.settle();
            Line publisher = lines.all().get(0);
            publisher.calls(wire.publish(publisher, SIZE));
            watch.starts();
            while (watch.runs()) {
                if (missing == 0) {
                    missing = subscribers;
                    publishedAt = System.nanoTime();
                    publisher.call(publishedAt);
                    publisher.flush();
                }
                lines.turn(100, this);
            }
            return watch.outcome();
        }
    }

    @Override
    public void answered(Line line, long id) {
        // that it was published is known when it arrives
    }

    @Override
    public void pushed(Line line) {
        watch.done(publishedAt, System.nanoTime());
        missing--;
    }
}
