package io.redstart.proofs.ledger;

import java.net.URI;
import java.util.concurrent.TimeoutException;

/** The clients of a run, all of one library. They say a hundred messages a second each. */
interface Players extends AutoCloseable {
    /** Makes players. */
    @FunctionalInterface
    interface Maker {
        /**
         * Connects them.
         *
         * @param server where
         * @param clients how many
         * @param ledger is told all they say and hear
         * @return when all have joined
         */
        Players connect(URI server, int clients, Ledger ledger) throws Exception;
    }

    /** They begin to say things. */
    void start();

    /**
     * They say nothing new, and wait until everything is answered and everything said to them before has come.
     *
     * @throws TimeoutException if that does not happen
     */
    void finish() throws Exception;

    /** They leave. */
    @Override
    void close();
}
