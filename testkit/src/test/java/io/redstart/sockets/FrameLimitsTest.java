package io.redstart.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.MaxMessage;
import io.redstart.api.NonBlocking;
import io.redstart.api.OnEvent;
import io.redstart.server.RedstartServer;
import io.redstart.server.ServerSettings;
import io.redstart.server.transport.TransportSettings;
import io.redstart.sockets.RawWebSocket.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bounds of frames and messages, each broken from a socket. */
@Timeout(60)
class FrameLimitsTest {
    private static final int KIB = 1024;

    private final LimitHits limits = new LimitHits();
    private RedstartServer server;

    @Api
    @MaxMessage(2 * KIB)
    public static class Echo {
        static final AtomicInteger HEARD = new AtomicInteger();

        @Call
        @NonBlocking
        public Object echo(Object value) {
            return value;
        }

        @Call
        @MaxMessage(1 << 20)
        public int length(String text) {
            return text.length();
        }

        @OnEvent("tick")
        @NonBlocking
        public void tick() {
            HEARD.incrementAndGet();
        }
    }

    private RawWebSocket welcome(TransportSettings bounds) throws Exception {
        server = RedstartServer.builder()
                .settings(new ServerSettings().with(bounds))
                .port(0)
                .observer(limits)
                .api(Echo.class)
                .start();
        Echo.HEARD.set(0);
        return another();
    }

    private RawWebSocket another() throws IOException {
        RawWebSocket socket = RawWebSocket.open(server.port());
        socket.says("['hello',{'v':1}]");
        assertThat(socket.hears().text()).startsWith("[\"welcome\"");
        return socket;
    }

    private static TransportSettings bounds(int fragments, Duration within, int rate, int pings) {
        return new TransportSettings(
                64 * KIB, 1 << 20, 10_000, 0, Duration.ofSeconds(10), fragments, within, rate, pings);
    }

    @AfterEach
    void stop() {
        server.close();
        limits.awaitNobody();
    }

