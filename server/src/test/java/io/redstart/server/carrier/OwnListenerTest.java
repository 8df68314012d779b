package io.redstart.server.carrier;

import io.redstart.api.Sessions;
import io.redstart.server.RedstartServer;
import java.net.URI;

/** The server's own listener. */
class OwnListenerTest extends CarrierContract {
    @Override
    Hosted start(RedstartServer.Builder builder) throws Exception {
        RedstartServer server = builder.start();
        URI uri = server.webSocketUri();
        return new Hosted() {
            @Override
            public URI uri() {
                return uri;
            }

            @Override
            public Sessions sessions() {
                return server.sessions();
            }

            @Override
            public void stop() {
                server.close();
            }

            @Override
            public void end() {
                server.close();
            }
        };
    }

    @Override
    String foreignPage() {
        return "HTTP 403";
    }

    @Override
    String notAuthenticated() {
        return "HTTP 401";
    }
}
