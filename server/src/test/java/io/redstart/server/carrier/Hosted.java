package io.redstart.server.carrier;

import io.redstart.api.Sessions;
import java.net.URI;

/** A server that runs on the carrier that is tested. */
interface Hosted {
    /** Where its WebSocket is. */
    URI uri();

    Sessions sessions();

    /** Stops the server itself; what hosts it may go on. */
    void stop();

    /** Stops it, and what hosts it. */
    void end() throws Exception;
}
