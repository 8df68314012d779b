package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.OnBinary;
import io.redstart.api.OnJson;
import io.redstart.api.OnOpen;
import io.redstart.api.OnPacket;
import io.redstart.api.OnText;
import io.redstart.api.Packet;
import io.redstart.api.PacketBundle;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.UInt;
import io.redstart.api.User;
import io.redstart.server.observe.Observer;
import jakarta.annotation.security.PermitAll;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients of sockizy over real sockets: what each side says, and what becomes of those who break the rules. */
@Timeout(60)
class SockizyDoorTest {
    private static final String TABLES = """
            packets:
              up:
                rtt: null
                login: [user:str24, pass:s24]
              down:
                rtt: null
                monster: [lvl:uint8, hp:u8]
              shared:
                chat.message: [uid:uint32, text:str]
                hero: [name:str32, lvl:int8, hp:uint8, x:uint16, y:uint16]
            """;

    private static final BlockingQueue<String> OPENED = new LinkedBlockingQueue<>();
    private static final AtomicInteger MISTAKES = new AtomicInteger();

    @TempDir
    private Path folder;

    private @Nullable RedstartServer running;

    @Api("game")
    @Singleton
    @PermitAll
    public static class Game {
        @Packet("move")
        public record Move(@UInt(16) int x) {}

        @OnOpen
        public void open(Session session) {
            session.attribute("opened", true);
        }

        @OnPacket("rtt")
        public void rtt(Session session) {
            session.send("rtt", Map.of());
        }

        @OnPacket("login")
        public void login(Map<String, Object> values, Session session, Sessions sessions) {
            String user = String.valueOf(values.get("user"));
            if (sessions.count(user) > 0) {
                session.sendText("USER.MAX.CONN | " + user);
                return;
            }
            session.sendText("USER.OK | " + user + " | " + session.signIn(user));
            session.send("monster", Map.of("lvl", 13, "hp", 69));
        }

        @OnPacket("chat.message")
        public void said(Map<String, Object> values, Session session, Sessions sessions) {
            if ("bundle".equals(values.get("text"))) {
                PacketBundle bundle = session.bundle();
                bundle.write("chat.message", Map.of("uid", 1, "text", "one"));
                bundle.write("rtt", Map.of());
                bundle.write("monster", Map.of("lvl", 1, "hp", 2));
                bundle.end();
            } else {
                sessions.all().except(session).send("chat.message", values);
            }
        }

        @OnPacket("hero")
        public void hero(Map<String, Object> values, Session session) {
            if ("".equals(values.get("name"))) {
                throw new IllegalStateException("a hero has a name");
            }
            session.sendText(values.get("name") + " is at " + values.get("x"));
        }

        @OnPacket
        public void moved(Move move, Sessions sessions) {
            sessions.all().send(move);
        }

        @OnBinary
        public void bytes(byte[] bytes, Session session) {
            byte[] more = Arrays.copyOf(bytes, bytes.length + 1);
            more[bytes.length] = -1;
            session.sendBinary(more);
        }

        @OnText
        public void text(String text, Session session, Sessions sessions) {
            switch (text) {
                case "leave" -> session.disconnect(4001, "why");
                case "end" -> session.close("over");
                case "out" -> session.sendText("last: " + session.signOut());
                case "all of bob" -> sessions.of("bob").sendText("to bob");
                case "clear" -> sessions.clear("bob");
                case "count" -> session.sendText(sessions.count("bob") + " of " + sessions.users());
                case "drop" -> session.dropPackets(true);
                default -> session.sendText("text: " + text);
            }
        }

        @OnJson
        public void json(Map<String, Object> value, Session session) {
            session.sendJson(Map.of("got", value));
        }
    }

