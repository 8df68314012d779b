package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers on a raw line to what it does not serve: always protected, never telling more than it must. */
@Timeout(60)
class RefusalsTest {
    @Api("a")
    public static class A {
        @Call
        public void b() {}
    }

    /** Fails for one user, refuses the others. */
    public static final class Guard implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            if ("boom".equals(handshake.query("user"))) {
                throw new IllegalStateException("secret reason");
            }
            return Decision.refuse("You are not known").now();
        }
    }

    private static final String UPGRADE = String.join(
            "\r\n",
            "Upgrade: websocket",
            "Connection: Upgrade, close",
            "Sec-WebSocket-Version: 13",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "",
            "");

    private static RedstartServer server;

    @BeforeAll
    static void start() throws Exception {
        ReadSettings read = new SettingsReader(Map.of("REDSTART_HTTP_PORT", "0", "REDSTART_HTTP_HOST", "127.0.0.1"))
                .read(null, List.of("websocket.origins=https://app.example, https://other.example:8443"));
        server = RedstartServer.builder()
                .settings(read.settings())
                .api(A.class, Guard.class)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // answered by a handler
                "404 | GET /nothing HTTP/1.1 | Host: a",
                "200 | GET / HTTP/1.1 | Host: a",
                "200 | GET /redstart/api.ts HTTP/1.1 | Host: a",
                "405 | POST / HTTP/1.1 | Host: a",
                "405 | TRACE / HTTP/1.1 | Host: a",
                "405 | OPTIONS * HTTP/1.1 | Host: a",
                "405 | DELETE /ws HTTP/1.1 | Host: a",
                "405 | PROPFIND / HTTP/1.1 | Host: a",
                "405 | get / HTTP/1.1 | Host: a",
                // refused by the door
                "426 | GET /ws HTTP/1.1 | Host: a",
                // refused by Jetty before any handler
                "400 | GET / HTTP/1.1 | No-Host: a",
                "400 | GET / HTTP/1.1 | Bad Name: a",
                "400 | GET /%00 HTTP/1.1 | Host: a",
                "400 | GET /%zz HTTP/1.1 | Host: a",
                "400 | GET /a/../../b HTTP/1.1 | Host: a",
                "400 | GET / HTTP/1.1 | Host: a b",
                "505 | GET / HTTP/3.7 | Host: a",
            })
    void protectsWhateverItAnswers(int status, String line, String header) throws Exception {
        check(status, line + "\r\n" + header + "\r\n\r\n");
    }

    @Test
    void refusesATunnel() throws Exception {
        for (String target : List.of("evil.example:80", "/")) {
            try (RawHttp line = RawHttp.to(server)) {
                String head = line.says("CONNECT " + target + " HTTP/1.1\r\nHost: evil.example:80\r\n\r\n")
                        .head();
                assertThat(head).matches("(?s)HTTP/1.1 (400|405) .*");
                assertProtected(head);
            }
        }
    }

    @Test
    void protectsTheAnswerToAHeadThatIsTooLarge() throws Exception {
        check(431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(20_000) + "\r\n\r\n");
        check(414, "GET /" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @Test
    void protectsTheDoorsRefusals() throws Exception {
        try (RawHttp line = RawHttp.to(server)) {
            String head = line.opens("Host: a", "Origin: https://evil.example").head();
            assertThat(head).startsWith("HTTP/1.1 403").contains("Cache-Control: no-store");
            assertProtected(head);
        }
        try (RawHttp line = RawHttp.to(server)) {
            String head = line.opens("Host: a").head();
            assertThat(head).startsWith("HTTP/1.1 401");
            assertProtected(head);
        }
    }

    @Test
    void tellsNothingOfItsFailures() throws Exception {
        try (RawHttp line = RawHttp.to(server)) {
            String all = line.says("GET /ws?user=boom HTTP/1.1\r\nHost: a\r\n" + UPGRADE)
                    .rest();
            assertThat(all).startsWith("HTTP/1.1 500").doesNotContain("secret reason", "Guard");
            assertProtected(all);
        }
    }

    @Test
    void letsPagesInThatTheSettingsAllow() throws Exception {
        for (String origin : List.of("https://app.example", "https://other.example:8443", "http://a:81")) {
            // the authenticator is asked only then
            assertThat(opening("Host: a:81", "Origin: " + origin)).startsWith("HTTP/1.1 401");
        }
        for (String origin : List.of(
                "http://app.example",
                "https://app.example:444",
                "https://other.example",
                "https://app.example.evil.example",
                "https://evil.example/https://app.example",
                "https://APP.example@evil.example",
                "null",
                "*",
                "https://a:81")) {
            assertThat(opening("Host: a:81", "Origin: " + origin)).as(origin).startsWith("HTTP/1.1 403");
        }
        assertThat(opening("Host: a", "Origin: https://app.example", "Origin: https://evil.example"))
                .startsWith("HTTP/1.1 403");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../etc/passwd",
                "/%2e%2e/%2e%2e/etc/passwd",
                "/..%2f..%2fetc/passwd",
                "/..%5c..%5cetc/passwd",
                "/..;/..;/etc/passwd",
                "/redstart/../../etc/passwd",
                "/redstart/client.js%00.txt",
                "/redstart%2fclient.js",
                "/redstart/%2e/client.js",
                "//redstart/client.js",
                "/%c0%ae%c0%ae/etc/passwd",
                "/%252e%252e/etc/passwd",
                "file:///etc/passwd",
                "/META-INF/MANIFEST.MF",
                "/redstart/%0d%0aSet-Cookie:%20a=b",
            })
    void leadsNowhereElse(String path) throws Exception {
        try (RawHttp line = RawHttp.to(server)) {
            String all = line.says("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .rest();
            assertThat(all).matches("(?s)HTTP/1.1 (400|404) .*");
            assertThat(all).doesNotContain("root:", "Set-Cookie", "passwd", "Manifest-Version");
            assertProtected(all);
        }
    }

    @Test
    void takesNoBytesThatAreNoHead() throws Exception {
        for (String head : List.of(
                "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: a\0b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX : a\r\n\r\n")) {
            check(400, head);
        }
    }

    private static void check(int status, String request) throws Exception {
        try (RawHttp line = RawHttp.to(server)) {
            String head = line.says(request).head();
            assertThat(head).startsWith("HTTP/1.1 " + status + " ");
            assertProtected(head);
        }
    }

    private static void assertProtected(String head) {
        assertThat(head)
                .contains(
                        "X-Content-Type-Options: nosniff\r\n",
                        "Referrer-Policy: same-origin\r\n",
                        "frame-ancestors 'self'",
                        "Cross-Origin-Resource-Policy: same-origin\r\n")
                .doesNotContain("Server:", "X-Powered-By", "Jetty", "jetty", "org.eclipse", "Exception");
    }

    private static String opening(String... headers) throws Exception {
        try (RawHttp client = RawHttp.to(server)) {
            return client.opens(headers).head();
        }
    }
}
