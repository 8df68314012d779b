package io.redstart.server.door.fire.sockjs;

import io.redstart.api.Handshake;

/** Takes in the clients of a SockJS endpoint. */
public interface SockJsClients {
    /**
     * A client opens a session.
     *
     * @param handshake how it comes in
     * @return hears what it says
     */
    SockJsLine arrives(Handshake handshake);

    /**
     * Whether nobody is let in any more.
     *
     * @return true once the server is about to stop
     */
    boolean isClosed();
}
