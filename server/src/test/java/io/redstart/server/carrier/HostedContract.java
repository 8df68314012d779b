package io.redstart.server.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Sessions;
import io.redstart.server.HostedServer;
import io.redstart.server.RedstartServer;
import jakarta.websocket.server.ServerContainer;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A container of the Jakarta WebSocket API hosts the server. */
abstract class HostedContract extends CarrierContract {
    /** A container that has been started. */
    record Started(URI uri, AutoCloseable container) {}

    /** Is given the container's endpoints while an application starts. */
    interface Application {
        void start(ServerContainer container) throws Exception;
    }

    abstract Started start(Application application) throws Exception;

    @Override
    final Hosted start(RedstartServer.Builder builder) throws Exception {
        AtomicReference<HostedServer> attached = new AtomicReference<>();
        Started started = start(container -> attached.set(builder.attachTo(container)));
        HostedServer server = attached.get();
        return new Hosted() {
            @Override
            public URI uri() {
                return started.uri();
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
            public void end() throws Exception {
                server.close();
                started.container().close();
            }
        };
    }

    @Override
    String foreignPage() {
        return "close 4507";
    }

    @Override
    String notAuthenticated() {
        return "close 4501";
    }

    @Override
    String noNamespace(boolean wellFormed) {
        return "close 4504";
    }

    @Test
    void sendsAwayWhoeverConnectsAfterItStopped() throws Exception {
        URI uri = host().uri();
        hosted().stop();
        assertThat(SocketClient.refusal(uri)).isEqualTo("close 4001");
    }
}
