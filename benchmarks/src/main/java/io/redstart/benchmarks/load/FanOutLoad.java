package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Line;
import io.redstart.benchmarks.wire.Wire;
import java.io.IOException;

/** One of many sessions publishes, all are told; when all have heard it, it publishes again. */
final class FanOutLoad implements Loading, Wire.Heard {
    private static final int SIZE = 64;

    private final OpenLines lines;
    private final Line publisher;
    private int missing;
    private long publishedAt;
    private Done told = (since, now) -> {};

    FanOutLoad(int subscribers, Wire wire, ServerProcess server) throws IOException {
        lines = new OpenLines(server, wire, subscribers);
        lines.settle();
        publisher = lines.all().get(0);
        publisher.calls(wire.publish(publisher, SIZE));
    }

    @Override
    public void run(long nanos, Done each) throws IOException {
        told = each;
        Deadline deadline = new Deadline(nanos);
        do {
            missing = lines.all().size();
            publishedAt = System.nanoTime();
            publisher.call(publishedAt);
            publisher.flush();
            while (missing > 0) {
                lines.turn(100, this);
                deadline.check(missing + " deliveries");
            }
        } while (!deadline.isOver(System.nanoTime()));
    }

    @Override
    public void answered(Line line, long id) {
        // that it was published is known when it arrives
    }

    @Override
    public void pushed(Line line) {
        told.done(publishedAt, System.nanoTime());
        missing--;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
