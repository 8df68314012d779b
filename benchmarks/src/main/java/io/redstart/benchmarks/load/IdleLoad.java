package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Wire;
import java.io.IOException;

/** Opens connections and leaves them alone. */
final class IdleLoad {
    private static final int WARM = 100;

    private final int count;
    private final Wire wire;

    /** What a connection weighs and what the whole process, in bytes, and how many were opened in a second. */
    record Weight(double heap, double resident, long whole, double opened) implements Measurement {
        @Override
        public Cores cores() {
            return Cores.UNKNOWN; // memory is the same wherever they are
        }
    }

    IdleLoad(int count, Wire wire) {
        this.count = count;
        this.wire = wire;
    }

    Weight run(ServerProcess server) throws IOException {
        // what is made once, for the first connections, is no connection's own
        try (OpenLines first = new OpenLines(server, wire, WARM)) {
            first.settle();
            long heap = server.heap();
            long resident = server.resident();
            long began = System.nanoTime();
            try (OpenLines rest = new OpenLines(server, wire, count)) {
                double seconds = (System.nanoTime() - began) / 1e9;
                rest.settle();
                return new Weight(
                        (double) (server.heap() - heap) / count,
                        (double) (server.resident() - resident) / count,
                        server.resident(),
                        count / seconds);
            }
        }
    }
}
