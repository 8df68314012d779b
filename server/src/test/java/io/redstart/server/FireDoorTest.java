package io.redstart.server;

import static io.redstart.server.FireServer.auth;
import static io.redstart.server.FireServer.framed;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.OnEvent;
import io.redstart.api.Session;
import io.redstart.api.User;
import jakarta.annotation.security.PermitAll;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of Fire Web Socket over real sockets: who is let in, and what they hear of channels. */
@Timeout(120)
class FireDoorTest {
    private static final String JOE = "{\"i\":5}";

    @TempDir
    private Path folder;

    private @Nullable FireServer running;

    @Api
    @PermitAll
    public static class Echo {
        @OnEvent("ping")
        public void ping(String text, Session session, User user) {
            session.emit("pong", text + " of " + user.id());
        }
    }

    private void start(String... settings) throws Exception {
        running = FireServer.in(folder, List.of(settings), Echo.class);
    }

    @AfterEach
    void stop() {
        fire().close();
    }

    private FireServer fire() {
        return Objects.requireNonNull(running);
    }

    private WireClient entered(String payload) throws Exception {
        WireClient client = fire().opens("/socket/123/abcdefgh/websocket");
        assertThat(client.hears()).isEqualTo("o");
        client.says(framed(auth(payload)));
        assertThat(client.hears()).startsWith("a[\"{\\\"event\\\":\\\"auth ok\\\",\\\"data\\\":{\\\"cid\\\":\\\"");
        return client;
    }

    private static String told(String event, String data) {
        return "a" + framed("{\"event\":\"" + event + "\",\"data\":" + data + "}");
    }

