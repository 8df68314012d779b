package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Action;
import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.OnOpen;
import io.redstart.api.Session;
import io.redstart.api.User;
import jakarta.annotation.security.PermitAll;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients of socket.red over real sockets: who is let in, and what is told in which order. */
@Timeout(60)
class SocketRedDoorTest {
    @TempDir
    private Path folder;

    private @Nullable RedstartServer running;

    @Api
    @PermitAll
    public static class Hands {
        @OnOpen
        public void open(Session session) {
            session.emit("hi", "A new session has started");
        }

        @Call
        public String clap(int hands, Session session) {
            session.dispatch(Action.of("clapped", hands));
            if (hands == 0) {
                throw new CallException("no_hands", "Cannot clap without any hands");
            }
            return "Clap with " + hands;
        }

        @Call
        public String fails() {
            throw new IllegalStateException("a secret");
        }
    }

    /** Lets in by the url. */
    public static class ByToken implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            if (handshake.stage() == Handshake.Stage.UPGRADE) {
                return ("joe".equals(handshake.query("user")) ? Decision.accept(new User("joe")) : Decision.undecided())
                        .now();
            }
            if ("broken".equals(handshake.token())) {
                throw new IllegalStateException("<script>a secret</script>");
            }
            return ("right".equals(handshake.token()) ? Decision.accept(new User("ann")) : Decision.refuse("<b>no</b>"))
                    .now();
        }
    }

    private void start(List<String> settings, Class<?>... classes) throws Exception {
        Path none = Files.writeString(folder.resolve("none.yaml"), "");
        List<String> all = Stream.concat(
                        Stream.of("http.port=0", "http.host=127.0.0.1", "door.socketred.path=/red"), settings.stream())
                .toList();
        running = RedstartServer.builder()
                .settings(new SettingsReader(Map.of()).read(none, all).settings())
                .api(classes)
                .start();
    }

    private RedstartServer server() {
        return Objects.requireNonNull(running);
    }

    private URI at(String pathAndQuery) {
        return server().uri().resolve(pathAndQuery);
    }

    private WireClient open(String pathAndQuery) {
        return WireClient.to(URI.create("ws" + at(pathAndQuery).toString().substring("http".length())), Map.of());
    }

    private HttpResponse<String> asked(String pathAndQuery, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at(pathAndQuery));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @AfterEach
    void stop() {
        server().close();
    }

    @Test
    void answersInItsOwnWords() throws Exception {
        start(List.of(), Hands.class);
        try (WireClient client = open("/red?user=joe")) {
            assertThat(client.hears()).isEqualTo("[-1,\"hi\",\"A new session has started\"]");
            client.says("[1,\"clap\",[2]]");
            assertThat(client.hears()).isEqualTo("[0,{\"type\":\"clapped\",\"payload\":2}]");
            assertThat(client.hears()).isEqualTo("[1,true,\"Clap with 2\"]");
            client.says("[2,\"clap\",[0]]");
            assertThat(client.hears()).isEqualTo("[2,false,\"Cannot clap without any hands\"]");
            client.says("nonsense").says("{}").says("[0,\"nosuch\",[]]").says("[-1,\"clap\",[1]]");
            client.says("[3,\"toString\",[]]");
            assertThat(client.hears()).isEqualTo("[3,false,\"Unknown api 'toString'\"]");
            client.says("[4,\"fails\",[]]");
            assertThat(client.hears()).isEqualTo("[4,false,\"The server failed\"]");
            client.says("[5,\"clap\",[\"two\"]]");
            assertThat(client.hears()).startsWith("[5,false,\"clap: ").doesNotContain("jackson");
        }
    }

    @Test
    void endsASessionWithItsLine() throws Exception {
        start(List.of(), Hands.class);
        try (WireClient client = open("/red/with/more")) {
            assertThat(client.hears()).startsWith("[-1,");
            assertThat(server().sessions().all().stream()).hasSize(1);
        }
        org.awaitility.Awaitility.await()
                .until(() -> server().sessions().all().stream().count() == 0);
    }

    @Test
    void tellsAnybodyThatGuestsMayCome() throws Exception {
        start(List.of(), Hands.class);
        HttpResponse<String> answer = asked("/red?user=joe", "Accept", "application/json");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.body()).isEqualTo("{\"user\":null}");
        assertThat(asked("/redder").statusCode()).isEqualTo(404);
    }

    @Test
    void decidesByTheUrlWhoComesIn() throws Exception {
        start(List.of("door.socketred.token-parameter=token"), Hands.class, ByToken.class);
        assertThat(asked("/red?user=joe").body()).isEqualTo("{\"user\":\"joe\"}");
        assertThat(asked("/red?token=right").body()).isEqualTo("{\"user\":\"ann\"}");
        HttpResponse<String> refused = asked("/red?token=wrong");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.body()).isEqualTo("Unauthorized access");
        HttpResponse<String> failed = asked("/red?token=broken");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body()).isEqualTo("The server failed");
        try (WireClient client = open("/red?token=right")) {
            assertThat(client.hears()).startsWith("[-1,");
        }
        assertThatThrownBy(() -> open("/red?token=wrong"))
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(WebSocketHandshakeException.class);
    }

    @Test
    void takesNoTokenFromUrlsUnlessItIsTold() throws Exception {
        start(List.of(), Hands.class, ByToken.class);
        assertThat(asked("/red?token=right").statusCode()).isEqualTo(401);
    }

    @Test
    void letsInNoPageOfAnotherOrigin() throws Exception {
        start(List.of("websocket.origins=https://app.example.com"), Hands.class);
        assertThat(asked("/red", "Origin", "https://evil.example.com").statusCode())
                .isEqualTo(403);
        HttpResponse<String> friend = asked("/red", "Origin", "https://app.example.com");
        assertThat(friend.statusCode()).isEqualTo(200);
        assertThat(friend.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example.com");
    }

    @Test
    void isShutUnlessItHasAPlace() throws Exception {
        start(List.of("door.socketred.path="), Hands.class);
        assertThat(asked("/red").statusCode()).isEqualTo(404);
    }

    @Test
    void leadsNowhereIfItsNamespaceIsNotThere() throws Exception {
        start(List.of("door.socketred.namespace=nowhere"), Hands.class);
        assertThat(asked("/red").statusCode()).isEqualTo(404);
    }
}
