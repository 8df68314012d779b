package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.Session;
import io.redstart.api.User;
import io.redstart.server.observe.Observer;
import jakarta.annotation.security.PermitAll;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines of acts over real sockets: what is answered, and what becomes of peers that are none. Quotes are single here. */
@Timeout(60)
class SenecaLinesTest {
    private final Queue<String> opened = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    private @Nullable RedstartServer running;

    @Api("hands")
    @PermitAll
    public static class Hands {
        static volatile CountDownLatch cast = new CountDownLatch(1);
        static volatile CompletableFuture<String> slow = new CompletableFuture<>();

        @Call
        public Map<String, Object> clap(int hands) {
            return Map.of("clapped", hands);
        }

        @Call
        public void note(String text) {
            cast.countDown();
        }

        @Call
        public CompletionStage<String> slow() {
            return slow;
        }

        @Call
        public Map<String, Object> name(Session session) {
            User user = session.user();
            return Map.of("user", user == null ? "nobody" : user.id().replaceFirst("/.*", ""));
        }

        @Call
        public Map<String, Object> size(String text) {
            return Map.of("size", text.length());
        }
    }

    /** Lets in by a token. */
    public static class ByToken implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            if (handshake.stage() == Handshake.Stage.UPGRADE) {
                return Decision.undecided().now();
            }
            return ("right".equals(handshake.token())
                            ? Decision.accept(new User("ann"))
                            : Decision.refuse("Wrong token"))
                    .now();
        }
    }

    /** A peer on a line. */
    private static final class Peer implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader in;

        Peer(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        Peer says(String text) throws IOException {
            return sends(text.replace('\'', '"') + "\n");
        }

        Peer sends(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(UTF_8));
            socket.getOutputStream().flush();
            return this;
        }

        Peer acts(String id, String members) throws IOException {
            return says(act(id, members));
        }

        static String act(String id, String members) {
            return "{'id':'" + id + "','kind':'act','origin':'me','sync':true,'act':{" + members + "}}";
        }

        @Nullable
        String hears() throws IOException {
            String line = in.readLine();
            return line == null ? null : line.replace('"', '\'');
        }

        void hears(String id, String result) throws IOException {
            assertThat(hears())
                    .isEqualTo("{'id':'" + id + "','kind':'res','origin':'me','accept':'redstart','sync':true,'res':"
                            + result + "}");
        }

        void isClosed() throws IOException {
            try {
                assertThat(hears()).isNull();
            } catch (java.net.SocketException cut) {
                // as good as closed
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private void start(List<String> settings, Class<?>... classes) throws Exception {
        Hands.cast = new CountDownLatch(1);
        Hands.slow = new CompletableFuture<>();
        Path none = Files.writeString(folder.resolve("none.yaml"), "");
        List<String> all = Stream.concat(
                        Stream.of("http.port=0", "http.host=127.0.0.1", "door.seneca.port=0"), settings.stream())
                .toList();
        running = RedstartServer.builder()
                .settings(new SettingsReader(Map.of()).read(none, all).settings())
                .api(classes)
                .observer(new Observer() {
                    @Override
                    public void connectionOpened(String door) {
                        opened.add(door);
                    }
                })
                .start();
    }

    private RedstartServer server() {
        return Objects.requireNonNull(running);
    }

    private Peer peer() throws IOException {
        return new Peer(server().port("seneca"));
    }

    @AfterEach
    void stop() {
        server().close();
    }

    @Test
    void answersManyActsOnOneLine() throws Exception {
        start(List.of(), Hands.class);
        try (Peer peer = peer()) {
            peer.acts("s", "'role':'hands','cmd':'slow'").acts("a", "'role':'hands','cmd':'clap','hands':2");
            peer.hears("a", "{'clapped':2}");
            peer.sends("\r\n\n  \n")
                    .sends(Peer.act("b", "'role':'hands','cmd':'name'").replace('\'', '"') + "\r\n");
            peer.hears("b", "{'user':'nobody'}");
            Hands.slow.complete("done");
            peer.hears("s", "{'value':'done'}");
        }
        assertThat(opened).containsExactly("seneca");
        await().until(() -> server().sessions().all().stream().count() == 0);
    }

    @Test
    void neverAnswersWhatWantsNoAnswer() throws Exception {
        start(List.of(), Hands.class);
        try (Peer peer = peer()) {
            peer.says(
                    "{'id':'a','kind':'act','origin':'me','sync':false,'act':{'role':'hands','cmd':'note','text':'x'}}");
            Hands.cast.await();
            peer.says("{'id':'b','kind':'act','origin':'me','act':{'role':'hands','cmd':'nosuch'}}");
            peer.acts("c", "'role':'hands','cmd':'clap','hands':1").hears("c", "{'clapped':1}");
        }
    }

    @Test
    void takesBytesInAnyPieces() throws Exception {
        start(List.of(), Hands.class);
        byte[] bytes =
                (Peer.act("é✓", "'role':'hands','cmd':'size','text':'é✓😀'").replace('\'', '"') + "\n").getBytes(UTF_8);
        try (Peer peer = peer()) {
            for (byte each : bytes) {
                peer.socket.getOutputStream().write(each);
                peer.socket.getOutputStream().flush();
            }
            peer.hears("é✓", "{'size':4}");
            StringBuilder many = new StringBuilder();
            for (int i = 0; i < 50; i++) {
                many.append(Peer.act("n" + i, "'role':'hands','cmd':'clap','hands':" + i))
                        .append('\n');
            }
            peer.sends(many.toString().replace('\'', '"'));
            for (int i = 0; i < 50; i++) {
                peer.hears("n" + i, "{'clapped':" + i + "}");
            }
        }
    }

    @Test
    void takesALargeActFirst() throws Exception {
        start(List.of(), Hands.class);
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'size','text':'" + "x".repeat(20_000) + "'");
            peer.hears("a", "{'size':20000}");
        }
    }

    @Test
    void closesALineThatIsTooLong() throws Exception {
        start(List.of("connections.max-message=1KiB"), Hands.class);
        try (Peer peer = peer();
                Peer other = peer()) {
            peer.acts("w", "'role':'hands','cmd':'slow'").acts("n", "'role':'hands','cmd':'clap','hands':1");
            peer.hears("n", "{'clapped':1}");
            peer.sends("{\"id\":\"" + "x".repeat(2_000));
            assertThat(peer.hears()).contains("'id':'w'", "'code':'too_large'", "'status':413");
            peer.isClosed();
            other.acts("a", "'role':'hands','cmd':'clap','hands':1").hears("a", "{'clapped':1}");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /act HTTP/1.1\r\nHost: localhost\r\n\r\n{\"id\":\"a\",\"kind\":\"act\",\"sync\":true,\"act\":{}}\n",
                "nonsense\n",
                "null\n",
                "[1]\n",
                "42\n",
                "\"text\"\n",
                "{\"a\":\n",
                "\u0000\u0001\n"
            })
    void closesTheLineOfAPeerThatIsNone(String said) throws Exception {
        start(List.of(), Hands.class);
        try (Peer peer = peer()) {
            peer.sends(said).isClosed();
        }
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'clap','hands':1").hears("a", "{'clapped':1}");
        }
    }

    @Test
    void closesALineAfterTooMuchThatIsNoAct() throws Exception {
        start(List.of(), Hands.class);
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'clap','hands':1").hears("a", "{'clapped':1}");
            peer.sends("x\nnull\n[]\n")
                    .acts("b", "'role':'hands','cmd':'clap','hands':2")
                    .hears("b", "{'clapped':2}");
            peer.sends("{\n").isClosed();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'act':7",
                "'act':null",
                "'act':{'role':'hands','cmd':'clap','hands':[}}",
                "'act':{'role':'hands','cmd':'clap','hands':1e999999999}",
                "'act':{'role':'hands','cmd':'clap','hands':-99999999999999999999}",
                "'act':{'role':'hands','cmd':'clap','hands':null}",
                "'act':{'role':[],'cmd':{}}",
                "'act':{'role':'hands','cmd':''}",
                "'act':{'role':'hands','cmd':'clap\\u0000'}",
                "'act':{'role':'hands','cmd':'__proto__'}",
                "'act':{'__proto__':{'role':'hands'}}",
                "'act':{'role':'hands','cmd':'clap','hands':'2'}"
            })
    void answersWhateverActCanBeAnswered(String act) throws Exception {
        start(List.of(), Hands.class);
        try (Peer peer = peer()) {
            peer.says("{'id':'a','kind':'act','origin':'me','sync':true," + act + "}");
            assertThat(peer.hears())
                    .startsWith(
                            "{'id':'a','kind':'res','origin':'me','accept':'redstart','sync':true,'res':null,'error':"
                                    + "{'seneca':true,'code':'")
                    .doesNotContain("ackson", "Exception");
            peer.acts("b", "'role':'hands','cmd':'clap','hands':2").hears("b", "{'clapped':2}");
        }
    }

    @Test
    void answersAnActThatIsTooDeep() throws Exception {
        start(List.of(), Hands.class);
        try (Peer peer = peer()) {
            String deep = "[".repeat(20_000) + "]".repeat(20_000);
            peer.acts("a", "'role':'hands','cmd':'clap','hands':" + deep);
            assertThat(peer.hears()).contains("'id':'a'", "'error':{'seneca':true,'code':'bad_message'");
            peer.acts("b", "'role':'hands','cmd':'clap','hands':2").hears("b", "{'clapped':2}");
        }
    }

    @Test
    void answersAPeerThatSaysNothingMore() throws Exception {
        start(List.of(), Hands.class);
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'slow'").socket.shutdownOutput();
            Hands.slow.complete("done");
            peer.hears("a", "{'value':'done'}");
            peer.isClosed();
        }
        try (Peer peer = peer()) {
            peer.socket.shutdownOutput();
            peer.isClosed();
        }
    }

    @Test
    void closesALineThatNeverBegins() throws Exception {
        start(List.of("door.seneca.first-byte-within=200ms"), Hands.class);
        try (Peer peer = peer()) {
            peer.isClosed();
        }
    }

    @Test
    void closesALineThatIsSilent() throws Exception {
        start(List.of("door.seneca.idle=300ms"), Hands.class);
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'clap','hands':1").hears("a", "{'clapped':1}");
            peer.isClosed();
        }
    }

    @Test
    void closesALineThatStopsHalfway() throws Exception {
        start(List.of("connections.message-within=200ms"), Hands.class);
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'clap','hands':1").hears("a", "{'clapped':1}");
            peer.sends("{\"id\":\"b\",\"kind\":").isClosed();
        }
    }

    @Test
    void decidesByTheTokenOfTheFirstAct() throws Exception {
        start(List.of(), Hands.class, ByToken.class);
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'name','custom$':{'token':'right'}")
                    .hears("a", "{'user':'ann'}");
            peer.acts("b", "'role':'hands','cmd':'name'").hears("b", "{'user':'ann'}");
        }
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'name','custom$':{'token':'wrong'}");
            assertThat(peer.hears()).contains("'code':'unauthenticated','message':'Wrong token','status':401");
            peer.isClosed();
        }
    }

    @Test
    void trustsWhomItIsTold() throws Exception {
        start(List.of("door.seneca.trusted=127.0.0.1"), Hands.class, ByToken.class);
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'name'").hears("a", "{'user':'seneca@127.0.0.1'}");
        }
    }

    @Test
    void takesMoreLinesOfATrustedPeerThanAUserMayHave() throws Exception {
        start(List.of("door.seneca.trusted=127.0.0.1", "auth.max-connections=1"), Hands.class);
        try (Peer one = peer();
                Peer two = peer()) {
            one.acts("a", "'role':'hands','cmd':'clap','hands':1").hears("a", "{'clapped':1}");
            two.acts("a", "'role':'hands','cmd':'clap','hands':1").hears("a", "{'clapped':1}");
        }
    }

    @Test
    void finishesWhatRunsWhenTheServerStops() throws Exception {
        start(List.of(), Hands.class);
        try (Peer peer = peer()) {
            peer.acts("a", "'role':'hands','cmd':'slow'").acts("b", "'role':'hands','cmd':'clap','hands':1");
            peer.hears("b", "{'clapped':1}");
            CompletableFuture<Void> stopped = CompletableFuture.runAsync(server()::close);
            await().until(() -> {
                peer.acts("c", "'role':'hands','cmd':'clap','hands':1");
                return String.valueOf(peer.hears()).contains("'code':'unavailable'");
            });
            Hands.slow.complete("done");
            peer.hears("a", "{'value':'done'}");
            peer.isClosed();
            peer.socket.shutdownOutput();
            stopped.join();
        }
    }
}
