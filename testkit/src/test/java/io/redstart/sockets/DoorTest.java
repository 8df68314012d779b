package io.redstart.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.server.RedstartServer;
import io.redstart.sockets.RawWebSocket.Frame;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What only a socket shows: the upgrade, and frames that keep no rule. */
@Timeout(60)
class DoorTest {
    private static RedstartServer server;
    private static int port;

    @Api
    public static class Echo {
        @Call
        public Object echo(Object value) {
            return value;
        }

        @Call
        public int length(String text) {
            return text.length();
        }
    }

    public static class Guard implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            if (handshake.query("fail") != null) {
                throw new IllegalStateException("a secret of ours");
            }
            return handshake.query("refuse") != null
                    ? Decision.refuse("Not \"you\"").now()
                    : Decision.guest().now();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        server = RedstartServer.builder().port(0).api(Echo.class, Guard.class).start();
        port = server.port();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RawWebSocket welcome() throws IOException {
        RawWebSocket socket = RawWebSocket.open(port);
        socket.says("['hello',{'v':1}]");
        assertThat(socket.hears().text()).startsWith("[\"welcome\"");
        return socket;
    }

    private static void goesOn(RawWebSocket socket) throws IOException {
        socket.says("['call',9,'echo',['on']]");
        assertThat(socket.hears().text()).isEqualTo("[\"ret\",9,\"on\"]");
    }

