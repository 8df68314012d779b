package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Frames;
import io.redstart.benchmarks.wire.Line;
import java.io.IOException;

/** One of many sessions publishes, all are told; when all have heard it, it publishes again. */
final class FanOutLoad {
    /** As often as the JavaScript client says how far it is. */
    private static final int ACK_EVERY = 64;

    private final byte[] publish = Frames.call(Load.PUBLISH, 64);
    private final LoadOptions options;
    private int missing;
    private long publishedAt;

    FanOutLoad(LoadOptions options) {
        this.options = options;
    }

    Outcome run(ServerProcess server) throws IOException {
        try (OpenLines lines = new OpenLines(server.address(), options.subscribers())) {
            Line publisher = lines.all().get(0);
            Stopwatch watch = new Stopwatch(server, options);
            while (watch.runs()) {
                if (missing == 0) {
                    missing = options.subscribers();
                    publishedAt = System.nanoTime();
                    publisher.call(publish, publishedAt);
                    publisher.flush();
                }
                lines.turn(100, (line, bytes, from, length) -> heard(line, bytes, from, watch));
            }
            return watch.outcome();
        }
    }

    private void heard(Line line, byte[] bytes, int from, Stopwatch watch) {
        byte op = bytes[from + 2];
        if (op == 'r') {
            return;
        }
        watch.done(publishedAt, System.nanoTime());
        missing--;
        long seq = Frames.number(bytes, from);
        if (op == 'e' && seq % ACK_EVERY == 0) {
            line.add(Frames.text("[\"ack\"," + seq + "]"));
        }
    }
}
