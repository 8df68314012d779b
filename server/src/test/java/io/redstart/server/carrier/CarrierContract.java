package io.redstart.server.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redstart.api.Session;
import io.redstart.server.HttpSettings;
import io.redstart.server.RedstartServer;
import io.redstart.server.ServerSettings;
import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.server.door.websocket.WebSocketSettings;
import io.redstart.server.transport.ProxyProtocol;
import io.redstart.server.transport.TlsSettings;
import io.redstart.server.transport.TransportSettings;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a real client sees of the server, whatever carries its bytes. */
@Timeout(60)
abstract class CarrierContract {
    private static final String PAGE = "https://app.example.com";

    private final Watching watching = new Watching();
    private TransportSettings bounds = new TransportSettings(1024, 64 * 1024, 10_000, 0, Duration.ofSeconds(30));
    private Duration drainWithin = Duration.ofSeconds(10);
    private DispatchSettings protocol = new DispatchSettings();
    private boolean guarded;
    private Hosted hosted;

    abstract Hosted start(RedstartServer.Builder builder) throws Exception;

    /** How a page that may not connect learns it. */
    abstract String foreignPage();

    /** How a client learns that the authenticator refused it. */
    abstract String notAuthenticated();

    /** How a client learns that what it asked for is no namespace, and how that one is not there. */
    abstract String noNamespace(boolean wellFormed);

    /** Where a client is, as far as the carrier is told. */
    String address() {
        return "127.0.0.1";
    }

    /** Whether a peer that was cut is gone at once, or the container waits for it a while. */
    boolean letsGoAtOnce() {
        return true;
    }

    /** How it listens. */
    HttpSettings http() {
        return new HttpSettings(
                "127.0.0.1",
                0,
                8 * 1024,
                Duration.ofSeconds(30),
                Duration.ZERO,
                drainWithin,
                List.of(),
                ProxyProtocol.OFF,
                new TlsSettings());
    }

    final Hosted host() throws Exception {
        ServerSettings defaults = new ServerSettings();
        RedstartServer.Builder builder = RedstartServer.builder()
                .settings(new ServerSettings(
                        http(),
                        new WebSocketSettings("/live/ws", List.of(PAGE)),
                        defaults.door(),
                        bounds,
                        defaults.admission().withoutAddresses(),
                        protocol,
                        defaults.auth(),
                        defaults.sessions(),
                        defaults.sessionStore(),
                        defaults.calls(),
                        defaults.packets(),
                        defaults.channels(),
                        defaults.workers(),
                        defaults.deploy(),
                        defaults.web(),
                        defaults.metrics(),
                        defaults.logging(),
                        defaults.namespaces(),
                        defaults.registration(),
                        defaults.data(),
                        defaults.bundles()))
                .observer(watching)
                .api(Room.class)
                .namespace("shop", shop -> shop.api(Room.Shop.class));
        if (guarded) {
            builder.api(Room.Guard.class);
        }
        hosted = start(builder);
        return hosted;
    }

    final Hosted hosted() {
        return hosted;
    }

    final SocketClient connect(String... headers) throws Exception {
        return SocketClient.connect((hosted == null ? host() : hosted).uri(), headers);
    }

    private static String sid(String welcome) {
        return welcome.replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    }

    @AfterEach
    void close() throws Exception {
        hosted.end();
    }

    @Test
    void welcomesAClient() throws Exception {
        SocketClient client = connect();
        assertThat(client.greet()).startsWith("[\"welcome\",{\"sid\":\"");
        assertThat(client.subprotocol()).isEqualTo("redstart.v1");
    }

    @Test
    void leadsIntoANamespace() throws Exception {
        URI uri = host().uri();
        SocketClient shopper = SocketClient.connect(URI.create(uri + "/shop"));
        shopper.greet();
        shopper.say("[\"call\",1,\"shop.price\",[]]");
        assertThat(shopper.next()).isEqualTo("[\"ret\",1,7]");
        shopper.say("[\"call\",2,\"room.twice\",[1]]");
        assertThat(shopper.next()).startsWith("[\"err\",2,{\"code\":\"not_found\"");
    }