    /** So many fragments of one call, all sent at once. */
    private static byte[] fragments(int count) {
        String call = "[\"call\",1,\"echo\",[" + " ".repeat(count) + "1]]";
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            boolean last = i == count - 1;
            String part = last ? call.substring(i) : call.substring(i, i + 1);
            all.writeBytes(RawWebSocket.frame(
                    last, i == 0 ? RawWebSocket.TEXT : RawWebSocket.CONTINUATION, part.getBytes(UTF_8)));
        }
        return all.toByteArray();
    }

    @Test
    void takesAsManyFragmentsAsAllowed() throws Exception {
        try (RawWebSocket socket = welcome(new TransportSettings())) {
            socket.sendsBytes(fragments(64));
            assertThat(socket.hears().text()).isEqualTo("[\"ret\",1,1]");
            socket.sendsBytes(fragments(64));
            assertThat(socket.hears().text()).isEqualTo("[\"ret\",1,1]");
        }
        assertThat(limits.of("fragments")).isZero();
    }

    @Test
    void closesOnAFragmentTooMany() throws Exception {
        try (RawWebSocket socket = welcome(new TransportSettings())) {
            socket.sendsBytes(fragments(65));
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
        assertThat(limits.of("fragments")).isEqualTo(1);
    }

    @Test
    void countsFragmentsThatComeOneByOne() throws Exception {
        try (RawWebSocket socket = welcome(bounds(64, Duration.ofSeconds(60), 0, 0))) {
            socket.sends(false, RawWebSocket.TEXT, new byte[] {'['});
            for (int i = 0; i < 64; i++) {
                socket.sends(true, RawWebSocket.PING, new byte[0]);
                assertThat(socket.hears().op()).isEqualTo(RawWebSocket.PONG);
                socket.sends(false, RawWebSocket.CONTINUATION, new byte[] {' '});
            }
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
    }

    @Test
    void closesOnFragmentsWithNothingInThem() throws Exception {
        try (RawWebSocket socket = welcome(new TransportSettings())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(RawWebSocket.frame(false, RawWebSocket.TEXT, new byte[0]));
            for (int i = 0; i < 64; i++) {
                all.writeBytes(RawWebSocket.frame(false, RawWebSocket.CONTINUATION, new byte[0]));
            }
            socket.sendsBytes(all.toByteArray());
            assertThat(socket.closeCode()).isEqualTo(1008);
        }
        assertThat(limits.of("fragments")).isEqualTo(1);
    }

    @Test
    void takesOneFrameThatComesInMoreParts() throws Exception {
        try (RawWebSocket socket = welcome(new TransportSettings())) {
            byte[] frame = RawWebSocket.frame(
                    true, RawWebSocket.TEXT, ("[\"call\",1,\"length\",[\"" + "x".repeat(300) + "\"]]").getBytes(UTF_8));
            for (byte octet : frame) {
                socket.sendsBytes(new byte[] {octet});
            }
            assertThat(socket.hears().text()).isEqualTo("[\"ret\",1,300]");
        }
        assertThat(limits.of("fragments")).isZero();
    }

    @Test
    void closesOnAMessageThatDoesNotComeWholeInTime() throws Exception {
        try (RawWebSocket socket = welcome(bounds(64, Duration.ofMillis(200), 0, 0))) {
            socket.sends(false, RawWebSocket.TEXT, new byte[] {'['});
            assertThat(socket.hears().text()).startsWith("[\"bye\",{\"code\":4408,");
            assertThat(socket.closeCode()).isEqualTo(4408);
        }
        assertThat(limits.of("message-time")).isEqualTo(1);
    }

    @Test
    void closesOnAFrameThatIsDrippedIn() throws Exception {
        try (RawWebSocket socket = welcome(bounds(64, Duration.ofMillis(200), 0, 0))) {
            byte[] frame = RawWebSocket.frame(true, RawWebSocket.TEXT, new byte[64 * KIB]);
            assertThat(socket.drips(frame)).contains("[\"bye\",{\"code\":4408,");
        }
        assertThat(limits.of("message-time")).isEqualTo(1);
    }

    @Test
    void closesOnTooLargeAMessageOfText() throws Exception {
        tooLarge(RawWebSocket.TEXT, true);
        tooLarge(RawWebSocket.TEXT, false);
    }

    @Test
    void closesOnTooLargeAMessageOfBytes() throws Exception {
        tooLarge(RawWebSocket.BINARY, true);
        tooLarge(RawWebSocket.BINARY, false);
    }

    private void tooLarge(int op, boolean whole) throws Exception {
        int before = limits.of("message");
        try (RawWebSocket socket = server == null ? welcome(new TransportSettings()) : another()) {
            // a method of this server takes so much
            socket.sends(whole, op, "x".repeat((1 << 20) + 1).getBytes(UTF_8));
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
        assertThat(limits.of("message")).isEqualTo(before + 1);
    }

    @Test
    void takesALargerMessageForAMethodThatSaysSo() throws Exception {
        try (RawWebSocket socket = welcome(new TransportSettings())) {
            int length = (1 << 20) - "[\"call\",1,\"length\",[\"\"]]".length();
            socket.says("['call',1,'length',['" + "x".repeat(length) + "']]");
            assertThat(socket.hears().text()).isEqualTo("[\"ret\",1," + length + "]");
        }
    }

    @Test
    void refusesALargerMessageForAnyOtherMethod() throws Exception {
        try (RawWebSocket socket = welcome(new TransportSettings())) {
            String text = "x".repeat(3 * KIB);
            socket.says("['call',1,'echo',['" + text + "']]\n['call',2,'echo',['on']]");
            assertThat(socket.hears().text())
                    .isEqualTo("[\"err\",1,{\"code\":\"too_large\",\"message\":\"echo takes messages of at most 2048"
                            + " bytes\"}]");
            assertThat(socket.hears().text()).isEqualTo("[\"ret\",2,\"on\"]");
        }
        assertThat(limits.of("method-message")).isEqualTo(1);
    }

    @Test
    void closesOnALargerMessageThatIsNoCall() throws Exception {
        try (RawWebSocket socket = welcome(new TransportSettings())) {
            socket.says("['evt','tick','" + "x".repeat(64 * KIB) + "']");
            assertThat(socket.closeCode()).isEqualTo(1009);
        }
        assertThat(limits.of("message")).isEqualTo(1);
        assertThat(Echo.HEARD).hasValue(0);
    }

    @Test
    void collectsLittleBeforeTheWelcome() throws Exception {
        welcome(new TransportSettings()).close();
        try (RawWebSocket socket = RawWebSocket.open(server.port())) {
            socket.sends(false, RawWebSocket.TEXT, "x".repeat(8 * KIB + 1).getBytes(UTF_8));
            assertThat(socket.hears().text()).startsWith("[\"bye\",{\"code\":4500,");
            assertThat(socket.closeCode()).isEqualTo(4500);
        }
        assertThat(limits.of("before-welcome")).isEqualTo(1);
    }

    @Test
    void readsLaterWhatComesTooFast() throws Exception {
        try (RawWebSocket socket = welcome(bounds(64, Duration.ofSeconds(10), 100, 0))) {
            // 200 at once, and 100 more in the second that follows
            for (int i = 1; i <= 300; i++) {
                socket.says("['call'," + i + ",'echo',[" + i + "]]");
            }
            StringBuilder heard = new StringBuilder();
            while (!heard.toString().contains("[\"ret\",300,300]")) {
                heard.append(socket.hears().text()).append('\n');
            }
            assertThat(heard.toString().lines().filter(line -> line.startsWith("[\"ret\"")))
                    .hasSize(300)
                    .doesNotHaveDuplicates();
        }
        assertThat(limits.of("message-rate")).isZero();
    }

    @Test
    void closesWhoIsTooFastForTooLong() throws Exception {
        try (RawWebSocket socket = welcome(bounds(64, Duration.ofSeconds(10), 100, 0))) {
            long begun = System.nanoTime();
            for (int i = 0; i < 2_000; i++) {
                socket.says("['evt','tick',1]");
            }
            assertThat(socket.hears().text()).startsWith("[\"bye\",{\"code\":4429,");
            long seconds = Duration.ofNanos(System.nanoTime() - begun).toSeconds();
            assertThat(socket.closeCode()).isEqualTo(4429);
            assertThat(seconds).isGreaterThanOrEqualTo(2);
            // 200 at once, and what comes back while it is too fast
            assertThat(Echo.HEARD.get()).isBetween(200, 200 + 100 * (int) (seconds + 1));
        }
        assertThat(limits.of("message-rate")).isEqualTo(1);
    }

    @Test
    void countsTheMessagesOfAFrameBeforeItReadsThem() throws Exception {
        try (RawWebSocket socket = welcome(bounds(64, Duration.ofSeconds(10), 100, 0))) {
            socket.says("['evt','tick',1]\n".repeat(600));
            assertThat(socket.hears().text()).startsWith("[\"bye\",{\"code\":4429,");
            assertThat(socket.closeCode()).isEqualTo(4429);
        }
        assertThat(Echo.HEARD).hasValue(0);
    }

    @Test
    void takesAnyNumberIfThatIsSet() throws Exception {
        try (RawWebSocket socket = welcome(bounds(64, Duration.ofSeconds(10), 0, 0))) {
            for (int i = 0; i < 20; i++) {
                socket.says("['evt','tick',1]\n".repeat(600));
            }
            socket.says("['call',1,'echo',[1]]");
            assertThat(socket.hears().text()).isEqualTo("[\"ret\",1,1]");
        }
        assertThat(Echo.HEARD).hasValue(12_000);
    }

    @Test
    void closesOnAFloodOfPings() throws Exception {
        flood(RawWebSocket.PING);
    }

    @Test
    void closesOnAFloodOfPongs() throws Exception {
        flood(RawWebSocket.PONG);
    }

    private void flood(int op) throws Exception {
        try (RawWebSocket socket = welcome(new TransportSettings())) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) {
                all.writeBytes(RawWebSocket.frame(true, op, new byte[0]));
            }
            socket.sendsBytes(all.toByteArray());
            assertThat(socket.closeCode()).isEqualTo(4429);
        }
        assertThat(limits.of("pings")).isEqualTo(1);
    }

    @Test
    void answersTwentyPingsAtOnce() throws Exception {
        try (RawWebSocket socket = welcome(new TransportSettings())) {
            for (int i = 0; i < 20; i++) {
                socket.sends(true, RawWebSocket.PING, new byte[] {(byte) i});
            }
            Frame last = socket.hears();
            while (!last.text().equals("\u0013")) {
                assertThat(last.op()).isEqualTo(RawWebSocket.PONG);
                last = socket.hears();
            }
        }
        assertThat(limits.of("pings")).isZero();
    }
}
