package io.redstart.server.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Sessions;
import io.redstart.server.RedstartServer;
import java.net.URI;
import org.junit.jupiter.api.Test;

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

    @Override
    String noNamespace(boolean wellFormed) {
        return wellFormed ? "HTTP 404" : "HTTP 400";
    }

    @Test
    void writesOnceWhatItAnswersToOneRead() throws Exception {
        try (RawSocket peer = new RawSocket(host().uri())) {
            peer.head();
            peer.say("[\"hello\",{\"v\":1}]");
            assertThat(peer.next()).startsWith("[\"welcome\"");
            peer.sayAtOnce(
                    "[\"call\",1,\"room.twice\",[1]]",
                    "[\"call\",2,\"room.twice\",[2]]",
                    "[\"call\",3,\"room.twice\",[3]]");
            assertThat(peer.next()).isEqualTo("[\"ret\",1,2]\n[\"ret\",2,4]\n[\"ret\",3,6]");
        }
    }

    /** It would be handed from one thread to the next with each read otherwise. */
    @Test
    void readsInTheSelectorsThread() throws Exception {
        SocketClient client = connect();
        client.greet();
        client.say("[\"call\",1,\"room.thread\",[]]");
        String first = client.next().replace("[\"ret\",1,", "");
        for (int i = 2; i <= 50; i++) {
            client.say("[\"call\"," + i + ",\"room.thread\",[]]");
            assertThat(client.next()).isEqualTo("[\"ret\"," + i + "," + first);
        }
    }
}