    @Test
    void letsNobodyIntoANamespaceThatIsNotThere() throws Exception {
        URI uri = host().uri();
        assertThat(SocketClient.refusal(URI.create(uri + "/shops"))).isEqualTo(noNamespace(true));
        assertThat(SocketClient.refusal(URI.create(uri + "/Shop"))).isEqualTo(noNamespace(false));
    }

    @Test
    void sendsWhatACallPushesBeforeItsAnswer() throws Exception {
        SocketClient client = connect();
        client.greet();
        client.say("[\"call\",1,\"room.clap\",[2]]");
        assertThat(client.next())
                .isEqualTo("[\"act\",1,null,{\"type\":\"clapped\",\"payload\":{\"hands\":2}},{\"c\":1}]");
        assertThat(client.next()).isEqualTo("[\"ret\",1,\"Clap with 2\"]");
    }

    @Test
    void answersABatchOfLinesInOneFrame() throws Exception {
        SocketClient client = connect();
        client.greet();
        client.say("[\"call\",1,\"room.twice\",[1]]", "[\"call\",2,\"room.twice\",[2]]", "[\"call\",3,\"nobody\",[]]");
        assertThat(client.nextFrame().lines().map(line -> line.substring(0, 8)))
                .containsExactly("[\"ret\",1", "[\"ret\",2", "[\"err\",3");
    }

    @Test
    void carriesTextAndBinaryFramesInTheirOrder() throws Exception {
        SocketClient client = connect();
        assertThat(client.greet()).contains("[\"dot\",0,\"x:uint16\",\"y:int8\"]");
        // the id 0, then y, then x
        client.sayBytes((byte) 0, (byte) 0, (byte) 7, (byte) 0x02, (byte) 0x01);
        client.say("[\"call\",1,\"room.twice\",[4]]");
        assertThat(client.next()).startsWith("[\"evt\",1,null,\"before\",258");
        assertThat(client.next()).isEqualTo("binary 0000070201");
        assertThat(client.next()).startsWith("[\"evt\",2,null,\"after\",7");
        assertThat(client.next()).isEqualTo("[\"ret\",1,8]");
    }

    @Test
    void takesAMessageInParts() throws Exception {
        SocketClient client = connect();
        client.greet();
        client.sayPart("[\"call\",1,");
        client.sayPart("\"room.twice\"");
        client.say(",[4]]");
        assertThat(client.next()).isEqualTo("[\"ret\",1,8]");
    }

    @Test
    void takesAMessageOfTheLargestSize() throws Exception {
        SocketClient client = connect();
        client.greet();
        String call = "[\"call\",1,\"room.twice\",[4]]";
        client.say(call + " ".repeat(1024 - call.length()));
        assertThat(client.next()).isEqualTo("[\"ret\",1,8]");
    }

    @Test
    void sendsMoreThanItTakes() throws Exception {
        SocketClient client = connect();
        client.greet();
        client.say("[\"call\",1,\"room.much\",[200000]]");
        assertThat(client.next()).isEqualTo("[\"ret\",1,\"" + "x".repeat(200_000) + "\"]");
    }

    @Test
    void closesOnAMessageAboveTheLargestSize() throws Exception {
        SocketClient client = connect();
        client.greet();
        client.say("x".repeat(1025));
        assertThat(client.closeCode()).isEqualTo(1009);
    }

    @Test
    void countsTheSizeInBytes() throws Exception {
        SocketClient client = connect();
        client.greet();
        client.say("€".repeat(342));
        assertThat(client.closeCode()).isEqualTo(1009);
    }

    @Test
    void hearsNothingOfAMessageInPartsThatIsTooLarge() throws Exception {
        try (RawSocket peer = new RawSocket(host().uri())) {
            peer.head();
            peer.say("[\"hello\",{\"v\":1}]");
            assertThat(peer.next()).startsWith("[\"welcome\"");
            List<String> parts = new ArrayList<>(tooMuch());
            parts.add("\n[\"call\",1,\"room.twice\",[4]]\n");
            peer.sayInParts(true, parts);
            assertThat(peer.next()).isEqualTo("close 1009");
        }
    }

    private static List<String> tooMuch() {
        return Collections.nCopies(11, "x".repeat(100));
    }

