package io.redstart.proofs.channels;

import java.io.IOException;
import java.net.URI;

/** A client of one of the libraries that does in channels what it is told, and writes down what it is told. */
interface Player extends AutoCloseable {
    /** Starts one. */
    interface Kind {
        Player start(URI server, String token) throws IOException;
    }

    /**
     * Does something: {@code join}, {@code leave}, {@code say}, {@code set}, {@code get} or {@code who}, with a channel, and
     * what is said or set.
     */
    void does(String command);

    /** The next line it has written, or {@code nothing} if none comes. */
    String next() throws InterruptedException;

    @Override
    void close();
}
