package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Line;
import io.redstart.benchmarks.wire.Wire;
import java.io.IOException;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Calls on a schedule that waits for nobody, on one connection after the other. A latency counts from when its call was
 * due: so a server that stands still for a moment has all calls against it that came meanwhile, and so has a generator that
 * sends late.
 */
final class OpenLoad implements Wire.Heard {
    /** For so many seconds of calls a server may be behind. */
    private static final double BEHIND = 2;

    private static final long PUNCTUAL = TimeUnit.MILLISECONDS.toNanos(1);

    private final int connections;
    private final int size;
    private final double rate;
    private final Wire wire;
    private final Stopwatch watch;
    private final IdentityHashMap<Line, Place> places = new IdentityHashMap<>();
    private final Histogram lateness = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    private boolean scheduled;
    private long began;
    private long sent;
    private long answered;

    /** Which one of all lines it is, and the number of the last call before the schedule. */
    private record Place(int index, long before) {}

    /**
     * What came out.
     *
     * @param rate how many calls a second were due
     * @param outcome what became of them, with latencies from when they were due
     * @param lateness how much later than that they were sent, in nanoseconds
     */
    record Kept(double rate, Outcome outcome, Histogram lateness) implements Measurement {
        @Override
        public Cores cores() {
            return outcome.cores();
        }

        /** How many of a hundred calls were sent within a millisecond of when they were due. */
        double punctual() {
            return lateness.getPercentileAtOrBelowValue(PUNCTUAL);
        }
    }

    OpenLoad(int connections, int size, double rate, Wire wire, Stopwatch watch) {
        this.connections = connections;
        this.size = size;
        this.rate = rate;
        this.wire = wire;
        this.watch = watch;
    }

    Kept run(ServerProcess server) throws IOException {
        try (OpenLines lines = new OpenLines(server, wire, connections)) {
            lines.settle();
            watch.starts();
            warmUp(lines);
            schedule(lines);
            while (watch.runs()) {
                sendDue(lines.all());
                lines.turn(0, this);
                if (sent - answered > rate * BEHIND) {
                    throw new IOException(String.format("does not answer %,.0f calls a second", rate));
                }
            }
            drain(lines);
            return new Kept(rate, watch.outcome(), lateness);
        }
    }

    /** A server that has just started could not keep up with any schedule: at first it has the time it takes. */
    private void warmUp(OpenLines lines) throws IOException {
        for (Line line : lines.all()) {
            line.calls(wire.call(line, size));
            line.call(0);
            line.flush();
        }
        while (watch.warmedUp() < 2.0 / 3) {
            lines.turn(100, this);
        }
    }

    private void schedule(OpenLines lines) {
        for (Line line : lines.all()) {
            places.put(line, new Place(places.size(), line.lastId()));
        }
        scheduled = true;
        began = System.nanoTime();
    }

    private void sendDue(List<Line> lines) throws IOException {
        long now = System.nanoTime();
        // after a pause of its own it goes on reading what is answered, while it catches up
        for (int i = 0; i < connections && due(sent) <= now; i++) {
            long due = due(sent);
            Line line = lines.get((int) (sent % connections));
            line.call(due);
            line.flush();
            sent++;
            now = System.nanoTime();
            if (watch.counts()) {
                lateness.recordValue(Math.min(now - due, lateness.getHighestTrackableValue()));
            }
        }
    }

    private long due(long call) {
        return began + (long) (call / rate * 1e9);
    }

    private void drain(OpenLines lines) throws IOException {
        Deadline deadline = new Deadline(0);
        while (answered < sent) {
            deadline.check("Answers to " + (sent - answered) + " calls");
            lines.turn(100, this);
        }
    }

    @Override
    public void answered(Line line, long id) {
        if (!scheduled) {
            line.call(0);
            return;
        }
        Place place = places.get(line);
        if (place != null && id > place.before()) {
            answered++;
            watch.done(due((id - place.before() - 1) * connections + place.index()), System.nanoTime());
        }
    }

    @Override
    public void pushed(Line line) {
        // who publishes is told as well
    }
}