    @Test
    void closesOnABinaryMessageAboveTheLargestSize() throws Exception {
        SocketClient client = connect();
        client.greet();
        client.sayBytes(new byte[1025]);
        assertThat(client.closeCode()).isEqualTo(1009);
    }

    @Test
    void countsABinaryFrameAsAMistake() throws Exception {
        SocketClient client = connect();
        client.greet();
        client.sayBytes((byte) 1, (byte) 2);
        watching.await("protocol error");
        client.say("[\"call\",1,\"room.twice\",[4]]");
        assertThat(client.next()).isEqualTo("[\"ret\",1,8]");
        client.sayBytes((byte) 1);
        client.sayBytes((byte) 2);
        client.sayBytes((byte) 3);
        assertThat(client.next()).startsWith("[\"bye\",{\"code\":4509,");
        assertThat(client.closeCode()).isEqualTo(4509);
    }

    @Test
    void answersAPing() throws Exception {
        assertThat(connect().ping("anybody there?")).isEqualTo("anybody there?");
    }

    @Test
    void keepsTheSessionOfAClientThatVanished() throws Exception {
        SocketClient client = connect();
        String welcome = client.greet();
        client.vanish();
        watching.await("connection closed");
        assertThat(hosted.sessions().find(sid(welcome))).isPresent();
        SocketClient back = connect();
        back.say("[\"hello\",{\"v\":1,\"resume\":{\"sid\":\"" + sid(welcome) + "\",\"key\":\""
                + welcome.replaceAll(".*\"key\":\"([^\"]+)\".*", "$1") + "\",\"seen\":0}}]");
        assertThat(back.next()).contains("\"sid\":\"" + sid(welcome)).contains("\"resumed\":true");
    }

    @Test
    void endsTheSessionOfAClientThatLeft() throws Exception {
        SocketClient client = connect();
        String welcome = client.greet();
        client.close();
        watching.await("session closed");
        assertThat(hosted.sessions().find(sid(welcome))).isEmpty();
    }

    @Test
    void saysByeBeforeItClosesASession() throws Exception {
        SocketClient client = connect();
        String welcome = client.greet();
        hosted.sessions().find(sid(welcome)).orElseThrow().close("enough");
        assertThat(client.next()).isEqualTo("[\"bye\",{\"code\":1000,\"reason\":\"enough\",\"retry\":false}]");
        assertThat(client.closeCode()).isEqualTo(1000);
        watching.await("connection closed");
    }

    @Test
    void closesOnAVersionItDoesNotSpeak() throws Exception {
        SocketClient client = connect();
        client.say("[\"hello\",{\"v\":7}]");
        assertThat(client.next()).startsWith("[\"bye\",{\"code\":4500,");
        assertThat(client.closeCode()).isEqualTo(4500);
    }

    @Test
    void sendsEverybodyAwayWhenItStops() throws Exception {
        SocketClient client = connect();
        client.greet();
        hosted.stop();
        assertThat(client.next()).startsWith("[\"bye\",{\"code\":4001,");
        assertThat(client.closeCode()).isEqualTo(4001);
    }

    @Test
    void stopsAlthoughACallGoesOn() throws Exception {
        drainWithin = Duration.ofMillis(50);
        SocketClient client = connect();
        client.greet();
        client.say("[\"call\",1,\"room.never\",[]]", "[\"call\",2,\"room.twice\",[1]]");
        assertThat(client.next()).isEqualTo("[\"ret\",2,2]");
        hosted.stop();
        watching.await("connection closed");
        assertThat(client.closeCode()).isIn(4001, 1001, 1006);
    }

