package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Sessions;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/** Stores that are told the same must end up the same. */
class BroadcastOrderTest {
    private static final int CLIENTS = 6;
    private static final int CALLS = 30;

    @RegisterExtension
    final TestServerExtension server =
            TestServerExtension.of(TestServer.builder().api(Wall.class));

    @Api
    public static class Wall {
        @Call
        public void write(String text, Sessions sessions) {
            sessions.all().dispatch(Map.of("type", "first", "text", text));
            sessions.all().dispatch(Map.of("type", "second", "text", text));
        }
    }

    @Test
    void tellsEverybodyInTheSameOrderWhoeverTellsAtTheSameTime(TestServer server) {
        List<TestClient> clients = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(server.client());
        }
        for (int call = 1; call <= CALLS; call++) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.get(i).says("['call'," + call + ",'write',['" + i + "/" + call + "']]");
            }
        }
        server.settles();
        List<String> expected = heardBy(clients.get(0));
        assertThat(expected).hasSize(CLIENTS * CALLS * 2);
        for (int i = 0; i < expected.size(); i += 2) {
            // the two of one call stand together
            assertThat(expected.get(i)).isEqualTo("first " + expected.get(i + 1).substring("second ".length()));
        }
        clients.subList(1, CLIENTS)
                .forEach(client -> assertThat(heardBy(client)).isEqualTo(expected));
    }

    private static List<String> heardBy(TestClient client) {
        List<String> heard = new ArrayList<>();
        for (int i = 0; i < CLIENTS * CALLS * 2 + CALLS; i++) {
            JsonNode message = client.hears("'*'");
            if (message.path(0).asString().equals("act")) {
                heard.add(message.path(3).path("type").asString() + " "
                        + message.path(3).path("text").asString());
            }
        }
        return heard;
    }
}
