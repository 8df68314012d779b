package io.redstart.benchmarks.load;

import java.io.IOException;

/** A load on lines to one server that stay open: put on it for a moment, again and again. */
interface Loading extends AutoCloseable {
    /** Opens the lines. */
    @FunctionalInterface
    interface Opens {
        Loading to(Contestant contestant, ServerProcess server) throws IOException;
    }

    /** Is told of each thing that was done. */
    @FunctionalInterface
    interface Done {
        /** Begun and ended at these times, in nanoseconds. */
        void done(long since, long now);
    }

    /** Loads the server for so long, and then until nothing is open any more. */
    void run(long nanos, Done told) throws IOException;

    @Override
    void close() throws IOException;
}