    @Test
    void tellsEverybodyInOrder() throws Exception {
        List<SocketClient> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(connect());
            clients.get(i).greet();
        }
        List<String> told = new ArrayList<>();
        for (int i = 1; i <= 20; i++) {
            clients.get(0).say("[\"cast\",\"room.tellAll\",[" + i + "]]");
            told.add("[\"evt\"," + i + ",null,\"told\"," + i + "]");
        }
        for (SocketClient client : clients) {
            List<String> heard = new ArrayList<>();
            while (heard.size() < told.size()) {
                heard.add(client.next());
            }
            assertThat(heard).isEqualTo(told);
        }
    }

    @Test
    void closesAClientThatReadsTooSlowly() throws Exception {
        SocketClient client = connect();
        String welcome = client.greet();
        client.stopReading();
        flood(hosted.sessions().find(sid(welcome)).orElseThrow());
        client.readOn();
        assertThat(client.closeCode()).isEqualTo(4408);
    }

    @Test
    void cutsAPeerThatDoesNotReadAtAll() throws Exception {
        bounds = new TransportSettings(1024, 64 * 1024, 10_000, 0, Duration.ofMillis(300));
        try (RawSocket peer = new RawSocket(host().uri())) {
            peer.say("[\"hello\",{\"v\":1}]");
            peer.say("[\"call\",1,\"room.clap\",[4]]");
            flood(session());
            watching.await("connection closed");
            if (letsGoAtOnce()) {
                peer.readToTheEnd();
            }
        }
    }

    @Test
    void cutsAPeerThatDoesNotAnswerAClose() throws Exception {
        protocol = new DispatchSettings(
                Duration.ofSeconds(5), 8 * 1024, Duration.ZERO, Duration.ofMillis(200), protocol.maxErrors());
        try (RawSocket peer = new RawSocket(host().uri())) {
            peer.say("[\"hello\",{\"v\":1}]");
            Session session = session();
            peer.sayInParts(false, tooMuch());
            watching.await("connection closed");
            assertThat(session.isOpen()).isTrue();
        }
    }

    private RawSocket peer() throws Exception {
        RawSocket peer = new RawSocket(host().uri());
        peer.head();
        peer.say("[\"hello\",{\"v\":1}]");
        assertThat(peer.next()).startsWith("[\"welcome\"");
        return peer;
    }

    private static TransportSettings bounds(Duration messageWithin, int rate, int pings) {
        return new TransportSettings(
                64 * 1024, 64 * 1024, 10_000, 0, Duration.ofSeconds(30), 1_000, messageWithin, rate, pings);
    }

    @Test
    void closesOnAMessageThatDoesNotComeWholeInTime() throws Exception {
        bounds = bounds(Duration.ofMillis(200), 0, 0);
        try (RawSocket peer = peer()) {
            peer.sayInParts(false, List.of("[\"call\",1,", "\"room.twice\","));
            assertThat(peer.next()).startsWith("[\"bye\",{\"code\":4408,");
            assertThat(peer.next()).isEqualTo("close 4408");
        }
        assertThat(watching.limitHits("message-time")).isEqualTo(1);
    }

    @Test
    void closesAPeerThatIsTooFastForTooLong() throws Exception {
        bounds = bounds(Duration.ofSeconds(10), 100, 0);
        try (RawSocket peer = peer()) {
            for (int i = 0; i < 60; i++) {
                peer.say("[\"evt\",\"x\",1]\n".repeat(7) + "\n\n\n");
            }
            assertThat(peer.next()).startsWith("[\"bye\",{\"code\":4429,");
            assertThat(peer.next()).isEqualTo("close 4429");
        }
        assertThat(watching.limitHits("message-rate")).isEqualTo(1);
    }

    @Test
    void readsAPeerThatIsTooFastLaterAndLosesNothing() throws Exception {
        bounds = bounds(Duration.ofSeconds(10), 100, 0);
        List<String> answers = new ArrayList<>();
        List<String> heard = new ArrayList<>();
        try (RawSocket peer = peer()) {
            for (int i = 1; i <= 240; i++) {
                peer.say("[\"call\"," + i + ",\"room.twice\",[" + i + "]]");
                answers.add("[\"ret\"," + i + "," + 2 * i + "]");
            }
            while (heard.size() < answers.size()) {
                peer.next().lines().filter(line -> line.startsWith("[\"ret\"")).forEach(heard::add);
            }
            peer.say("[\"call\",241,\"room.twice\",[1]]"); // what comes after a pause is read as before
            assertThat(peer.next()).isEqualTo("[\"ret\",241,2]");
        }
        assertThat(heard).isEqualTo(answers);
    }

    @Test
    void closesAPeerThatSaysTooManyPongs() throws Exception {
        bounds = bounds(Duration.ofSeconds(10), 0, 10);
        try (RawSocket peer = peer()) {
            peer.pongs(200);
            assertThat(peer.next()).startsWith("[\"bye\",{\"code\":4429,");
            assertThat(peer.next()).isEqualTo("close 4429");
        }
        assertThat(watching.limitHits("pings")).isEqualTo(1);
    }

    @Test
    void collectsLittleBeforeTheWelcome() throws Exception {
        bounds = bounds(Duration.ofSeconds(10), 0, 0);
        try (RawSocket peer = new RawSocket(host().uri())) {
            peer.head();
            peer.sayInParts(false, Collections.nCopies(83, "x".repeat(100)));
            assertThat(peer.next()).startsWith("[\"bye\",{\"code\":4500,");
            assertThat(peer.next()).isEqualTo("close 4500");
        }
        assertThat(watching.limitHits("before-welcome")).isEqualTo(1);
    }

    private Session session() {
        await().until(() -> hosted.sessions().all().size() == 1);
        return hosted.sessions().all().stream().findFirst().orElseThrow();
    }

    /** More than any buffer between here and there holds. */
    private static void flood(Session session) {
        String text = "x".repeat(16 * 1024);
        for (int i = 0; i < 1_500; i++) {
            session.emit("flood", text);
        }
    }

    @Test
    void doesNotCompress() throws Exception {
        try (RawSocket peer = new RawSocket(host().uri())) {
            assertThat(peer.head()).startsWith("HTTP/1.1 101").doesNotContain("deflate");
        }
    }

    @Test
    void knowsHowAClientCameIn() throws Exception {
        URI uri = host().uri();
        SocketClient client = SocketClient.connect(URI.create(uri + "?team=red+%26+blue"), "X-Team", "green");
        client.greet();
        client.say("[\"call\",1,\"room.whence\",[]]");
        assertThat(client.next())
                .isEqualTo("[\"ret\",1,\"" + uri.getPath() + " red & blue green " + address() + " guest\"]");
    }

    @Test
    void refusesPagesFromElsewhere() throws Exception {
        URI uri = host().uri();
        assertThat(SocketClient.refusal(uri, "Origin", "https://evil.example.com"))
                .isEqualTo(foreignPage());
        assertThat(SocketClient.refusal(uri, "Origin", "http://127.0.0.1:1")).isEqualTo(foreignPage());
        assertThat(SocketClient.refusal(uri, "Origin", "null")).isEqualTo("HTTP 403");
    }

    @Test
    void letsItsOwnAndAllowedPagesIn() throws Exception {
        assertThat(connect("Origin", PAGE).greet()).startsWith("[\"welcome\"");
        assertThat(connect("Origin", hosted.uri().toString().replaceFirst("^ws(s?://[^/]+).*", "http$1"))
                        .greet())
                .startsWith("[\"welcome\"");
    }

    @Test
    void asksTheAuthenticatorBeforeHello() throws Exception {
        guarded = true;
        URI uri = host().uri();
        SocketClient joe = SocketClient.connect(URI.create(uri + "?user=joe"));
        joe.say("[\"call\",1,\"room.whence\",[]]");
        assertThat(joe.next()).startsWith("[\"welcome\"");
        assertThat(joe.next()).endsWith(" joe\"]");
        assertThat(SocketClient.refusal(URI.create(uri + "?user=eve"))).isEqualTo(notAuthenticated());
    }

    @Test
    void asksTheAuthenticatorAgainAtHello() throws Exception {
        guarded = true;
        SocketClient ann = connect();
        ann.say("[\"hello\",{\"v\":1,\"token\":\"ann\"}]", "[\"call\",1,\"room.whence\",[]]");
        assertThat(ann.next()).startsWith("[\"welcome\"");
        assertThat(ann.next()).endsWith(" ann\"]");
        SocketClient nobody = connect();
        nobody.say("[\"hello\",{\"v\":1}]");
        assertThat(nobody.next()).startsWith("[\"bye\",{\"code\":4501,");
        assertThat(nobody.closeCode()).isEqualTo(4501);
    }
}
