package io.redstart.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Opens connections and leaves them alone. */
final class IdleLoad {
    private static final int WARM = 100;
    private static final long SETTLE = TimeUnit.SECONDS.toNanos(2);

    private final int count;

    /** What a connection weighs, in bytes. */
    record Weight(double heap, double resident) {}

    IdleLoad(int count) {
        this.count = count;
    }

    Weight run(ServerProcess server) throws IOException {
        // what is made once, for the first connections, is no connection's own
        try (OpenLines first = new OpenLines(server.address(), WARM)) {
            settle(first);
            long heap = server.heap();
            long resident = server.resident();
            try (OpenLines rest = new OpenLines(server.address(), count)) {
                settle(rest);
                return new Weight(
                        (double) (server.heap() - heap) / count, (double) (server.resident() - resident) / count);
            }
        }
    }

    private static void settle(OpenLines lines) throws IOException {
        long until = System.nanoTime() + SETTLE;
        while (System.nanoTime() < until) {
            lines.turn(100, (line, bytes, from, length) -> {});
        }
    }
}
