package io.redstart.server;

import static io.redstart.server.FireServer.auth;
import static io.redstart.server.FireServer.framed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SockJS at the door of Fire Web Socket: what it serves, to whom, and what it does with requests nobody should send. */
@Timeout(120)
class FireSockJsTest {
    private static final String JOE = "{\"i\":5}";

    @TempDir
    private Path folder;

    private @Nullable FireServer running;

    private FireServer start(String... settings) throws Exception {
        FireServer fire = FireServer.in(folder, List.of(settings));
        running = fire;
        return fire;
    }

    @AfterEach
    void stop() {
        Objects.requireNonNull(running).close();
    }

    private static HttpResponse<String> asked(FireServer fire, String method, String path, String... headers)
            throws Exception {
        HttpRequest.Builder request = fire.request(path).method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return fire.asks(request.build());
    }

    private static String body(CompletableFuture<HttpResponse<String>> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS).body();
    }

    @Test
    void greetsAndTellsWhatItCan() throws Exception {
        FireServer fire = start();
        for (String path : List.of("/socket", "/socket/")) {
            HttpResponse<String> greeting = fire.gets(path);
            assertThat(greeting.statusCode()).isEqualTo(200);
            assertThat(greeting.headers().firstValue("Content-Type")).contains("text/plain; charset=UTF-8");
            assertThat(greeting.body()).isEqualTo("Welcome to SockJS!\n");
        }
        HttpResponse<String> info = fire.gets("/socket/info");
        assertThat(info.headers().firstValue("Content-Type")).contains("application/json; charset=UTF-8");
        assertThat(info.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(cache -> assertThat(cache).contains("no-store"));
        assertThat(info.body())
                .matches("\\{\"websocket\":true,\"origins\":\\[\"\\*:\\*\"],\"cookie_needed\":false,\"entropy\":\\d+}");
        assertThat(fire.gets("/socket/info").body()).isNotEqualTo(info.body());
    }

    @Test
    void hasAPageForFramesOnlyIfItKnowsAScript() throws Exception {
        FireServer fire = start();
        assertThat(fire.gets("/socket/iframe.html").statusCode()).isEqualTo(404);
        fire.close();
        FireServer other = start("door.fire.client-script=/sockjs.min.js", "websocket.origins=https://app.example.com");
        HttpResponse<String> page = other.gets("/socket/iframe-1.6.1.html");
        assertThat(page.body())
                .contains("<script src=\"/sockjs.min.js\"></script>")
                .contains("bootstrap_iframe");
        assertThat(page.headers().firstValue("X-Frame-Options")).isEmpty();
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .contains("frame-ancestors 'self' https://app.example.com");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /socket/a/b/xhr, 405",
        "GET, /socket/a/b/xhr_send, 405",
        "POST, /socket/a/b/eventsource, 405",
        "PUT, /socket/info, 405",
        "POST, /socket, 405",
        "GET, /socket/a/b/websocket, 400",
        "GET, /socket/websocket, 400",
        "GET, /socket/a/b/jsonp, 404",
        "GET, /socket/a/b/htmlfile, 404",
        "GET, /socket/a//websocket, 400",
        "GET, /socket//b/websocket, 400",
        "GET, /socket/a.b/c/eventsource, 404",
        "GET, /socket/a/b.c/eventsource, 404",
        "GET, /socket/a/b/c/eventsource, 404",
        "GET, /socketry, 404",
        "POST, /socketry, 405",
        "POST, /socket/a/b/xhr_send, 404",
        "DELETE, /, 405",
    })
    void answersWhatItDoesNotServe(String method, String path, int status) throws Exception {
        assertThat(asked(start(), method, path).statusCode()).isEqualTo(status);
    }

    @Test
    void letsNoPageOfAnotherOriginInUnlessItIsNamed() throws Exception {
        FireServer fire = start("websocket.origins=https://app.example.com");
        String[] evil = {"Origin", "https://evil.example.com"};
        String[] friend = {"Origin", "https://app.example.com"};
        for (String path : List.of("/socket/info", "/socket/a/b/eventsource", "/socket/websocket")) {
            assertThat(asked(fire, "GET", path, evil).statusCode()).isEqualTo(403);
        }
        for (String path : List.of("/socket/a/b/xhr", "/socket/a/b/xhr_streaming", "/socket/a/b/xhr_send")) {
            assertThat(asked(fire, "POST", path, evil).statusCode()).isEqualTo(403);
            assertThat(asked(fire, "OPTIONS", path, evil).statusCode()).isEqualTo(403);
        }
        HttpResponse<String> may = asked(fire, "OPTIONS", "/socket/a/b/xhr_send", friend);
        assertThat(may.statusCode()).isEqualTo(204);
        assertThat(may.headers().firstValue("Access-Control-Allow-Methods")).contains("OPTIONS, POST");
        assertThat(may.headers().firstValue("Access-Control-Allow-Origin")).contains("https://app.example.com");
        assertThat(may.headers().firstValue("Access-Control-Allow-Credentials")).contains("true");
        assertThat(asked(fire, "POST", "/socket/a/b/xhr", friend).body()).isEqualTo("o\n");
    }

    @Test
    void takesOneRequestThatReceivesAtATime() throws Exception {
        FireServer fire = start();
        assertThat(fire.polled("a/b")).isEqualTo("o\n");
        CompletableFuture<HttpResponse<String>> first = fire.polls("a/b");
        // one of the two is refused, whichever comes second
        CompletableFuture<HttpResponse<String>> second = fire.polls("a/b");
        CompletableFuture.anyOf(first, second).get(20, TimeUnit.SECONDS);
        CompletableFuture<HttpResponse<String>> refused = first.isDone() ? first : second;
        assertThat(body(refused)).isEqualTo("c[2010,\"Another connection still open\"]\n");
        assertThat(fire.posts("/socket/a/b/xhr_send", framed(auth(JOE))).statusCode())
                .isEqualTo(204);
        assertThat(body(refused == first ? second : first)).contains("auth ok");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 500 | Payload expected.",
                "[\"x | 500 | Broken JSON encoding.",
                "{} | 500 | Broken JSON encoding.",
                "[1] | 500 | Broken JSON encoding.",
                "[[\"x\"]] | 500 | Broken JSON encoding.",
                "[\"x\",null] | 500 | Broken JSON encoding.",
                "[\"x\"] [\"y\"] | 500 | Broken JSON encoding.",
                "[] | 204 | ''",
                "\"x\" | 204 | ''",
                "[\"x\",\"{}\",\"null\"] | 204 | ''",
            })
    void saysWhatIsWrongWithWhatIsSent(String sent, int status, String why) throws Exception {
        FireServer fire = start();
        assertThat(fire.polled("a/b")).isEqualTo("o\n");
        HttpResponse<String> answer = fire.posts("/socket/a/b/xhr_send", sent);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(why);
        // and the session goes on
        assertThat(fire.posts("/socket/a/b/xhr_send", framed(auth(JOE))).statusCode())
                .isEqualTo(204);
        assertThat(fire.polled("a/b")).contains("auth ok");
    }

    @Test
    void endsASessionThatSendsTooMuch() throws Exception {
        FireServer fire = start();
        assertThat(fire.polled("a/b")).isEqualTo("o\n");
        HttpRequest known = fire.request("/socket/a/b/xhr_send")
                .POST(HttpRequest.BodyPublishers.ofString("[\"" + "x".repeat(200_000) + "\"]"))
                .build();
        assertThat(refusal(fire, known)).isEqualTo(413);
        assertThat(fire.polled("a/b")).startsWith("c[1009,");
        assertThat(fire.posts("/socket/a/b/xhr_send", "[]").statusCode()).isEqualTo(404);

        assertThat(fire.polled("a/c")).isEqualTo("o\n");
        HttpRequest endless = fire.request("/socket/a/c/xhr_send")
                .POST(HttpRequest.BodyPublishers.fromPublisher(
                        HttpRequest.BodyPublishers.ofString("[\"" + "x".repeat(200_000))))
                .build();
        assertThat(refusal(fire, endless)).isEqualTo(413);
        assertThat(fire.polled("a/c")).startsWith("c[1009,");
    }

    /** The status of an answer that comes before all was sent; a client may also find that its line is closed. */
    private static int refusal(FireServer fire, HttpRequest request) throws Exception {
        try {
            return fire.asks(request).statusCode();
        } catch (IOException closed) {
            return 413;
        }
    }

    @Test
    void endsASessionThatSendsTooFast() throws Exception {
        FireServer fire = start("connections.max-rate=10");
        assertThat(fire.polled("a/b")).isEqualTo("o\n");
        String many = IntStream.range(0, 1000).mapToObj(i -> "\"\"").toList().toString();
        fire.posts("/socket/a/b/xhr_send", many);
        assertThat(fire.polled("a/b")).startsWith("c[4429,");
        try (WireClient client = fire.opens("/socket/a/c/websocket")) {
            assertThat(client.hears()).isEqualTo("o");
            client.says(many);
            assertThat(client.hears()).startsWith("c[4429,");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[\"x", "[1]", "{\"event\":\"auth\"}", "[\"{}\",{}]"})
    void closesAWebSocketWhoseFramesAreNone(String frame) throws Exception {
        FireServer fire = start();
        try (WireClient client = fire.opens("/socket/a/b/websocket")) {
            assertThat(client.hears()).isEqualTo("o");
            client.says(frame);
            assertThat(client.hears()).isEqualTo("c[1002,\"Broken framing.\"]");
            assertThat(client.hears()).isEqualTo("closed 1000");
        }
    }

    @Test
    void tellsAgainThatASessionIsOver() throws Exception {
        FireServer fire = start();
        assertThat(fire.polled("a/b")).isEqualTo("o\n");
        fire.posts("/socket/a/b/xhr_send", framed("{\"event\":\"auth\",\"data\":{\"i\":\"nowhere\",\"s\":\"x\"}}"));
        for (int i = 0; i < 3; i++) {
            assertThat(fire.polled("a/b")).isEqualTo("c[3404,\"site id not registered\"]\n");
        }
    }

    @Test
    void belongsToTheAddressItWasOpenedFrom() throws Exception {
        FireServer fire = start();
        assertThat(fire.polled("a/b")).isEqualTo("o\n");
        assertThat(from(7, fire, "POST /socket/a/b/xhr_send HTTP/1.1", framed(auth(JOE))))
                .startsWith("HTTP/1.1 404");
        assertThat(from(7, fire, "POST /socket/a/b/xhr HTTP/1.1", "")).startsWith("HTTP/1.1 404");
        assertThat(fire.posts("/socket/a/b/xhr_send", framed(auth(JOE))).statusCode())
                .isEqualTo(204);
        assertThat(fire.polled("a/b")).contains("auth ok");
    }

    /** The answer to a request that comes from another address of this machine. */
    private static String from(int last, FireServer fire, String request, String body) throws Exception {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last}), 0));
            socket.setSoTimeout(20_000);
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), fire.server().port()));
            socket.getOutputStream()
                    .write((request + "\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                                    + body.getBytes(UTF_8).length + "\r\n\r\n" + body)
                            .getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @Test
    void hasRoomForSoManySessions() throws Exception {
        FireServer fire = start("door.fire.max-sessions=2");
        assertThat(fire.polled("a/1")).isEqualTo("o\n");
        assertThat(fire.polled("a/2")).isEqualTo("o\n");
        HttpResponse<String> refused = fire.polls("a/3").get(20, TimeUnit.SECONDS);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @Test
    void countsSessionsAmongTheConnectionsOfAnAddress() throws Exception {
        FireServer fire = start("admission.per-address=5");
        List<Integer> statuses = IntStream.range(0, 8)
                .mapToObj(i -> {
                    try {
                        return fire.polls("a/" + i).get(20, TimeUnit.SECONDS).statusCode();
                    } catch (Exception failed) {
                        throw new AssertionError(failed);
                    }
                })
                .toList();
        assertThat(statuses).startsWith(200, 200).endsWith(429, 429);
    }

    @Test
    void letsGoOfWhoDoesNotSayWhoItIs() throws Exception {
        FireServer fire = start("protocol.hello-timeout=100ms");
        try (WireClient client = fire.opens("/socket/a/b/websocket")) {
            assertThat(client.hears()).isEqualTo("o");
            assertThat(client.hears()).isEqualTo("c[3002,\"not found s - param, auth string\"]");
        }
        assertThat(fire.polled("a/c")).isEqualTo("o\n");
        assertThat(fire.polled("a/c")).startsWith("c[3002,");
    }

    @Test
    void hasHeartbeatsAndWaitsLongerThanALineMayBeSilent() throws Exception {
        FireServer fire = start("protocol.heartbeat=2500ms", "http.idle=1s", "admission.answer-within=1s");
        assertThat(fire.polled("a/b")).isEqualTo("o\n");
        fire.posts("/socket/a/b/xhr_send", framed(auth(JOE)));
        assertThat(fire.polled("a/b")).contains("auth ok");
        assertThat(fire.polled("a/b")).isEqualTo("h\n");
        try (WireClient client = fire.opens("/socket/a/c/websocket")) {
            assertThat(client.hears()).isEqualTo("o");
            client.says(framed(auth(JOE)));
            assertThat(client.hears()).contains("auth ok");
            assertThat(client.hears()).isEqualTo("h");
        }
    }

    @Test
    void forgetsASessionNobodyReceivesFor() throws Exception {
        FireServer fire = start();
        assertThat(fire.polled("a/b")).isEqualTo("o\n");
        fire.posts("/socket/a/b/xhr_send", framed(auth(JOE)));
        assertThat(fire.polled("a/b")).contains("auth ok");
        Awaitility.await().until(() -> fire.posts("/socket/a/b/xhr_send", "[]").statusCode() == 404);
        assertThat(fire.polled("a/b")).isEqualTo("o\n"); // another one of the same name
    }

    @Test
    void endsASessionWhoseStreamNobodyReads() throws Exception {
        FireServer fire = start();
        try (Socket stream = new Socket()) {
            stream.setReceiveBufferSize(4096);
            stream.setSoTimeout(20_000);
            stream.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), fire.server().port()));
            stream.getOutputStream()
                    .write("POST /socket/a/b/xhr_streaming HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
                            .getBytes(UTF_8));
            InputStream in = stream.getInputStream();
            StringBuilder heard = new StringBuilder();
            while (heard.indexOf("o\n") < 0) {
                heard.append((char) in.read());
            }
            fire.posts("/socket/a/b/xhr_send", framed(auth(JOE), "{\"event\":\"subscribe\",\"data\":\"news\"}"));
            try (WireClient control = fire.control()) {
                String large = "x".repeat(60_000);
                for (int i = 1; i <= 30; i++) {
                    control.says("[\"pub\"," + i + ",\"news\",\"message\",\"" + large + "\"]");
                    assertThat(control.hears()).isEqualTo("[\"ret\"," + i + ",null]");
                }
                Awaitility.await()
                        .until(() -> fire.posts("/socket/a/b/xhr_send", "[]").statusCode() == 404);
                // its line is gone at once, the session behind it as soon as that has heard of it
                AtomicInteger asked = new AtomicInteger(1_000);
                Awaitility.await().until(() -> {
                    int id = asked.incrementAndGet();
                    control.says("[\"who\"," + id + ",\"news\"]");
                    return control.hears().equals("[\"ret\"," + id + ",{\"users\":[],\"guests\":0,\"sessions\":0}]");
                });
            }
        }
    }

    @Test
    void saysGoodbyeWhenTheServerStops() throws Exception {
        FireServer fire = start();
        assertThat(fire.polled("a/b")).isEqualTo("o\n");
        fire.posts("/socket/a/b/xhr_send", framed(auth(JOE)));
        assertThat(fire.polled("a/b")).contains("auth ok");
        CompletableFuture<HttpResponse<String>> first = fire.polls("a/b");
        // when one of the two has been refused the other is there
        CompletableFuture<HttpResponse<String>> second = fire.polls("a/b");
        CompletableFuture.anyOf(first, second).get(20, TimeUnit.SECONDS);
        CompletableFuture<HttpResponse<String>> open = first.isDone() ? second : first;
        fire.close();
        assertThat(body(open)).startsWith("c[4001,");
    }

    @Test
    void touchesNoOtherSession() throws Exception {
        FireServer fire = start();
        try (WireClient good = fire.opens("/socket/a/b/websocket");
                WireClient evil = fire.opens("/socket/a/b/websocket")) {
            assertThat(good.hears()).isEqualTo("o");
            assertThat(evil.hears()).isEqualTo("o");
            good.says(framed(auth(JOE)));
            assertThat(good.hears()).contains("auth ok");
            evil.says("[\"{\\\"event\\\":");
            assertThat(evil.hears()).startsWith("c[1002");
            good.says(framed("{\"event\":\"subscribe\",\"data\":\"news\"}"));
            try (WireClient control = fire.control()) {
                control.says("[\"set\",1,\"news\",1]").says("[\"set\",2,\"news\",2]");
                assertThat(good.hears()).startsWith("a[");
            }
        }
    }
}
