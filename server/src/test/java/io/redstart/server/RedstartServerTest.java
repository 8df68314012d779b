package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.ActionType;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Session;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class RedstartServerTest {
    @Api
    public static class Clap {
        @ActionType("clapped")
        public record Clapped(int hands) {}

        @Call
        public String clap(int hands, Session session) {
            session.dispatch(new Clapped(hands));
            if (hands == 0) {
                throw new CallException("no_hands", "Cannot clap without hands");
            }
            return "Clap with " + hands;
        }
    }

    @Test
    void answersARealClient() throws Exception {
        try (RedstartServer server =
                        RedstartServer.builder().port(0).api(Clap.class).start();
                WireClient client = WireClient.to(server)) {
            client.says("[\"call\",1,\"clap\",[2]]\n[\"call\",2,\"clap\",[0]]");
            assertThat(client.hears()).startsWith("[\"welcome\",{\"sid\":");
            assertThat(client.hears())
                    .isEqualTo("[\"act\",1,null,{\"type\":\"clapped\",\"payload\":{\"hands\":2}},{\"c\":1}]");
            assertThat(client.hears()).isEqualTo("[\"ret\",1,\"Clap with 2\"]");
            assertThat(client.hears())
                    .isEqualTo("[\"err\",2,{\"code\":\"no_hands\",\"message\":\"Cannot clap without hands\"}]");
        }
    }

    @Test
    void servesTypesAndHealth() throws Exception {
        try (RedstartServer server =
                RedstartServer.builder().port(0).api(Clap.class).start()) {
            assertThat(get(server.uri().resolve("/redstart/api.ts"))).contains("clap(hands: number): Promise<string>");
            assertThat(get(server.uri().resolve("/redstart/health"))).contains("up");
        }
    }

    private static String get(URI uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
