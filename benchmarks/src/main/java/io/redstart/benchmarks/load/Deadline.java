package io.redstart.benchmarks.load;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** When a load stops to ask for more, and when it no longer waits for what it asked for. */
final class Deadline {
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);

    private final long end;

    Deadline(long nanos) {
        end = System.nanoTime() + nanos;
    }

    boolean isOver(long now) {
        return now >= end;
    }

    void check(String missing) throws IOException {
        if (System.nanoTime() - end > PATIENCE) {
            throw new IOException(missing + " did not come for so long that nobody waits any more");
        }
    }
}
