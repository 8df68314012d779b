package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Line;
import io.redstart.benchmarks.wire.Wire;
import java.io.IOException;

/** Calls over many connections, each with so many calls in flight; an answer is followed by the next call at once. */
final class CallLoad implements Wire.Heard {
    private final Shape shape;
    private final Wire wire;
    private final Stopwatch watch;

    /** How many connections, how many calls in flight on each, how long the argument; how many connections are idle beside. */
    record Shape(int connections, int inFlight, int size, int idle) {
        private static final int KIB = 1024;

        Shape(int connections, int inFlight, int size) {
            this(connections, inFlight, size, 0);
        }

        /** For people who do not read the tables. */
        String inWords(String what) {
            String size = this.size < KIB ? this.size + " bytes" : this.size / KIB + " KiB";
            String each = inFlight == 1 ? "one at a time" : inFlight + " at once";
            return "%s of %s, %s on each of %d connections".formatted(what, size, each, connections);
        }

        @Override
        public String toString() {
            return connections + " connections, W=" + inFlight + " of " + size + " B";
        }
    }

    CallLoad(Shape shape, Wire wire, Stopwatch watch) {
        this.shape = shape;
        this.wire = wire;
        this.watch = watch;
    }

    Outcome run(ServerProcess server) throws IOException {
        try (OpenLines lines = new OpenLines(server.address(), wire, shape.connections() + shape.idle())) {
            lines.settle();
            for (Line line : lines.all().subList(0, shape.connections())) {
                line.calls(wire.call(line, shape.size()));
                for (int i = 0; i < shape.inFlight(); i++) {
                    line.call(System.nanoTime());
                }
                line.flush();
            }
            watch.starts();
            while (watch.runs()) {
                lines.turn(100, this);
            }
            return watch.outcome();
        }
    }

    @Override
    public void answered(Line line, long id) {
        long now = System.nanoTime();
        watch.done(line.began(id), now);
        line.call(now);
    }

    @Override
    public void pushed(Line line) {
        // who publishes is told as well
    }
}
