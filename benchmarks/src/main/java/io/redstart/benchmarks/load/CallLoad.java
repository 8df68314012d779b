package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Line;
import io.redstart.benchmarks.wire.Wire;
import java.io.IOException;
import java.util.List;

/** Calls over many connections, each with so many calls in flight; an answer is followed by the next call at once. */
final class CallLoad implements Loading, Wire.Heard {
    private final OpenLines lines;
    private final List<Line> calling;
    private final int inFlight;
    private int open;
    private Deadline deadline = new Deadline(0);
    private Done told = (since, now) -> {};

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

        /** Opens the lines for it. */
        Loading open(Contestant contestant, ServerProcess server) throws IOException {
            return new CallLoad(this, contestant.wire(), new OpenLines(server, contestant.wire(), connections + idle));
        }

        @Override
        public String toString() {
            return connections + " connections, W=" + inFlight + " of " + size + " B";
        }
    }

    private CallLoad(Shape shape, Wire wire, OpenLines lines) throws IOException {
        this.lines = lines;
        this.calling = lines.all().subList(0, shape.connections());
        this.inFlight = shape.inFlight();
        lines.settle();
        for (Line line : calling) {
            line.calls(wire.call(line, shape.size()));
        }
    }

    @Override
    public void run(long nanos, Done each) throws IOException {
        told = each;
        deadline = new Deadline(nanos);
        for (Line line : calling) {
            for (int i = 0; i < inFlight; i++) {
                line.call(System.nanoTime());
                open++;
            }
            line.flush();
        }
        while (open > 0) {
            lines.turn(100, this);
            deadline.check("Answers to " + open + " calls");
        }
    }

    @Override
    public void answered(Line line, long id) {
        long now = System.nanoTime();
        told.done(line.began(id), now);
        if (deadline.isOver(now)) {
            open--;
        } else {
            line.call(now);
        }
    }

    @Override
    public void pushed(Line line) {
        // who publishes is told as well
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
