package io.redstart.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.server.RedstartServer;
import io.redstart.server.ServerSettings;
import io.redstart.sockets.RawWebSocket.Frame;
import jakarta.annotation.security.PermitAll;
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
    @PermitAll
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
        ServerSettings settings = new ServerSettings();
        server = RedstartServer.builder()
                .settings(settings.with(settings.admission().withoutAddresses()))
                .port(0)
                .api(Echo.class, Guard.class)
                .start();
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
        String own = "http://localhost:" + port;
        for (String origin : new String[] {
            "https://evil.example.com",
            "null",
            "",
            "*",
            "https://localhost:" + port,
            "ws://localhost:" + port,
            "file://",
            "http://localhost",
            "http://localhost:1",
            "http://localhost:" + port + "0",
            own + ".evil.example.com",
            own + "@evil.example.com",
            own + "/",
            own + " http://evil.example.com",
            own + ",http://evil.example.com",
            "http://user@localhost:" + port,
            "http://user:secret@localhost:" + port,
            "http://evil.localhost:" + port,
            "http://evillocalhost:" + port,
            "http://localhost.:" + port,
            "HTTP://LOCALHOST:" + port,
            "http://loc\u0430lhost:" + port,
            "http://xn--loclhost-9fg:" + port,
            own + "\r\nOrigin: https://evil.example.com",
            own + "\r\nOrigin: " + own
        }) {
            assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port, "Origin: " + origin)))
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
    void survivesAPayloadThatIsNoMessage() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.sends(true, RawWebSocket.BINARY, new byte[] {1, 2, 3});
            socket.sends(true, RawWebSocket.TEXT, new byte[0]);
            goesOn(socket);
        }
    }

    @Test
    void closesOnATextThatIsNone() throws IOException {
        byte[][] wrong = {
            {(byte) 0xff, (byte) 0xfe},
            {(byte) 0x80},
            {(byte) 0xc0, (byte) 0xaf}, // overlong
            {(byte) 0xed, (byte) 0xa0, (byte) 0x80}, // half of a pair
            {(byte) 0xf4, (byte) 0x90, (byte) 0x80, (byte) 0x80}, // above the last character
            {'a', (byte) 0xe2, (byte) 0x82} // ends in the middle
        };
        for (byte[] text : wrong) {
            try (RawWebSocket socket = welcome()) {
                socket.sends(true, RawWebSocket.TEXT, text);
                assertThat(socket.closeCode())
                        .as(java.util.Arrays.toString(text))
                        .isEqualTo(1007);
            }
            try (RawWebSocket socket = welcome()) {
                socket.sends(false, RawWebSocket.TEXT, new byte[] {'a'}).sends(false, RawWebSocket.CONTINUATION, text);
                socket.sends(true, RawWebSocket.CONTINUATION, new byte[] {'a'});
                assertThat(socket.closeCode())
                        .as(java.util.Arrays.toString(text))
                        .isEqualTo(1007);
            }
        }
    }

    @Test
    void takesACharacterThatWasTornApart() throws IOException {
        byte[] call = "[\"call\",1,\"echo\",[\"€ 🐦\"]]".getBytes(UTF_8);
        for (int at = 1; at < call.length; at++) {
            try (RawWebSocket socket = welcome()) {
                socket.sends(false, RawWebSocket.TEXT, java.util.Arrays.copyOf(call, at));
                socket.sends(true, RawWebSocket.CONTINUATION, java.util.Arrays.copyOfRange(call, at, call.length));
                assertThat(socket.hears().text()).isEqualTo("[\"ret\",1,\"€ 🐦\"]");
            }
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
    void closesOnFramesInAnOrderThatIsNone() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.sends(true, RawWebSocket.CONTINUATION, new byte[] {'a'});
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
        try (RawWebSocket socket = welcome()) {
            socket.sends(false, RawWebSocket.TEXT, new byte[] {'['}).sends(true, RawWebSocket.TEXT, new byte[] {']'});
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void closesOnControlFramesThatAreNone() throws IOException {
        try (RawWebSocket socket = welcome()) {
            socket.sends(false, RawWebSocket.PING, new byte[] {'a'});
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
        try (RawWebSocket socket = welcome()) {
            socket.sends(true, RawWebSocket.PING, new byte[126]);
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
        try (RawWebSocket socket = welcome()) {
            socket.sends(true, 11, new byte[0]);
            assertThat(socket.closeCode()).isEqualTo(1002);
        }
    }

    @Test
    void closesOnACloseThatIsNone() throws IOException {
        byte[][] wrong = {{3}, {0x03, (byte) 0xed}, {0x03, (byte) 0xe7}, {0x03, (byte) 0xee}};
        for (byte[] payload : wrong) {
            try (RawWebSocket socket = welcome()) {
                socket.sends(true, RawWebSocket.CLOSE, payload);
                assertThat(socket.closeCode())
                        .as(java.util.Arrays.toString(payload))
                        .isEqualTo(1002);
            }
        }
        try (RawWebSocket socket = welcome()) {
            socket.sends(true, RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xe8, (byte) 0xff});
            assertThat(socket.closeCode()).isEqualTo(1007);
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
    void refusesJsonWithoutBounds() throws IOException {
        String[] wrong = {
            "[".repeat(63) + "]".repeat(63), // with the message and its arguments: 65 deep
            "9".repeat(65),
            "{'" + "k".repeat(257) + "':1}"
        };
        for (String argument : wrong) {
            try (RawWebSocket socket = welcome()) {
                socket.says("['call',1,'echo',[" + argument + "]]");
                assertThat(socket.hears().text()).startsWith("[\"err\",1,{\"code\":\"bad_message\"");
                goesOn(socket);
            }
        }
        try (RawWebSocket socket = welcome()) {
            String most = "[".repeat(62) + "9".repeat(64) + "]".repeat(62);
            socket.says("['call',1,'echo',[" + most + "]]");
            assertThat(socket.hears().text()).isEqualTo("[\"ret\",1," + most + "]");
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
