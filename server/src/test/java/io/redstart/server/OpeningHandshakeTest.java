package io.redstart.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class OpeningHandshakeTest {
    /** The example of RFC 6455, section 1.3. */
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";

    private static final String PROOF = "sec-websocket-accept: s3ppLMBiTxaQ9kYGzzhZRbK+xOo=".toLowerCase(Locale.ROOT);
    private static final String UPGRADE = "Upgrade: websocket";
    private static final String CONNECTION = "Connection: Upgrade";
    private static final String VERSION = "Sec-WebSocket-Version: 13";

    private static RedstartServer server;

    @BeforeAll
    static void start() throws Exception {
        server = RedstartServer.builder().port(0).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** The head of the answer, in small letters. */
    private static String ask(String... headers) throws IOException {
        return asks("GET /ws HTTP/1.1", headers);
    }

    private static String asks(String line, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write((line + "\r\nHost: localhost\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
                            .getBytes(ISO_8859_1));
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            for (int next = in.read(); next >= 0; next = in.read()) {
                head.write(next);
                if (head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                    break;
                }
            }
            return head.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
        }
    }

    @Test
    void provesThatItHasReadTheKey() throws Exception {
        assertThat(ask(UPGRADE, CONNECTION, VERSION, KEY))
                .startsWith("http/1.1 101")
                .contains("upgrade: websocket", "connection: upgrade", PROOF)
                .doesNotContain("sec-websocket-protocol", "sec-websocket-extensions");
    }

    @Test
    void agreesOnItsOwnSubprotocolAmongOthers() throws Exception {
        assertThat(ask(UPGRADE, CONNECTION, VERSION, KEY, "Sec-WebSocket-Protocol: other, redstart.v1"))
                .contains("sec-websocket-protocol: redstart.v1\r\n");
        assertThat(ask(UPGRADE, CONNECTION, VERSION, KEY, "Sec-WebSocket-Protocol: other"))
                .startsWith("http/1.1 101")
                .doesNotContain("sec-websocket-protocol");
    }

    @Test
    void agreesOnNoExtension() throws Exception {
        assertThat(ask(UPGRADE, CONNECTION, VERSION, KEY, "Sec-WebSocket-Extensions: permessage-deflate"))
                .startsWith("http/1.1 101")
                .doesNotContain("extensions");
    }

    @Test
    void takesHeadersWithOtherWords() throws Exception {
        assertThat(ask("upgrade: WebSocket", "connection: keep-alive, Upgrade", VERSION, KEY))
                .startsWith("http/1.1 101");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-WebSocket-Version: 8", "Sec-WebSocket-Version: 130", "X-Other: 13"})
    void saysWhichVersionItSpeaks(String other) throws Exception {
        assertThat(ask(UPGRADE, CONNECTION, other, KEY))
                .startsWith("http/1.1 426")
                .contains("sec-websocket-version: 13");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Other: none", "Sec-WebSocket-Key: short", "Sec-WebSocket-Key: %%%%IHNhbXBsZSBub25jZQ=="})
    void asksForAKey(String other) throws Exception {
        assertThat(ask(UPGRADE, CONNECTION, VERSION, other)).startsWith("http/1.1 400");
    }

    @Test
    void asksForTheConnectionHeader() throws Exception {
        assertThat(ask(UPGRADE, VERSION, KEY)).startsWith("http/1.1 400");
    }

    @Test
    void opensNothingForAnOlderHttp() throws Exception {
        assertThat(asks("GET /ws HTTP/1.0", UPGRADE, CONNECTION, VERSION, KEY)).startsWith("http/1.1 400");
    }
}
