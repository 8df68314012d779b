package io.redstart.sockets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.server.RedstartServer;
import io.redstart.server.ServerSettings;
import io.redstart.server.transport.AdmissionSettings;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client may do before its WebSocket is open, and how many of them there may be: each bound broken. */
@Timeout(60)
class ArrivalLimitsTest {
    private static final String HEALTH = "GET /redstart/health HTTP/1.1\r\nHost: localhost\r\n\r\n";
    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);

    private final LimitHits limits = new LimitHits();
    private final List<RawWebSocket> opened = new ArrayList<>();
    private RedstartServer server;
    private int port;

    @Api
    public static class Clap {
        @Call
        public int clap(int hands) {
            return hands;
        }
    }

    private void start(AdmissionSettings admission) throws Exception {
        server = RedstartServer.builder()
                .settings(new ServerSettings().with(admission))
                .port(0)
                .observer(limits)
                .api(Clap.class)
                .start();
        port = server.port();
    }

    private static AdmissionSettings counts(int all, int perAddress, int newPerSecond, int newBurst) {
        return new AdmissionSettings(all, perAddress, newPerSecond, newBurst, LONG, LONG, 64);
    }

    private static AdmissionSettings times(Duration request, Duration answer) {
        return new AdmissionSettings(0, 0, 0, 1, request, answer, 64);
    }

    private RawWebSocket open() throws IOException {
        RawWebSocket socket = RawWebSocket.open(port);
        opened.add(socket);
        return socket;
    }

    /** Is let in, so that no deadline ends it. */
    private void stays() throws IOException {
        assertThat(open().says("['hello',{'v':1}]").hears().text()).startsWith("[\"welcome\"");
    }

    private String answerToUpgrade() throws IOException {
        return RawWebSocket.answer(port, RawWebSocket.upgrade(port));
    }

    @AfterEach
    void stop() throws IOException {
        for (RawWebSocket socket : opened) {
            socket.close();
        }
        server.close();
        limits.awaitNobody();
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws Exception {
        start(new AdmissionSettings());
        String most = "x".repeat(8 * 1024 - RawWebSocket.upgrade(port, "A: ").length());
        assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port, "A: " + most)))
                .startsWith("HTTP/1.1 101");
        assertThat(limits.of("headers")).isZero();
        assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port, "A: " + most + "x".repeat(8))))
                .startsWith("HTTP/1.1 431");
        assertThat(limits.of("headers")).isEqualTo(1);
    }

    @Test
    void refusesTooManyHeaderFields() throws Exception {
        start(new AdmissionSettings());
        String[] most = new String[64 - 5];
        for (int i = 0; i < most.length; i++) {
            most[i] = "A" + i + ": x";
        }
        assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port, most))).startsWith("HTTP/1.1 101");
        assertThat(limits.of("headers")).isZero();
        most[0] = "A: x\r\nB: x";
        assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port, most)))
                .startsWith("HTTP/1.1 431")
                .contains("\"code\":\"too_large\"");
        assertThat(limits.of("headers")).isEqualTo(1);
    }

    @Test
    void cutsAnUpgradeThatIsDrippedIn() throws Exception {
        start(times(SOON, LONG));
        try (RawWebSocket socket = RawWebSocket.dial(port)) {
            byte[] endless =
                    RawWebSocket.upgrade(port, "A: " + "x".repeat(8_000)).getBytes(UTF_8);
            assertThat(socket.drips(endless)).isEmpty();
        }
        assertThat(limits.of("request-time")).isEqualTo(1);
    }

    @Test
    void cutsALineThatSaysNothing() throws Exception {
        start(times(SOON, LONG));
        try (RawWebSocket socket = RawWebSocket.dial(port)) {
            assertThat(socket.isClosed()).isTrue();
        }
        assertThat(limits.of("request-time")).isEqualTo(1);
    }

    @Test
    void cutsTheSecondRequestThatIsDrippedInOnALine() throws Exception {
        start(times(SOON, LONG));
        try (RawWebSocket socket = RawWebSocket.dial(port)) {
            assertThat(socket.asks(HEALTH)).startsWith("HTTP/1.1 200");
            socket.reads("{\"status\":\"up\"}");
            // between requests it is only the idle time that counts
            assertThat(socket.isSilentFor(1_000)).isTrue();
            assertThat(limits.of("request-time")).isZero();
            assertThat(socket.drips(HEALTH.replace("Host", "A: " + "x".repeat(8_000) + "\r\nHost")
                            .getBytes(UTF_8)))
                    .isEmpty();
        }
        assertThat(limits.of("request-time")).isEqualTo(1);
    }

    @Test
    void keepsAWebSocketForLongerThanARequestMayTake() throws Exception {
        start(times(SOON, SOON));
        RawWebSocket socket = open();
        socket.says("['call',1,'clap',[2]]");
        assertThat(socket.hears().text()).startsWith("[\"welcome\"");
        assertThat(socket.hears().text()).isEqualTo("[\"ret\",1,2]");
        assertThat(socket.isSilentFor(1_000)).isTrue();
        socket.says("['call',2,'clap',[4]]");
        assertThat(socket.hears().text()).isEqualTo("[\"ret\",2,4]");
    }

    @Test
    void cutsWhoDoesNotReadTheAnswer() throws Exception {
        start(times(LONG, SOON));
        try (RawWebSocket socket = RawWebSocket.dial(port)) {
            byte[] requests = "GET /redstart/client.js HTTP/1.1\r\nHost: localhost\r\n\r\n"
                    .repeat(20_000)
                    .getBytes(UTF_8);
            Thread asking = new Thread(() -> {
                try {
                    socket.sendsBytes(requests);
                } catch (IOException cut) {
                    // that is what is waited for
                    return;
                }
            });
            asking.start();
            limits.awaitsOne("request-time");
            asking.join();
        }
    }

    @Test
    void closesWithoutAHelloInTime() throws Exception {
        start(new AdmissionSettings());
        RawWebSocket socket = open();
        assertThat(socket.hears().text()).startsWith("[\"bye\",{\"code\":4408,");
        assertThat(socket.closeCode()).isEqualTo(4408);
        assertThat(limits.of("hello")).isEqualTo(1);
    }

    @Test
    void refusesAConnectionTooManyOfAnAddress() throws Exception {
        start(counts(0, 3, 0, 1));
        for (int i = 0; i < 3; i++) {
            stays();
        }
        assertThat(answerToUpgrade())
                .startsWith("HTTP/1.1 429")
                .containsIgnoringCase("Retry-After: 1")
                .contains("\"code\":\"rate_limited\"");
        assertThat(RawWebSocket.answer(port, HEALTH)).startsWith("HTTP/1.1 429");
        assertThat(limits.of("address-connections")).isEqualTo(2);
    }

    @Test
    void refusesAConnectionTooMany() throws Exception {
        start(counts(2, 0, 0, 1));
        stays();
        stays();
        assertThat(answerToUpgrade())
                .startsWith("HTTP/1.1 503")
                .containsIgnoringCase("Retry-After: 1")
                .contains("\"code\":\"unavailable\"");
        assertThat(limits.of("connections")).isEqualTo(1);
    }

    @Test
    void refusesConnectionsThatComeTooFast() throws Exception {
        // one in a second, which the first two lines take to come at most
        start(counts(0, 0, 1, 2));
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(answerToUpgrade().substring(0, "HTTP/1.1 101".length()));
        }
        assertThat(answers.subList(0, 2)).containsOnly("HTTP/1.1 101");
        assertThat(answers).contains("HTTP/1.1 429");
        await().until(() -> answerToUpgrade().startsWith("HTTP/1.1 101"));
    }

    @Test
    void answersOnlySomeOfThoseThatAreTooMany() throws Exception {
        start(counts(0, 1, 0, 1));
        stays();
        int cut = 0;
        for (int i = 0; i < 400 && cut == 0; i++) {
            try {
                assertThat(answerToUpgrade()).startsWith("HTTP/1.1 429");
            } catch (EOFException | java.net.SocketException withoutAWord) {
                cut++;
            }
        }
        assertThat(cut).isEqualTo(1);
    }

    /** The place of one connection, taken and given back in every way a line can end. */
    @Test
    void givesAPlaceBackHoweverTheLineEnds() throws Exception {
        start(counts(0, 1, 0, 1));
        placeIsFree();
        RawWebSocket.cutAfter(port, "");
        placeIsFree();
        RawWebSocket.cutAfter(port, "GET /ws HT");
        placeIsFree();
        assertThat(RawWebSocket.answer(port, HEALTH)).startsWith("HTTP/1.1 200");
        placeIsFree();
        assertThat(RawWebSocket.answer(port, "nonsense\r\n\r\n")).startsWith("HTTP/1.1 400");
        placeIsFree();
        assertThat(RawWebSocket.answer(port, RawWebSocket.upgrade(port, "Origin: null")))
                .startsWith("HTTP/1.1 403");
        placeIsFree();
        RawWebSocket.dial(port).resets();
        placeIsFree();
        RawWebSocket.open(port).resets();
        placeIsFree();
        RawWebSocket.open(port).close();
        placeIsFree();
        try (RawWebSocket socket = RawWebSocket.open(port)) {
            socket.sends(true, RawWebSocket.CLOSE, new byte[] {0x03, (byte) 0xe8});
            assertThat(socket.closeCode()).isEqualTo(1000);
        }
        placeIsFree();
        try (RawWebSocket socket = RawWebSocket.open(port)) {
            socket.sendsBytes(new byte[] {(byte) 0xff, (byte) 0xff});
            assertThat(socket.closeCode()).isEqualTo(1002);
            assertThat(socket.isClosed()).isTrue();
        }
        placeIsFree();
    }

    private void placeIsFree() {
        await().ignoreExceptions().until(() -> {
            try (RawWebSocket only = RawWebSocket.open(port)) {
                only.says("['call',1,'clap',[2]]");
                return only.hears().text().startsWith("[\"welcome\"");
            } catch (AssertionError notLetIn) {
                return false;
            }
        });
        await().until(() -> server.connections() == 0);
    }
}