    /** Lets in by the url. */
    public static class ByUrl implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            if (handshake.query("broken") != null) {
                throw new IllegalStateException("a secret");
            }
            String user = handshake.query("user");
            return (user == null ? Decision.refuse("Bad\r\nRequest: \u0001 no") : Decision.accept(new User(user)))
                    .now();
        }
    }

    private void start(List<String> settings, Class<?>... classes) throws Exception {
        Path yaml = Files.writeString(folder.resolve("tables.yaml"), TABLES);
        List<String> all = new ArrayList<>(List.of("http.port=0", "http.host=127.0.0.1", "door.sockizy.path=/game"));
        all.addAll(settings);
        running = RedstartServer.builder()
                .settings(new SettingsReader(Map.of()).read(yaml, all).settings())
                .api(classes)
                .observer(new Observer() {
                    @Override
                    public void connectionOpened(String door) {
                        OPENED.add(door);
                    }

                    @Override
                    public void protocolError() {
                        MISTAKES.incrementAndGet();
                    }
                })
                .start();
    }

    private RedstartServer server() {
        return Objects.requireNonNull(running);
    }

    private SockizyPeer peer() throws IOException {
        return SockizyPeer.to(server(), "/game");
    }

    private HttpResponse<String> asked(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(server().uri().resolve(path)).build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @AfterEach
    void stop() {
        OPENED.clear();
        MISTAKES.set(0);
        if (running != null) {
            running.close();
        }
    }

    @Test
    void speaksThePacketsOfTwoBytes() throws Exception {
        start(List.of(), Game.class);
        try (SockizyPeer peer = peer()) {
            assertThat(OPENED.take()).isEqualTo("sockizy");
            assertThat(peer.sends("0000").hears()).isEqualTo("0000");
            peer.sends("0100 0c00 d0bfd0b0d180d0bed0bbd18c 0300 626f62");
            assertThat(peer.hears()).isEqualTo("text USER.OK | bob | 1");
            assertThat(peer.hears()).isEqualTo("0100450d");
            peer.sends("0200 0600 62756e646c65 01000000");
            assertThat(peer.hears()).isEqualTo("0200" + "03006f6e6501000000" + "0000" + "01000201");
        }
    }

    @Test
    void speaksThoseOfOneByte() throws Exception {
        start(List.of("door.sockizy.generation=1"), Game.class);
        try (SockizyPeer peer = peer()) {
            assertThat(peer.sends("00").hears()).isEqualTo("00");
            peer.sends("01 0c00 d0bfd0b0d180d0bed0bbd18c 0300 626f62");
            assertThat(peer.hears()).isEqualTo("text USER.OK | bob | 1");
            assertThat(peer.hears()).isEqualTo("01450d");
            peer.sends("02 0600 62756e646c65 01000000");
            assertThat(peer.hears()).isEqualTo("02" + "03006f6e6501000000");
            assertThat(peer.hears()).isEqualTo("00");
            assertThat(peer.hears()).isEqualTo("010201");
        }
    }

    /** The original read a packet as long as the one before it from the bytes of that. */
    @Test
    void readsEachPacketFromItsOwnBytes() throws Exception {
        start(List.of("door.sockizy.generation=1"), Game.class);
        try (SockizyPeer peer = peer()) {
            peer.sends("03 f8ff f8ff 45 0d 0100 44").sends("03 f8ff ffff 45 0d 0100 44");
            assertThat(peer.hears()).isEqualTo("text D is at 65528");
            assertThat(peer.hears()).isEqualTo("text D is at 65535");
        }
    }

    @Test
    void goesOnWhereAHandlerFails() throws Exception {
        start(List.of(), Game.class);
        try (SockizyPeer peer = peer()) {
            peer.sends("0300 0000 0000 00 00 0000").sends("0300 f8ff f8ff 45 0d 0100 44");
            assertThat(peer.hears()).isEqualTo("text D is at 65528");
            assertThat(MISTAKES).hasValue(0);
        }
    }

    @Test
    void takesBytesOfTheApplicationIfThatIsSet() throws Exception {
        start(List.of("door.sockizy.binary=bytes"), Game.class);
        try (SockizyPeer peer = peer()) {
            assertThat(peer.sends("0000").hears()).isEqualTo("0000ff");
            assertThat(peer.sends("").hears()).isEqualTo("ff");
        }
    }

    @Test
    void isOneApiForNativeClientsToo() throws Exception {
        start(List.of(), Game.class);
        try (SockizyPeer old = peer();
                WireClient young = WireClient.to(server())) {
            young.says("[\"hello\",{\"v\":1}]");
            assertThat(young.hears()).startsWith("[\"welcome\"");
            assertThat(old.sends("0000").hears()).isEqualTo("0000");
            old.sends("0400 0700"); // move, the record, behind the tables
            assertThat(old.hears()).isEqualTo("04000700");
            young.says("[\"txt\",\"hi\"]");
            assertThat(young.hears()).isEqualTo("[\"txt\",1,\"text: hi\"]");
            server().sessions().all().sendText("to all");
            assertThat(old.hears()).isEqualTo("text to all");
            assertThat(young.hears()).isEqualTo("[\"txt\",2,\"to all\"]");
        }
    }

    @Test
    void tellsAllOthers() throws Exception {
        start(List.of(), Game.class);
        try (SockizyPeer one = peer();
                SockizyPeer other = peer()) {
            assertThat(one.sends("0000").hears()).isEqualTo("0000");
            assertThat(other.sends("0000").hears()).isEqualTo("0000");
            one.sends("0200 0900 c3a9e29c93f09f9880 ffffffff").sends("0000");
            assertThat(other.hears()).isEqualTo("0200" + "0900" + "c3a9e29c93f09f9880" + "ffffffff");
            assertThat(one.hears()).isEqualTo("0000");
        }
    }

    @Test
    void hearsTextsAndJson() throws Exception {
        start(List.of(), Game.class);
        try (SockizyPeer peer = peer()) {
            assertThat(peer.says("Hi\nthere").hears()).isEqualTo("text text: Hi\nthere");
            assertThat(peer.says("").hears()).isEqualTo("text text: ");
            peer.says("{\"a\":[1]}");
            assertThat(peer.hears()).isEqualTo("text text: {\"a\":[1]}");
            assertThat(peer.hears()).isEqualTo("text {\"got\":{\"a\":[1]}}");
        }
    }

    @Test
    void hasUsers() throws Exception {
        start(List.of(), Game.class);
        String login = "0100 0000 0300 626f62";
        try (SockizyPeer bob = peer();
                SockizyPeer guest = peer()) {
            assertThat(bob.sends(login).hears()).isEqualTo("text USER.OK | bob | 1");
            assertThat(bob.hears()).isEqualTo("0100450d");
            assertThat(guest.sends(login).hears()).isEqualTo("text USER.MAX.CONN | bob");
            assertThat(guest.says("count").hears()).isEqualTo("text 1 of 1");
            guest.says("all of bob").says("clear").says("count");
            assertThat(guest.hears()).isEqualTo("text 0 of 0");
            assertThat(bob.hears()).isEqualTo("text to bob");
            assertThat(bob.sends(login).hears()).isEqualTo("text USER.OK | bob | 1");
            assertThat(bob.hears()).isEqualTo("0100450d");
            assertThat(bob.says("out").hears()).isEqualTo("text last: true");
        }
    }

    @Test
    void dropsPacketsOfWhomNobodyWantsTo() throws Exception {
        start(List.of(), Game.class);
        try (SockizyPeer peer = peer()) {
            assertThat(peer.sends("0000").hears()).isEqualTo("0000");
            peer.says("drop").says("on");
            assertThat(peer.hears()).isEqualTo("text text: on");
            peer.sends("0000").says("still there");
            assertThat(peer.hears()).isEqualTo("text text: still there");
        }
    }

    @Test
    void disconnectsWithTheCodeOfTheApplication() throws Exception {
        start(List.of(), Game.class);
        try (SockizyPeer peer = peer()) {
            assertThat(peer.says("leave").hears()).isEqualTo("close 4001 why");
        }
        try (SockizyPeer peer = peer()) {
            assertThat(peer.says("end").hears()).isEqualTo("close 1000 over");
        }
        try (SockizyPeer peer = peer()) {
            assertThat(peer.sends("0000").hears()).isEqualTo("0000");
            assertThat(peer.closes(1000).hears()).isEqualTo("close 1000");
        }
        await().until(() -> server().sessions().all().stream().count() == 0);
    }

    @Test
    void pingsAndCutsWhoIsSilent() throws Exception {
        start(List.of("door.sockizy.ping=2s"), Game.class);
        try (SockizyPeer peer = peer()) {
            assertThat(peer.hears()).isEqualTo("ping");
            assertThat(peer.pongs().hears()).isEqualTo("ping");
            assertThat(peer.hears()).isEqualTo("cut");
        }
        await().until(() -> server().sessions().all().stream().count() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "09", "ff", "0900", "ffff0000", "0000ff00ff", "020003", "0200ffff", "03000000"})
    void endsTheLineOfWhatIsNoPacketAndNoOther(String hex) throws Exception {
        for (int generation = 1; generation <= 2; generation++) {
            start(List.of("door.sockizy.generation=" + generation), Game.class);
            String rtt = "00".repeat(generation);
            try (SockizyPeer good = peer();
                    SockizyPeer bad = peer()) {
                assertThat(good.sends(rtt).hears()).isEqualTo(rtt);
                assertThat(bad.sends(rtt).hears()).isEqualTo(rtt);
                if (generation == 2 && hex.startsWith("0000")) {
                    assertThat(bad.sends(hex).hears()).isEqualTo(rtt); // what is behind a packet is passed over
                } else {
                    assertThat(bad.sends(hex).sends(rtt).hears())
                            .isEqualTo(generation == 1 ? "cut" : "close 1003 not a packet");
                    assertThat(MISTAKES).hasValue(1);
                }
                assertThat(good.sends(rtt).hears()).isEqualTo(rtt);
            }
            stop();
        }
    }

    @Test
    void cutsWhatIsTooLarge() throws Exception {
        start(List.of("door.sockizy.max-payload=64"), Game.class);
        try (SockizyPeer good = peer();
                SockizyPeer bad = peer()) {
            assertThat(bad.says("x".repeat(64)).hears()).isEqualTo("text text: " + "x".repeat(64));
            assertThat(bad.says("x".repeat(65)).hears()).isEqualTo("cut");
            assertThat(good.sends("0000").hears()).isEqualTo("0000");
        }
    }

    @Test
    void takesFramesInPartsAndNoHalves() throws Exception {
        start(List.of(), Game.class);
        try (SockizyPeer good = peer();
                SockizyPeer bad = peer()) {
            good.drips("0300 f8ff ffff 45 0d 0100 44");
            assertThat(good.hears()).isEqualTo("pong");
            assertThat(good.hears()).isEqualTo("text D is at 65535");
            bad.half("0300 f8ff ffff 45 0d 0100 44").close();
            good.sends("0300 f8ff f8ff 45 0d 0100 44");
            assertThat(good.hears()).isEqualTo("text D is at 65528");
        }
    }

    @Test
    void takesATextOfManyLinesForOne() throws Exception {
        start(List.of("connections.max-rate=10"), Game.class);
        String text = "a\n".repeat(2_000);
        try (SockizyPeer peer = peer()) {
            peer.sends("0000");
            assertThat(peer.hears()).isEqualTo("0000");
            assertThat(peer.says(text).hears()).isEqualTo("text text: " + text);
        }
    }

    @Test
    void closesWhoSendsTooFast() throws Exception {
        start(List.of("connections.max-rate=10"), Game.class);
        try (SockizyPeer peer = peer()) {
            for (int i = 0; i < 200; i++) {
                peer.sends("0000");
            }
            String last = peer.hears();
            while (last.equals("0000")) {
                last = peer.hears();
            }
            assertThat(last).startsWith("close 4429");
        }
    }

    @Test
    void refusesInHttp() throws Exception {
        start(List.of(), Game.class, ByUrl.class);
        try (SockizyPeer refused = SockizyPeer.asks(server(), "/game")) {
            assertThat(refused.head())
                    .startsWith("HTTP/1.1 401 Unauthorized\r\n")
                    .contains("text/plain");
        }
        try (SockizyPeer failed = SockizyPeer.asks(server(), "/game?broken=1")) {
            assertThat(failed.head())
                    .startsWith("HTTP/1.1 500 Server Error\r\n")
                    .doesNotContain("secret");
        }
        try (SockizyPeer foreign = SockizyPeer.asks(server(), "/game?user=ann", "Origin: https://evil.example.com")) {
            assertThat(foreign.head()).startsWith("HTTP/1.1 403 Forbidden\r\n");
        }
        try (SockizyPeer ann = SockizyPeer.to(server(), "/game/any?user=ann&id=92f477a6-97ce-434a-99fa-c703fbc3da17")) {
            assertThat(ann.sends("0000").hears()).isEqualTo("0000");
            assertThat(server().sessions().count("ann")).isEqualTo(1);
        }
    }

    @Test
    void tellsItsTablesToWhoeverAsksIfThatIsSet() throws Exception {
        Path script = Files.writeString(folder.resolve("sockizy.js"), "var io = {}; // the client");
        start(List.of("door.sockizy.client-script=" + script, "door.sockizy.shapes.hero=[@]"), Game.class);
        HttpResponse<String> answer = asked("/game");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/javascript;charset=utf-8");
        String shared = "\"chat.message\":[\"uid:uint32\",\"text:str256\"],"
                + "\"hero ([@])\":[\"name:str32\",\"lvl:int8\",\"hp:uint8\",\"x:uint16\",\"y:uint16\"],"
                + "\"move\":[\"x:uint16\"]}";
        assertThat(answer.body())
                .isEqualTo("var io = {}; // the client\n(io.__staticPackets=["
                        + "{\"rtt\":null,\"login\":[\"user:str24\",\"pass:str24\"]," + shared + ","
                        + "{\"rtt\":null,\"monster\":[\"lvl:uint8\",\"hp:uint8\"]," + shared + ",{}]);\n");
    }

    @Test
    void tellsNothingUnlessThatIsSet() throws Exception {
        start(List.of(), Game.class);
        assertThat(asked("/game").statusCode()).isEqualTo(404);
    }

    @Test
    void mayBeAtTheRoot() throws Exception {
        start(List.of("door.sockizy.path=/"), Game.class);
        try (SockizyPeer peer = SockizyPeer.to(server(), "/");
                WireClient young = WireClient.to(server())) {
            assertThat(peer.sends("0000").hears()).isEqualTo("0000");
            assertThat(young.says("[\"hello\",{\"v\":1}]").hears()).startsWith("[\"welcome\"");
            assertThat(asked("/redstart/client.js").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysWhichSettingIsWrong() {
        assertThat(mistakes(
                        "door.sockizy.path=game",
                        "door.sockizy.generation=3",
                        "door.sockizy.ping=10ms",
                        "door.sockizy.max-payload=2MiB",
                        "door.sockizy.binary=both"))
                .containsExactlyInAnyOrder(
                        "door.sockizy.path: game (expected: / or such as /game, letters, digits, _ . -; or none), from --set",
                        "door.sockizy.generation: 3 (expected: 1 for ids of one byte, 2 for ids of two), from --set",
                        "door.sockizy.ping: 10ms (expected: 0, or 250ms or more), from --set",
                        "door.sockizy.max-payload: 2MiB (expected: 1 to 1MiB), from --set",
                        "door.sockizy.binary: both (expected: packets, bytes), from --set");
        assertThat(mistakes("door.sockizy.shapes.hero=()"))
                .containsExactly("door.sockizy.shapes.hero: '()' (expected: one of [], {}, [@], {@}, value)");
        assertThat(mistakes("door.sockizy.shapes.rtt=value"))
                .containsExactly("door: sockizy.shapes.rtt is value, and the packet has 0 fields (expected: one)");
    }

    @Test
    void doesNotStartWithoutItsScript() {
        assertThatThrownBy(() -> start(List.of("door.sockizy.client-script=" + folder.resolve("nowhere.js"))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("door.sockizy.client-script: ")
                .hasMessageEndingWith("nowhere.js (expected: a file that can be read, of at most 4MiB)");
    }

    private List<String> mistakes(String... set) {
        try {
            Path yaml = Files.writeString(folder.resolve("tables.yaml"), TABLES);
            new SettingsReader(Map.of()).read(yaml, List.of(set));
            return List.of();
        } catch (SettingsException wrong) {
            return wrong.mistakes();
        } catch (IOException unwritable) {
            throw new java.io.UncheckedIOException(unwritable);
        }
    }
}
