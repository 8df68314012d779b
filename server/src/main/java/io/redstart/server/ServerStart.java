package io.redstart.server;

/** Starts a server. The command line is given one, so that it does not know how a server is joined. */
@FunctionalInterface
public interface ServerStart {
    /**
     * Starts a server.
     *
     * @param settings its settings
     * @return the server, ready for clients
     * @throws Exception if it cannot start; a {@code BindException} or another {@code IOException} is told to people
     *     by its message alone
     */
    RunningServer start(ServerSettings settings) throws Exception;
}
