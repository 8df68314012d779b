package io.redstart.client.sockhop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.CallException;
import io.redstart.api.EventType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The client on one side, a server that says what a test has it say on the other. Quotes are single here. */
@Timeout(60)
class SockhopClientTest {
    private static final String PASSWORD = "changeit";

    private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();
    private SockhopPeer server;
    private SockhopClient client;
    private SockhopPeer.Line line;

    record Widget(String name, int size) {}

    @EventType("gadget")
    record Named(boolean on) {}

    @BeforeEach
    void connect() throws Exception {
        server = new SockhopPeer();
        connect(builder -> {});
    }

    private void connect(Consumer<SockhopClientBuilder> more) throws IOException {
        if (client != null) {
            client.close();
        }
        SockhopClientBuilder builder = SockhopClient.builder()
                .address("localhost", server.port())
                .reconnect(Duration.ofMillis(1), Duration.ofMillis(20));
        more.accept(builder);
        client = builder.connect();
        line = server.accepts();
        client.opened().toCompletableFuture().join();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        line.close();
        server.close();
    }

    private static void failsWith(String code, CompletionStage<?> stage) {
        assertThatThrownBy(() -> stage.toCompletableFuture().join())
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CallException.class, failed -> assertThat(failed.code()).isEqualTo(code));
    }

    @Test
    void sendsObjectsWithTheirTypes() throws Exception {
        client.send(new Widget("lever", 3));
        line.hears("{'type':'Widget','data':{'name':'lever','size':3}}");
        client.send(new Named(true));
        line.hears("{'type':'gadget','data':{'on':true}}");
        client.send("Thing", Map.of("a", 1));
        line.hears("{'type':'Thing','data':{'a':1}}");
        client.send("a ✓\n");
        line.hears("{'type':'String','data':'a ✓\\n'}");
        client.send(42);
        line.hears("{'type':'Number','data':42}");
        client.send(true);
        line.hears("{'type':'Boolean','data':true}");
        client.send(List.of(1, 2));
        line.hears("{'type':'Array','data':[1,2]}");
        client.send(Map.of());
        line.hears("{'type':'Object','data':{}}");
        client.send(new byte[] {104, -1});
        line.hears("{'type':'Buffer','data':{'type':'Buffer','data':[104,255]}}");
        client.send(Instant.EPOCH);
        line.hears("{'type':'Date','data':'1970-01-01T00:00:00Z'}");
        client.send("x").toCompletableFuture().join();
        line.hears();
        Map<String, Object> round = new HashMap<>();
        round.put("itself", round);
        assertThatThrownBy(() -> client.send(round))
                .isInstanceOfSatisfying(
                        CallException.class, failed -> assertThat(failed.code()).isEqualTo("invalid"));
    }

    @Test
    void hearsObjectsByTheirTypes() throws Exception {
        client.on(Widget.class, (widget, message) -> told.add(widget));
        client.on(Named.class, (named, message) -> told.add(named));
        client.onAny(message -> told.add(message.type() + "=" + message.as(Object.class)));
        line.says("{'type':'Widget','data':{'name':'lever','size':3}}");
        assertThat(told.take()).isEqualTo(new Widget("lever", 3));
        line.says("{'type':'gadget','data':{'on':true}}\r");
        assertThat(told.take()).isEqualTo(new Named(true));
        line.says("{'type':'Other','data':[1,'é']}");
        assertThat(told.take()).isEqualTo("Other=[1, é]");
        line.says("{'type':'Widget','data':{'size':'much'}}").says("{'type':'Widget','data':null}");
        line.says("{'type':'String','data':'still here'}");
        assertThat(told.take()).isEqualTo("String=still here");
    }

    @Test
    void hearsBytes() throws Exception {
        client.on(
                "Buffer",
                message -> told.add(new String(
                        java.util.Objects.requireNonNull(message.as(byte[].class)), StandardCharsets.UTF_8)));
        line.says("{'type':'Buffer','data':{'type':'Buffer','data':[104,105]}}");
        assertThat(told.take()).isEqualTo("hi");
        line.says("{'type':'Buffer','data':'aGk='}"); // as version 2 writes it
        assertThat(told.take()).isEqualTo("hi");
    }

    @Test
    void asksAndIsAnswered() throws Exception {
        CompletionStage<SockhopMessage> one = client.ask("one?");
        JsonNode first = line.hears();
        assertThat(first.path("type").stringValue()).isEqualTo("String");
        CompletionStage<SockhopMessage> other = client.ask(new Widget("a", 1));
        JsonNode second = line.hears();
        line.says("{'type':'Object','data':{'n':2},'callback_id':" + second.get("id") + "}");
        line.says("{'type':'Number','data':1,'callback_id':" + first.get("id") + "}");
        line.says("{'type':'Number','data':7,'callback_id':" + first.get("id") + "}"); // which was answered
        line.says("{'type':'Number','data':7,'callback_id':'nope'}").says("{'callback_id':5}");
        assertThat(one.toCompletableFuture().join().as(Integer.class)).isEqualTo(1);
        assertThat(other.toCompletableFuture().join().type()).isEqualTo("Object");
        assertThat(other.toCompletableFuture().join().as(Object.class)).isEqualTo(Map.of("n", 2));
    }

    @Test
    void isToldWhyACallOfAServerOfRedstartFails() throws Exception {
        CompletionStage<SockhopMessage> asked = client.ask("clap", 0, Duration.ofSeconds(30));
        JsonNode id = line.hears().get("id");
        line.says("{'type':'Error','data':{'code':'no_hands','message':'No hands'},'callback_id':" + id + "}");
        failsWith("no_hands", asked);
    }

    @Test
    void waitsForAnAnswerNoLongerThanItMay() throws Exception {
        failsWith("timeout", client.ask("String", "?", Duration.ofMillis(20)));
        JsonNode id = line.hears().get("id");
        line.says("{'type':'Number','data':1,'callback_id':" + id + "}"); // too late
        CompletionStage<SockhopMessage> next = client.ask("?");
        line.says("{'type':'Number','data':2,'callback_id':" + line.hears().get("id") + "}");
        assertThat(next.toCompletableFuture().join().as(Integer.class)).isEqualTo(2);
    }

    @Test
    void isAskedAndAnswersOnce() throws Exception {
        client.on("String", message -> {
            told.add(message.wantsAnswer());
            message.answer(new Widget(message.as(String.class) + "!", 1));
            assertThatThrownBy(() -> message.answer("again")).isInstanceOf(IllegalStateException.class);
            told.add("answered");
        });
        line.says("{'type':'String','data':'q','id':'b6a4'}");
        line.hears("{'type':'Widget','data':{'name':'q!','size':1},'callback_id':'b6a4'}");
        assertThat(told.take()).isEqualTo(true);
        assertThat(told.take()).isEqualTo("answered");
        line.says("{'type':'String','data':'q','id':7}");
        line.hears("{'type':'Widget','data':{'name':'q!','size':1},'callback_id':7}");
        line.says("{'type':'Unheard','data':{},'id':'c'}");
        line.hears("{'type':'Error','data':{'code':'not_found','message':'Nobody hears this'},'callback_id':'c'}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "null", "''", "false"})
    void takesAnIdThatIsNoneForNone(String id) throws Exception {
        client.onAny(message -> told.add(message.wantsAnswer()));
        line.says("{'type':'String','data':'q','id':" + id + ",'callback_id':" + id + "}");
        assertThat(told.take()).isEqualTo(false);
    }

    @Test
    void requestsAndHearsEachPart() throws Exception {
        CompletionStage<List<SockhopMessage>> all = client.request(Map.of("stream", true));
        JsonNode request = line.hears();
        assertThat(request.path("type").stringValue()).isEqualTo("SockhopRequest");
        assertThat(request.path("data").path("type").stringValue()).isEqualTo("Object");
        JsonNode uuid = request.path("data").path("uuid");
        line.says("{'type':'SockhopResponsePacket','data':{'uuid':" + uuid
                + ",'type':'String','data':'a','last':false}}");
        line.says(
                "{'type':'SockhopResponsePacket','data':{'uuid':" + uuid + ",'type':'Array','data':[3],'last':false}}");
        line.says(
                "{'type':'SockhopResponsePacket','data':{'uuid':" + uuid + ",'type':'Object','data':{},'last':true}}");
        assertThat(all.toCompletableFuture().join())
                .extracting(SockhopMessage::type)
                .containsExactly("String", "Array");
        CompletionStage<List<SockhopMessage>> one = client.request("x");
        uuid = line.hears().path("data").path("uuid");
        line.says("{'type':'SockhopResponsePacket','data':{'uuid':" + uuid + ",'type':'Number','data':5,'last':true}}");
        assertThat(one.toCompletableFuture().join().get(0).as(Integer.class)).isEqualTo(5);
    }

    @Test
    void respondsToRequests() throws Exception {
        client.onRequest(request -> {
            request.write(request.type() + " " + request.as(String.class));
            request.end();
            assertThatThrownBy(request::end).isInstanceOf(IllegalStateException.class);
        });
        line.says("{'type':'SockhopRequest','data':{'uuid':'9e','type':'String','data':'x'}}");
        line.hears(
                "{'type':'SockhopResponsePacket','data':{'uuid':'9e','type':'String','data':'String x','last':false}}");
        line.hears("{'type':'SockhopResponsePacket','data':{'uuid':'9e','type':'Object','data':{},'last':true}}");
    }

    @Test
    void answersPingsAndPings() throws Exception {
        line.says(
                "{'type':'SockhopPing','data':{'_id':'56d6','_created':'2026-11-21T06:18:31.645Z','_returned':null,'_finished':null}}");
        JsonNode pong = line.hears();
        assertThat(pong.path("type").stringValue()).isEqualTo("SockhopPong");
        assertThat(pong.path("data").path("_id").stringValue()).isEqualTo("56d6");
        assertThat(pong.path("data").path("_created").stringValue()).isEqualTo("2026-11-21T06:18:31.645Z");
        assertThat(pong.path("data").path("_finished").isNull()).isTrue();
        line.says("{'type':'SockhopPing'}");
        assertThat(line.hears().path("data").path("_id").isNull()).isTrue();
        CompletionStage<Duration> took = client.ping();
        JsonNode ping = line.hears();
        assertThat(ping.path("type").stringValue()).isEqualTo("SockhopPing");
        line.says("{'type':'SockhopPong','data':{'_id':" + ping.path("data").get("_id") + "}}");
        assertThat(took.toCompletableFuture().join()).isPositive();
    }

    @Test
    void givesUpALineThatAnswersNoPing() throws Exception {
        connect(builder -> builder.ping(Duration.ofMillis(5)));
        JsonNode ping = line.hears();
        line.says("{'type':'SockhopPong','data':{'_id':" + ping.path("data").get("_id") + "}}");
        try (SockhopPeer.Line next = server.accepts()) {
            assertThat(next.hears().path("type").stringValue()).isEqualTo("SockhopPing");
        }
    }

    @Test
    void staysWithJsonWhereVersionTwoShakesHands() throws Exception {
        client.onAny(message -> told.add(message.type()));
        line.says("{'type':'SockhopHandshake','data':{'protocol_version':2,'request_binary_mode':true},'id':'22f9'}");
        line.hears("{'type':'Object','data':{'allow_binary_mode':false},'callback_id':'22f9'}");
        line.says("{'type':'String','data':'hi'}");
        assertThat(told.take()).isEqualTo("String");
    }

    @Test
    void comesBackWhenItsLineIsLost() throws Exception {
        client.onState(told::add);
        CompletionStage<SockhopMessage> lost = client.ask("?");
        line.hears();
        line.close();
        failsWith("unknown_outcome", lost);
        try (SockhopPeer.Line next = server.accepts()) {
            client.opened().toCompletableFuture().join();
            client.send("again");
            next.hears("{'type':'String','data':'again'}");
            assertThat(told.take())
                    .isInstanceOfSatisfying(
                            SockhopState.Away.class,
                            away -> assertThat(away.attempt()).isEqualTo(1));
            assertThat(told.take()).isEqualTo(new SockhopState.Open());
        }
    }

    @Test
    void triesUntilThereIsAServer() throws Exception {
        int port = server.port();
        client.close();
        server.close();
        try (SockhopClient early = SockhopClient.builder()
                .address("127.0.0.1", port)
                .reconnect(Duration.ofMillis(1), Duration.ofMillis(20))
                .connect()) {
            early.onState(told::add);
            failsWith("unavailable", early.send("nobody"));
            failsWith("unavailable", early.ask("nobody"));
            assertThat(told.take()).isInstanceOf(SockhopState.Away.class);
            server = new SockhopPeer(port);
            try (SockhopPeer.Line first = server.accepts()) {
                early.opened().toCompletableFuture().join();
                early.send("at last");
                first.hears("{'type':'String','data':'at last'}");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "null", "[]", "42", "{", "{'type':5,'data':1}", "{}", "", "{'callback_id':{}}"})
    void passesOverWhatIsNoObject(String text) throws Exception {
        client.on("String", message -> told.add(String.valueOf(message.as(String.class))));
        line.says(text).says("{'type':'String','data':'still here'}");
        assertThat(told.take()).isEqualTo("still here");
    }

    @Test
    void takesObjectsInAnyPieces() throws Exception {
        client.onAny(message -> told.add(message.as(Object.class)));
        for (char each : "{\"type\":\"String\",\"data\":\"in pieces\"}\n".toCharArray()) {
            line.sends(String.valueOf(each));
        }
        assertThat(told.take()).isEqualTo("in pieces");
        line.sends("{\"type\":\"Number\",\"data\":1}\n{\"type\":\"Number\",\"data\":2}\n{\"type\":\"Num");
        assertThat(told.take()).isEqualTo(1);
        assertThat(told.take()).isEqualTo(2);
        line.sends("ber\",\"data\":3}\n");
        assertThat(told.take()).isEqualTo(3);
    }

    @Test
    void endsLinesAsItIsTold() throws Exception {
        connect(builder -> builder.terminator("\r;\n"));
        client.onAny(message -> told.add(message.as(Object.class)));
        client.send(1);
        assertThat(line.hearsLine()).isEqualTo("{\"type\":\"Number\",\"data\":1}\r;");
        line.sends("{\"type\":\"String\",\"data\":\"a;\"}\r").sends(";").sends("\n");
        assertThat(told.take()).isEqualTo("a;");
    }

    @Test
    void givesUpALineWithTooLargeAnObject() throws Exception {
        connect(builder -> builder.maxMessage(100));
        line.sends("x".repeat(200));
        try (SockhopPeer.Line next = server.accepts()) {
            assertThat(line.isOver()).isTrue();
            next.says("{'type':'String','data':'next'}");
        }
    }

    @Test
    void keepsNoMoreThanMayWait() throws Exception {
        connect(builder -> builder.maxQueued(100_000));
        String much = "x".repeat(90_000);
        CompletionStage<Void> sent = client.send(much);
        for (int i = 0; i < 1_000 && !isOverloaded(sent); i++) {
            sent = client.send(much);
        }
        assertThat(isOverloaded(sent)).isTrue();
    }

    private static boolean isOverloaded(CompletionStage<Void> sent) {
        return sent.handle((none, failed) -> failed != null
                        && failed.getCause() instanceof CallException refused
                        && refused.code().equals("overloaded"))
                .toCompletableFuture()
                .getNow(false);
    }

    @Test
    void failsWhatWaitsWhenItIsClosed() throws Exception {
        CompletionStage<SockhopMessage> asked = client.ask("?");
        line.hears();
        client.close();
        client.close();
        failsWith("unknown_outcome", asked);
        failsWith("unavailable", client.send("x"));
        assertThat(client.state()).isEqualTo(new SockhopState.Closed());
    }

    @Test
    void connectsToAUnixDomainSocket(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("s");
        try (ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listening.bind(UnixDomainSocketAddress.of(path));
            try (SockhopClient local = SockhopClient.builder().socket(path).connect();
                    SocketChannel accepted = listening.accept()) {
                local.onAny(message -> told.add(message.as(Object.class)));
                local.opened().toCompletableFuture().join();
                accepted.write(ByteBuffer.wrap("{\"type\":\"Number\",\"data\":1}\n".getBytes(StandardCharsets.UTF_8)));
                assertThat(told.take()).isEqualTo(1);
                local.send(2);
                ByteBuffer heard = ByteBuffer.allocate(100);
                accepted.read(heard);
                assertThat(new String(heard.array(), 0, heard.position(), StandardCharsets.UTF_8))
                        .isEqualTo("{\"type\":\"Number\",\"data\":2}\n");
            }
        }
    }

    @Test
    void speaksTlsWithWhomItKnows(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("keys.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "SAN=dns:localhost",
                        "-alias",
                        "own",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        PASSWORD)
                .inheritIO()
                .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD.toCharArray());
        SSLContext ofServer = SSLContext.getInstance("TLS");
        ofServer.init(own.getKeyManagers(), null, null);
        KeyStore known = KeyStore.getInstance("PKCS12");
        known.load(null, null);
        known.setCertificateEntry("own", keys.getCertificate("own"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(known);
        SSLContext ofClient = SSLContext.getInstance("TLS");
        ofClient.init(null, trust.getTrustManagers(), null);
        try (SockhopPeer secure = new SockhopPeer(
                        ofServer.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress()));
                SockhopClient friend = SockhopClient.builder()
                        .address("localhost", secure.port())
                        .tls(ofClient)
                        .connect();
                SockhopPeer.Line its = secure.accepts()) {
            friend.onAny(message -> told.add(message.as(Object.class)));
            its.says("{'type':'Number','data':1}"); // shakes hands first
            assertThat(told.take()).isEqualTo(1);
            friend.send(2);
            its.hears("{'type':'Number','data':2}");
            for (SockhopClientBuilder stranger : List.of(
                    SockhopClient.builder().address("localhost", secure.port()).tls(SSLContext.getDefault()),
                    SockhopClient.builder().address("127.0.0.1", secure.port()).tls(ofClient))) {
                try (SockhopClient refusing = stranger.connect();
                        SockhopPeer.Line refused = secure.accepts()) {
                    assertThatThrownBy(refused::hears).isInstanceOf(Throwable.class);
                    assertThat(refusing.state()).isNotEqualTo(new SockhopState.Open());
                }
            }
        }
    }

    @Test
    void saysWhatIsWrongWithItsDescription() {
        SockhopClientBuilder builder = SockhopClient.builder();
        assertThatThrownBy(() -> builder.address("a", 0)).hasMessage("port: 0 (expected: 1 to 65535)");
        assertThatThrownBy(() -> builder.terminator("")).hasMessageStartingWith("terminator: empty");
        assertThatThrownBy(() -> builder.ping(Duration.ofMillis(-1))).hasMessageStartingWith("ping: ");
        assertThatThrownBy(() -> builder.askTimeout(Duration.ZERO)).hasMessage("askTimeout: PT0S (expected: above 0)");
        assertThatThrownBy(() -> builder.maxMessage(0)).hasMessage("maxMessage: 0 (expected: > 0)");
        assertThatThrownBy(() -> builder.reconnect(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("longest: PT1S (expected: not below PT2S)");
    }
}