    @Test
    void saysThatItIsAWebSocket() throws IOException {
        String answer = RawWebSocket.answer(port, "GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertThat(answer).startsWith("HTTP/1.1 426").containsIgnoringCase("upgrade: websocket");
    }

    @Test
    void refusesAPageOfAnotherOrigin() throws IOException {
        for (String origin : new String[] {
            "Origin: https://evil.example.com",
            "Origin: null",
            "Origin: http://localhost:1",
            "Origin: http://localhost:" + port + ".evil.example.com",
            "Origin: http://localhost:" + port + "\r\nOrigin: https://evil.example.com"
        }) {
            assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port, origin)))
                    .as(origin)
                    .startsWith("HTTP/1.1 403")
                    .contains("\"code\":\"forbidden\"");
        }
    }

    @Test
    void letsPagesOfItsOwnOriginInAndThoseThatAreNoPages() throws IOException {
        assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port))).startsWith("HTTP/1.1 101");
        assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port, "Origin: http://localhost:" + port)))
                .startsWith("HTTP/1.1 101");
    }

    @Test
    void refusesWhomTheAuthenticatorRefuses() throws IOException {
        String request = RawWebSocket.upgrade(port).replace("GET /ws ", "GET /ws?refuse=1 ");
        assertThat(RawWebSocket.answer(port, request))
                .startsWith("HTTP/1.1 401")
                .containsIgnoringCase("content-type: application/json")
                .contains("\"code\":\"unauthenticated\"")
                .contains("\"message\":\"Not \\\"you\\\"\"");
    }

    @Test
    void saysThatTheAuthenticatorFailed() throws IOException {
        String request = RawWebSocket.upgrade(port).replace("GET /ws ", "GET /ws?fail=1 ");
        assertThat(RawWebSocket.answer(port, request))
                .startsWith("HTTP/1.1 500")
                .contains("\"code\":\"internal\"")
                .doesNotContain("secret");
    }

    @Test
    void choosesItsSubprotocolAndNoExtensions() throws IOException {
        String answer = RawWebSocket.answer(
                port,
                RawWebSocket.upgrade(
                        port,
                        "Sec-WebSocket-Protocol: other, redstart.v1",
                        "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, fragment; maxLength=1,"
                                + " identity"));
        assertThat(answer)
                .startsWith("HTTP/1.1 101")
                .containsIgnoringCase("Sec-WebSocket-Protocol: redstart.v1")
                .doesNotContainIgnoringCase("Sec-WebSocket-Extensions");
        assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port)))
                .doesNotContainIgnoringCase("Sec-WebSocket-Protocol");
    }

    @Test
    void refusesAnUpgradeThatIsNone() throws IOException {
        assertThat(RawWebSocket.answer(
                        port,
                        RawWebSocket.upgrade(port).replace("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 1")))
                .doesNotStartWith("HTTP/1.1 101")
                .startsWith("HTTP/1.1 4");
        assertThat(RawWebSocket.answer(
                        port,
                        RawWebSocket.upgrade(port).replace("Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n", "")))
                .startsWith("HTTP/1.1 4");
    }

    @Test
    void takesAMessageInFragmentsWithAPingBetweenThem() throws IOException {
        try (RawWebSocket socket = welcome()) {
            byte[] call = "[\"call\",1,\"echo\",[\"fragments\"]]".getBytes(UTF_8);
            for (int i = 0; i < call.length; i++) {
                socket.sends(i == call.length - 1, i == 0 ? RawWebSocket.TEXT : RawWebSocket.CONTINUATION, new byte[] {
                    call[i]
                });
                if (i == 5) {
                    socket.sends(true, RawWebSocket.PING, "?".getBytes(UTF_8));
                }
            }
            assertThat(socket.hears()).isEqualTo(new Frame(RawWebSocket.PONG, "?", 0));
            assertThat(socket.hears().text()).isEqualTo("[\"ret\",1,\"fragments\"]");
        }
    }

    @Test
    void takesSeveralMessagesInAFrame() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.says("['call',1,'echo',[1]]\n['call',2,'echo',[2]]\n");
            String heard = socket.hears().text();
            while (!heard.contains("[\"ret\",2,2]")) {
                heard += "\n" + socket.hears().text();
            }
            assertThat(heard).isEqualTo("[\"ret\",1,1]\n[\"ret\",2,2]");
        }
    }

    @Test
    void takesAMessageAsLargeAsAllowed() throws IOException {
        try (RawWebSocket socket = welcome()) {
            String frame = "['call',1,'length',['']]";
            int room = 65_536 - frame.length();
            socket.says("['call',1,'length',['" + "x".repeat(room) + "']]");
            assertThat(socket.hears().text()).isEqualTo("[\"ret\",1," + room + "]");
        }
    }

    @Test
    void closesOnAMessageThatIsTooLarge() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.sends(true, RawWebSocket.TEXT, "x".repeat(65_537).getBytes(UTF_8));
            assertThat(socket.hears().closeCode()).isEqualTo(1009);
        }
        try (RawWebSocket socket = welcome()) {
            byte[] half = "x".repeat(40_000).getBytes(UTF_8);
            socket.sends(false, RawWebSocket.TEXT, half).sends(false, RawWebSocket.CONTINUATION, half);
            assertThat(socket.hears().closeCode()).isEqualTo(1009);
        }
    }

    @Test
    void survivesAPayloadThatIsNoText() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.sends(true, RawWebSocket.BINARY, new byte[] {1, 2, 3});
            socket.sends(true, RawWebSocket.TEXT, new byte[0]);
            goesOn(socket);
        }
    }

    @Test
    void closesOnATextThatIsNoUtf8() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.sends(true, RawWebSocket.TEXT, new byte[] {'[', '"', (byte) 0xc0, (byte) 0xaf, '"', ']'});
            assertThat(socket.hears().closeCode()).isEqualTo(1007);
        }
        try (RawWebSocket socket = welcome()) {
            byte[] character = "🦊".getBytes(UTF_8);
            socket.sends(false, RawWebSocket.TEXT, java.util.Arrays.copyOf(character, 2))
                    .sends(false, RawWebSocket.CONTINUATION, new byte[] {'x'});
            assertThat(socket.hears().closeCode()).isEqualTo(1007);
        }
    }

    @Test
    void closesOnAFrameThatIsNone() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.sendsBytes(new byte[] {(byte) 0xf3, (byte) 0x80, 0, 0, 0, 0});
            assertThat(socket.hears().closeCode()).isEqualTo(1002);
        }
        try (RawWebSocket socket = welcome()) {
            socket.sendsBytes(new byte[] {(byte) 0x81, 2, 'h', 'i'}); // not masked
            assertThat(socket.hears().closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void survivesLinesThatBreakInTheMiddle() throws IOException {
        byte[] whole = {(byte) 0x81, (byte) 0x85, 0, 0, 0, 0, 'h', 'e', 'l', 'l', 'o'};
        for (int length = 1; length < whole.length; length++) {
            try (RawWebSocket socket = welcome()) {
                socket.sendsBytes(java.util.Arrays.copyOf(whole, length));
            }
        }
        for (int length = 1; length < 60; length += 7) {
            RawWebSocket.cutAfter(port, RawWebSocket.upgrade(port).substring(0, length));
        }
        try (RawWebSocket socket = welcome()) {
            goesOn(socket);
        }
    }

    @Test
    void answersAClose() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.sends(true, RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xe8});
            assertThat(socket.hears())
                    .extracting(Frame::op, Frame::closeCode)
                    .containsExactly(RawWebSocket.CLOSE, 1000);
            assertThat(socket.isClosed()).isTrue();
        }
    }

    @Test
    void closesAfterTooManyMistakes() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.says("1").says("2").says("3").says("4");
            assertThat(socket.hears().text())
                    .isEqualTo(
                            "[\"bye\",{\"code\":4509,\"reason\":\"too many messages that are none\",\"retry\":false}]");
            assertThat(socket.hears().closeCode()).isEqualTo(4509);
        }
    }
}