    @Test
    void letsAPageSubscribeAndTellsItTheBaseStateAndWhatIsSaid() throws Exception {
        start();
        try (WireClient control = fire().control();
                WireClient client = entered(JOE)) {
            control.says("[\"set\",1,\"news\",{\"base\":1}]");
            assertThat(control.hears()).isEqualTo("[\"ret\",1,null]");
            client.says(framed("{\"event\":\"subscribe\",\"data\":\"news\"}"));
            assertThat(client.hears()).isEqualTo(told("news", "{\"base\":1}"));
            control.says("[\"pub\",2,\"news\",\"message\",{\"hello\":\"wörld\\n\"}]");
            assertThat(client.hears()).isEqualTo(told("news", "{\"hello\":\"wörld\\n\"}"));
            control.says("[\"set\",3,\"news\",[2]]");
            assertThat(client.hears()).isEqualTo(told("news", "[2]"));
            client.says(framed(
                    "{\"event\":\"unsubscribe\",\"data\":\"news\"}", "{\"event\":\"ping\",\"data\":\"still here\"}"));
            assertThat(client.hears()).isEqualTo(told("pong", "\"still here of 5\""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "HS384", "HS512"})
    void believesTokensOfItsNamespace(String algorithm) throws Exception {
        start();
        for (String payload : List.of("{\"i\":\"joe\"}", "\"joe\"", "5")) {
            try (WireClient client = fire().opens("/socket/websocket")) {
                client.says("{\"event\":\"auth\",\"data\":{\"i\":\"shop\",\"s\":\""
                        + NamespaceKeysTest.token(algorithm, payload, FireServer.KEY) + "\"}}");
                assertThat(client.hears()).startsWith("{\"event\":\"auth ok\",\"data\":{\"cid\":\"");
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"i\":\"shop\"} | c[3002,\"not found s - param, auth string\"]",
                "{\"i\":\"shop\",\"s\":5} | c[3002,\"not found s - param, auth string\"]",
                "null | c[3002,\"not found s - param, auth string\"]",
                "{\"s\":\"x\"} | c[3002,\"not found i - param, site id\"]",
                "{\"i\":\"nowhere\",\"s\":\"x\"} | c[3404,\"site id not registered\"]",
                "{\"i\":\"__proto__\",\"s\":\"x\"} | c[3404,\"site id not registered\"]",
                "{\"i\":\"shop\",\"s\":\"x\"} | c[3404,\"invalid JWT\"]",
            })
    void saysWhyItLetsNobodyIn(String data, String close) throws Exception {
        start();
        try (WireClient client = fire().opens("/socket/1/a/websocket")) {
            assertThat(client.hears()).isEqualTo("o");
            client.says(framed("{\"event\":\"auth\",\"data\":" + data + "}"));
            assertThat(client.hears()).isEqualTo(close);
            assertThat(client.hears()).isEqualTo("closed 1000");
        }
        try (WireClient client = fire().opens("/socket/websocket")) {
            client.says("{\"event\":\"auth\",\"data\":" + data + "}");
            String code = close.substring(2, 6);
            assertThat(client.hears()).startsWith("closed " + code);
        }
    }

    @Test
    void hearsNothingBeforeItKnowsWhoSpeaks() throws Exception {
        start();
        try (WireClient control = fire().control();
                WireClient client = fire().opens("/socket/websocket")) {
            control.says("[\"set\",1,\"news\",1]");
            assertThat(control.hears()).isEqualTo("[\"ret\",1,null]");
            client.says("{\"event\":\"subscribe\",\"data\":\"news\"}")
                    .says("nonsense")
                    .says("null")
                    .says("[]")
                    .says("{}");
            client.says("{\"event\":5}").says("{\"event\":\"__proto__\"}").says(auth(JOE));
            assertThat(client.hears()).startsWith("{\"event\":\"auth ok\"");
            client.says("{\"event\":\"ping\",\"data\":\"x\"}");
            assertThat(client.hears()).isEqualTo("{\"event\":\"pong\",\"data\":\"x of 5\"}");
        }
    }

    @Test
    void letsOnlyInWhoWasGrantedAndTakesOutWhoIsNot() throws Exception {
        start();
        try (WireClient control = fire().control();
                WireClient client = fire().opens("/socket/websocket")) {
            client.says(auth(JOE)).says("{\"event\":\"subscribe\",\"data\":\"#staff\"}");
            assertThat(client.hears()).startsWith("{\"event\":\"auth ok\"");
            control.says("[\"set\",1,\"#staff\",\"secret\"]");
            assertThat(control.hears()).isEqualTo("[\"ret\",1,null]");
            client.says("{\"event\":\"ping\",\"data\":\"not in\"}");
            assertThat(client.hears()).contains("not in of 5");
            control.says("[\"grant\",2,\"#staff\",\"5\"]");
            assertThat(control.hears()).isEqualTo("[\"ret\",2,null]");
            client.says("{\"event\":\"subscribe\",\"data\":\"#staff\"}");
            assertThat(client.hears()).isEqualTo("{\"event\":\"#staff\",\"data\":\"secret\"}");
            control.says("[\"revoke\",3,\"#staff\",\"5\"]");
            assertThat(control.hears()).isEqualTo("[\"ret\",3,null]");
            control.says("[\"pub\",4,\"#staff\",\"message\",1]");
            assertThat(control.hears()).isEqualTo("[\"ret\",4,null]");
            client.says("{\"event\":\"ping\",\"data\":\"out\"}");
            assertThat(client.hears()).contains("out of 5");
        }
    }

    @Test
    void hasAChannelForEachUser() throws Exception {
        start();
        try (WireClient control = fire().control();
                WireClient five = fire().opens("/socket/websocket");
                WireClient six = fire().opens("/socket/websocket")) {
            control.says("[\"set\",1,\"@me\",\"yours\",{\"user\":\"5\"}]");
            assertThat(control.hears()).isEqualTo("[\"ret\",1,null]");
            six.says(auth("{\"i\":6}")).says("{\"event\":\"subscribe\",\"data\":\"@me\"}");
            assertThat(six.hears()).startsWith("{\"event\":\"auth ok\"");
            five.says(auth(JOE)).says("{\"event\":\"subscribe\",\"data\":\"@me\"}");
            assertThat(five.hears()).startsWith("{\"event\":\"auth ok\"");
            assertThat(five.hears()).isEqualTo("{\"event\":\"@me\",\"data\":\"yours\"}");
            six.says("{\"event\":\"ping\",\"data\":\"ready\"}");
            assertThat(six.hears()).contains("ready");
            control.says("[\"pub\",2,\"@me\",\"message\",1,{\"user\":\"5\"}]")
                    .says("[\"pub\",3,\"@me\",\"message\",2]");
            assertThat(five.hears()).isEqualTo("{\"event\":\"@me\",\"data\":1}");
            assertThat(five.hears()).isEqualTo("{\"event\":\"@me\",\"data\":2}");
            assertThat(six.hears()).isEqualTo("{\"event\":\"@me\",\"data\":2}");
        }
    }

    @Test
    void tellsWhoseSessionsAreInAChannelOnlyToWhoManagesIt() throws Exception {
        start();
        try (WireClient control = fire().control();
                WireClient page = entered(JOE);
                WireClient user = fire().opens("/ws/shop")) {
            control.says("[\"set\",1,\"news\",1]");
            assertThat(control.hears()).isEqualTo("[\"ret\",1,null]");
            page.says(framed("{\"event\":\"subscribe\",\"data\":\"news\"}"));
            assertThat(page.hears()).isEqualTo(told("news", "1"));
            user.says(
                    "[\"hello\",{\"token\":\"" + NamespaceKeysTest.token("HS256", "\"ann\"", FireServer.KEY) + "\"}]");
            assertThat(user.hears()).startsWith("[\"welcome\"");
            user.says("[\"who\",1,\"news\"]").says("[\"who\",2,\"news\",{\"sessions\":true}]");
            assertThat(user.hears()).isEqualTo("[\"ret\",1,{\"users\":[\"5\"],\"guests\":0,\"sessions\":1}]");
            assertThat(user.hears()).startsWith("[\"err\",2,{\"code\":\"forbidden\"");
            control.says("[\"who\",2,\"news\",{\"sessions\":true}]");
            assertThat(control.hears())
                    .matches(
                            "\\[\"ret\",2,\\{\"users\":\\[\"5\"],\"guests\":0,\"sessions\":1,\"of\":\\{\"[\\w-]{22}\":\"5\"}}]");
        }
    }

    @Test
    void goesOnWhenAPageLeavesThatSubscribedBeforeItSaidWhoItIs() throws Exception {
        start();
        try (WireClient page = fire().opens("/socket/websocket")) {
            page.says("{\"event\":\"subscribe\",\"data\":\"news\"}").says(auth(JOE));
            assertThat(page.hears()).startsWith("{\"event\":\"auth ok\"");
        }
        try (WireClient page = entered(JOE)) {
            page.says(framed("{\"event\":\"ping\",\"data\":\"1\"}"));
            assertThat(page.hears()).isEqualTo(told("pong", "\"1 of 5\""));
        }
    }

    @Test
    void hasANameInTheNumbers() throws Exception {
        start("metrics.port=0");
        try (WireClient client = entered(JOE)) {
            client.says(framed("{\"event\":\"ping\",\"data\":\"1\"}"));
            assertThat(client.hears()).contains("pong");
            HttpRequest numbers = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + fire().server().metricsPort() + "/metrics"))
                    .build();
            assertThat(fire().asks(numbers).body()).contains("redstart_connections_opened_total{door=\"fire\"} 1.0");
        }
    }

    @Test
    void isPolled() throws Exception {
        start();
        String mine = "000/polled01";
        assertThat(fire().polled(mine)).isEqualTo("o\n");
        assertThat(fire().posts("/socket/" + mine + "/xhr_send", framed(auth(JOE)))
                        .statusCode())
                .isEqualTo(204);
        assertThat(fire().polled(mine)).startsWith("a[\"{\\\"event\\\":\\\"auth ok\\\"");
        CompletableFuture<HttpResponse<String>> open = fire().polls(mine);
        assertThat(fire().posts("/socket/" + mine + "/xhr_send", framed("{\"event\":\"ping\",\"data\":\"1\"}"))
                        .statusCode())
                .isEqualTo(204);
        assertThat(open.get(20, TimeUnit.SECONDS).body()).isEqualTo(told("pong", "\"1 of 5\"") + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xhr_streaming", "eventsource"})
    void streams(String transport) throws Exception {
        start();
        String mine = "/socket/000/" + transport;
        HttpRequest.Builder request = fire().request(mine + "/" + transport);
        if (transport.startsWith("xhr")) {
            request.POST(HttpRequest.BodyPublishers.noBody());
        }
        try (Stream<String> lines =
                fire().streams(request.build()).get(20, TimeUnit.SECONDS).body()) {
            Iterator<String> frames = lines.filter(line -> !line.isEmpty() && !line.startsWith("hhh"))
                    .map(line -> line.replaceFirst("^data: ", ""))
                    .iterator();
            assertThat(frames.next()).isEqualTo("o");
            assertThat(fire().posts(mine + "/xhr_send", framed(auth(JOE))).statusCode())
                    .isEqualTo(204);
            assertThat(frames.next()).contains("auth ok");
            for (int i = 0; i < 3; i++) {
                fire().posts(mine + "/xhr_send", framed("{\"event\":\"ping\",\"data\":\"" + i + "\"}"));
                assertThat(frames.next()).isEqualTo(told("pong", "\"" + i + " of 5\""));
            }
        }
    }
}
