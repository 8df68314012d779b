package io.redstart.server;

/** A server that runs until it is closed. */
public interface RunningServer extends AutoCloseable {
    /** Stops the server in order: no new clients, running calls end, bundles are closed. Does nothing the second time. */
    @Override
    void close();
}
