package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Frames;
import io.redstart.benchmarks.wire.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Calls over many connections, each with so many calls in flight; an answer is followed by the next call at once. */
final class CallLoad {
    /** {@code ["ret"}, the answer of Redstart. */
    private static final byte RETURNED = 'r';

    /** {@code ["call"}, from a server that echoes. */
    private static final byte ECHOED = 'c';

    private final Shape shape;
    private final byte[] call;
    private final LoadOptions options;

    /** How many connections, how many calls in flight on each, how long the argument. */
    record Shape(int connections, int inFlight, int size) {
        @Override
        public String toString() {
            return connections + " connections, W=" + inFlight + " of " + size + " B";
        }
    }

    CallLoad(Shape shape, String target, LoadOptions options) {
        this.shape = shape;
        this.call = Frames.call(target, shape.size());
        this.options = options;
    }

    Outcome run(ServerProcess server) throws IOException {
        try (OpenLines lines = new OpenLines(server.address(), shape.connections())) {
            for (Line line : lines.all()) {
                for (int i = 0; i < shape.inFlight(); i++) {
                    line.call(call, System.nanoTime());
                }
                line.flush();
            }
            Stopwatch watch = new Stopwatch(server, options);
            while (watch.runs()) {
                lines.turn(100, (line, bytes, from, length) -> answered(line, bytes, from, length, watch));
            }
            return watch.outcome();
        }
    }

    private void answered(Line line, byte[] bytes, int from, int length, Stopwatch watch) {
        byte op = bytes[from + 2];
        if (op != RETURNED && op != ECHOED) {
            throw new IllegalStateException(
                    "The server said " + new String(bytes, from, Math.min(length, 200), StandardCharsets.UTF_8));
        }
        long now = System.nanoTime();
        watch.done(line.began(Frames.number(bytes, from)), now);
        line.call(call, now);
    }
}
