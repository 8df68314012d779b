package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redstart.api.Action;
import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.EventType;
import io.redstart.api.Handshake;
import io.redstart.api.OnBinary;
import io.redstart.api.OnClose;
import io.redstart.api.OnEvent;
import io.redstart.api.OnJson;
import io.redstart.api.OnOpen;
import io.redstart.api.OnText;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.User;
import jakarta.annotation.security.PermitAll;
import java.io.ByteArrayOutputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Raw lines of sockhop's dialect over real sockets, as its clients say and expect them. */
@Timeout(60)
class SockhopDoorTest {
    private static final String UUID = "22f98143-d387-445b-8029-8f230dd6fe8a";
    private static final String HANDSHAKE = "{\"type\":\"SockhopHandshake\",\"data\":{\"protocol_version\":2,"
            + "\"library_version\":\"2.1.0\",\"request_binary_mode\":true},\"id\":\"" + UUID + "\"}";
    private static final Queue<String> NOTED = new ConcurrentLinkedQueue<>();

    @TempDir
    private Path folder;

    private @Nullable RedstartServer running;

    @EventType("Gadget")
    public record Gadget(int a) {}

    @EventType("Widget")
    public record Widget(String n) {}

    public record Question(String words) {}

    @Api
    @PermitAll
    public static class Things {
        @OnEvent
        public void gadget(Gadget gadget, Session session) {
            session.emit(new Widget("gadget " + gadget.a()));
        }

        @OnEvent("MyUint32")
        public void number(byte[] bytes, Session session) {
            session.emit(new Widget("bytes " + Arrays.toString(bytes)));
        }

        @OnText
        public void text(String text, Session session) {
            session.sendText("text " + text);
        }

        @OnJson
        public void json(Object value, Session session) {
            session.sendJson(List.of(value));
        }

        @OnBinary
        public void binary(byte[] bytes, Session session) {
            session.sendBinary(bytes);
        }

        @OnClose
        public void close() {
            NOTED.add("closed");
        }

        @OnEvent("Note")
        public void note(String words) {
            NOTED.add(words);
        }

        @Call("Question")
        public String question(Question question, Session session) {
            session.emit(new Widget("before"));
            if (question.words().isEmpty()) {
                throw new CallException("no_words", "Nothing was asked");
            }
            return question.words() + "!";
        }

        @Call("String")
        public Map<String, String> string(String words) {
            return Map.of("echo", words);
        }

        @Call
        public int add(int a, int b) {
            return a + b;
        }

        @Call("Shape")
        public Widget shape(String words, int corners) {
            return new Widget(words + corners);
        }

        @Call("Name")
        public String name(String name) {
            return name;
        }

        @Call("Sum")
        public int sum(List<Integer> numbers) {
            return numbers.stream().mapToInt(each -> each).sum();
        }

        @Call("Remember")
        public void remember(String words) {
            NOTED.add("remembered " + words);
        }

        @Call
        public int nothing() {
            return 7;
        }

        @Call("Quiet")
        public void quiet(Session session) {
            session.dispatch(Action.of("quiet", 1));
        }

        @Call
        public String fails() {
            throw new IllegalStateException("a secret");
        }

        @Call("Feed")
        public Stream<Integer> feed(int count) {
            return IntStream.rangeClosed(1, count).boxed();
        }

        @Call("Broken")
        public Stream<Integer> broken() {
            return Stream.of(1, 0).map(each -> 1 / each);
        }

        @Call("Nested")
        public CompletionStage<String> nested(int depth, Session session) {
            return session.ask(String.class, "Deeper", depth).thenApply(answer -> "heard " + answer);
        }

        @Call("All")
        public long all(Sessions sessions) {
            return sessions.all().stream().count();
        }
    }

    @Api
    public static class Welcoming {
        @OnOpen
        public void open(Session session) {
            session.emit(new Widget("welcome"));
        }
    }

    /** Lets in who comes by TLS. */
    public static class ByLine implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            NOTED.add(handshake.path() + " " + handshake.header("line") + " "
                    + handshake.address().getHostString());
            return ("tls".equals(handshake.header("line")) ? Decision.accept(new User("box")) : Decision.undecided())
                    .now();
        }
    }

    private void start(List<String> settings, Class<?>... classes) throws Exception {
        NOTED.clear();
        Path none = Files.writeString(folder.resolve("none.yaml"), "");
        List<String> all = Stream.concat(
                        Stream.of("http.port=0", "http.host=127.0.0.1", "door.sockhop.port=0", "door.sockhop.ping=0"),
                        settings.stream())
                .toList();
        running = RedstartServer.builder()
                .settings(new SettingsReader(Map.of()).read(none, all).settings())
                .api(classes)
                .start();
    }

    private RedstartServer server() {
        return Objects.requireNonNull(running);
    }

    private RawLine open() throws Exception {
        return RawLine.to(server().port("sockhop"));
    }

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    private static String object(String type, String data) {
        return "{\"type\":\"" + type + "\",\"data\":" + data + "}";
    }

    private static String asking(String type, String data, String id) {
        return "{\"type\":\"" + type + "\",\"data\":" + data + ",\"id\":" + id + "}";
    }

    private static String answering(String type, String data, String id) {
        return "{\"type\":\"" + type + "\",\"data\":" + data + ",\"callback_id\":" + id + "}";
    }

    @Test
    void isToldOfTypedObjectsBothWays() throws Exception {
        start(List.of(), Things.class, Welcoming.class);
        try (RawLine client = open()) {
            assertThat(client.hears()).isEqualTo("{\"type\":\"Widget\",\"data\":{\"n\":\"welcome\"}}");
            client.says("{\"type\":\"Gadget\",\"data\":{\"a\":1}}");
            assertThat(client.hears()).isEqualTo("{\"type\":\"Widget\",\"data\":{\"n\":\"gadget 1\"}}");
        }
    }

    @Test
    void takesWhatHasNoTypeOfItsOwnForWhatHasNoName() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(object("String", "\"plain string\""));
            assertThat(client.hears()).isEqualTo(object("String", "\"text plain string\""));
            for (String each : List.of(object("Number", "42"), object("Boolean", "true"), object("Array", "[1,2]"))) {
                client.says(each);
            }
            assertThat(client.hears()).isEqualTo(object("Array", "[42]"));
            assertThat(client.hears()).isEqualTo(object("Array", "[true]"));
            assertThat(client.hears()).isEqualTo(object("Array", "[[1,2]]"));
            client.says(object("Buffer", object("Buffer", "[104,105]")));
            assertThat(client.hears()).isEqualTo(object("Buffer", object("Buffer", "[104,105]")));
            client.says(object("Buffer", "\"aGk=\""));
            assertThat(client.hears()).isEqualTo(object("Buffer", object("Buffer", "[104,105]")));
        }
    }

    @Test
    void answersCallbacks() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(asking("Question", "{\"words\":\"why\"}", "\"" + UUID + "\""));
            assertThat(client.hears()).isEqualTo(object("Widget", "{\"n\":\"before\"}"));
            assertThat(client.hears()).isEqualTo(answering("String", "\"why!\"", "\"" + UUID + "\""));
            client.says(asking("String", "\"q?\"", "7"));
            assertThat(client.hears()).isEqualTo(answering("Object", "{\"echo\":\"q?\"}", "7"));
            client.says(asking("add", "[1,2]", "{\"any\":[\"id\"]}"));
            assertThat(client.hears()).isEqualTo(answering("Number", "3", "{\"any\":[\"id\"]}"));
            client.says(
                    asking("nothing", "{ }", "1"), asking("nothing", "null", "2"), "{\"type\":\"nothing\",\"id\":3}");
            for (int id = 1; id <= 3; id++) {
                assertThat(client.hears()).isEqualTo(answering("Number", "7", "" + id));
            }
            client.says(asking("Quiet", "{}", "4"));
            assertThat(client.hears()).isEqualTo(object("quiet", "1"));
            assertThat(client.hears()).isEqualTo(answering("Object", "{}", "4"));
        }
    }

    @Test
    void givesAMethodItsArgumentsAsItWantsThem() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(asking("Shape", "{\"corners\":3,\"words\":\"a\"}", "1"), asking("Shape", "[\"b\",4]", "2"));
            assertThat(client.hears()).isEqualTo(answering("Widget", "{\"n\":\"a3\"}", "1"));
            assertThat(client.hears()).isEqualTo(answering("Widget", "{\"n\":\"b4\"}", "2"));
            client.says(
                    asking("Name", "{\"name\":\"joe\"}", "3"),
                    asking("Name", "\"ann\"", "4"),
                    asking("Name", "[\"bob\"]", "5"));
            assertThat(client.hears()).isEqualTo(answering("String", "\"joe\"", "3"));
            assertThat(client.hears()).isEqualTo(answering("String", "\"ann\"", "4"));
            assertThat(client.hears()).isEqualTo(answering("String", "\"bob\"", "5"));
            client.says(asking("Sum", "[1,2,3]", "6"));
            assertThat(client.hears()).isEqualTo(answering("Number", "6", "6"));
            client.says(asking("Question", "{}", "7"));
            assertThat(client.hears()).contains("\"Error\"").endsWith("\"callback_id\":7}");
            client.says(asking("Name", "{\"other\":1}", "8"));
            assertThat(client.hears()).contains("invalid").endsWith("\"callback_id\":8}");
        }
    }

    @Test
    void callsAMethodThatNobodyWaitsFor() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(object("Remember", "\"this\""), object("Unknown", "1"), asking("nothing", "{}", "1"));
            assertThat(client.hears()).isEqualTo(answering("Number", "7", "1"));
            assertThat(NOTED).containsExactly("remembered this");
        }
    }

    @Test
    void answersFailuresToo() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(asking("Question", "{\"words\":\"\"}", "1"));
            assertThat(client.hears())
                    .isEqualTo(answering("Error", "{\"code\":\"no_words\",\"message\":\"Nothing was asked\"}", "1"));
            client.says(asking("fails", "{}", "2"));
            assertThat(client.hears())
                    .startsWith("{\"type\":\"Error\",\"data\":{\"code\":\"internal\"")
                    .doesNotContain("secret");
            client.says(asking("NoSuch", "{}", "3"));
            assertThat(client.hears()).startsWith("{\"type\":\"Error\",\"data\":{\"code\":\"not_found\"");
            client.says(asking("Feed", "2", "4"));
            assertThat(client.hears()).startsWith("{\"type\":\"Error\",\"data\":{\"code\":\"invalid\"");
            client.says(asking("Question", "{\"words\":NaN}", "8"), asking("add", "[1,\"two\"]", "9"));
            assertThat(client.hears()).contains("bad_message").endsWith(",\"callback_id\":8}");
            assertThat(client.hears()).contains("invalid").endsWith(",\"callback_id\":9}");
            client.says(asking("constructor", "{}", "5"), asking("toString", "{}", "6"));
            assertThat(client.hears()).contains("not_found");
            assertThat(client.hears()).contains("not_found");
        }
    }

    @Test
    void asksClientsInTheMiddleOfTheirCallbacks() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(asking("Nested", "1", "\"outer\""));
            String ask = Objects.requireNonNull(client.hears());
            assertThat(ask).startsWith("{\"type\":\"Deeper\",\"data\":1,\"id\":\"");
            String id = ask.substring(ask.indexOf("\"id\":") + 5, ask.length() - 1);
            assertThat(id).hasSize(38);
            client.says(asking("nothing", "{}", "\"inner\""));
            assertThat(client.hears()).isEqualTo(answering("Number", "7", "\"inner\""));
            client.says(answering("String", "\"you\"", id), answering("String", "\"again\"", id));
            assertThat(client.hears()).isEqualTo(answering("String", "\"heard you\"", "\"outer\""));
            client.says(asking("Nested", "2", "\"second\""));
            ask = Objects.requireNonNull(client.hears());
            id = ask.substring(ask.indexOf("\"id\":") + 5, ask.length() - 1);
            client.says(answering("Error", "{\"code\":\"busy\",\"message\":\"Not now\"}", id));
            assertThat(client.hears()).startsWith("{\"type\":\"Error\"").contains("busy");
        }
    }

    @Test
    void answersRequestsOnceOrAsAStream() throws Exception {
        start(List.of(), Things.class);
        String request = "{\"type\":\"SockhopRequest\",\"data\":{\"uuid\":\"9e91\",\"data\":%s,\"type\":\"%s\"}}";
        String response = "{\"type\":\"SockhopResponsePacket\",\"data\":"
                + "{\"uuid\":\"9e91\",\"type\":\"%s\",\"data\":%s,\"last\":%s}}";
        try (RawLine client = open()) {
            client.says(request.formatted("{\"words\":\"why\"}", "Question"));
            assertThat(client.hears()).isEqualTo(object("Widget", "{\"n\":\"before\"}"));
            assertThat(client.hears()).isEqualTo(response.formatted("String", "\"why!\"", true));
            client.says(request.formatted("100", "Feed"));
            for (int i = 1; i <= 100; i++) {
                assertThat(client.hears()).isEqualTo(response.formatted("Number", i, false));
            }
            assertThat(client.hears()).isEqualTo(response.formatted("Object", "{}", true));
            client.says(request.formatted("{}", "Broken"));
            assertThat(client.hears()).isEqualTo(response.formatted("Number", 1, false));
            assertThat(client.hears())
                    .contains("\"Error\"")
                    .contains("\"last\":true")
                    .contains("internal");
            client.says(request.formatted("{}", "NoSuch"));
            assertThat(client.hears())
                    .contains("\"Error\"")
                    .contains("not_found")
                    .contains("\"last\":true");
        }
    }

    @Test
    void answersPings() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(
                    object(
                            "SockhopPing",
                            "{\"_id\":\"56d6\",\"_created\":\"2026-11-21T06:18:31.645Z\",\"_returned\":null,\"_finished\":null}"));
            assertThat(client.hears())
                    .matches(
                            "\\{\"type\":\"SockhopPong\",\"data\":\\{\"_id\":\"56d6\","
                                    + "\"_created\":\"2026-11-21T06:18:31.645Z\",\"_returned\":\"[-0-9T:.]+Z\",\"_finished\":null}}");
            client.says("{\"type\":\"SockhopPing\"}", object("SockhopPing", "[\"" + "x".repeat(500) + "\"]"));
            assertThat(client.hears()).contains("\"_id\":null,\"_created\":null");
            assertThat(client.hears()).contains("\"_id\":null,\"_created\":null");
        }
    }

    @Test
    void pingsAndEndsALineThatDoesNotAnswerFour() throws Exception {
        start(List.of("door.sockhop.ping=300ms"), Things.class);
        try (RawLine client = open()) {
            for (int i = 1; i <= 3; i++) {
                String ping = Objects.requireNonNull(client.hears());
                assertThat(ping).startsWith("{\"type\":\"SockhopPing\",\"data\":{\"_id\":\"");
                client.says(ping.replace("SockhopPing", "SockhopPong"));
            }
            int unanswered = 0;
            for (String next = client.hears(); next != null; next = client.hears()) {
                assertThat(next).contains("SockhopPing");
                unanswered++;
            }
            assertThat(unanswered).isBetween(3, 5); // one may have been on its way
        }
    }

    @Test
    void measuresHowLongAPingTakes() throws Exception {
        start(List.of("door.sockhop.ping=300ms"), Things.class);
        try (RawLine client = open()) {
            await().until(() -> server().sessions().all().stream().count() == 1);
            Session session = server().sessions().all().stream().findFirst().orElseThrow();
            var took = session.ping().toCompletableFuture();
            while (!took.isDone()) {
                String ping = Objects.requireNonNull(client.hears());
                client.says(ping.replace("SockhopPing", "SockhopPong"));
            }
            assertThat(took).isCompleted();
        }
    }

    @ParameterizedTest
    @CsvSource({"\\r\\n,", "¶,", "--end--,\\r\\n", "\\0,|"})
    void endsLinesAsItIsTold(String heard, @Nullable String said) throws Exception {
        start(
                List.of(
                        "door.sockhop.terminator=" + heard,
                        "door.sockhop.sent-terminator=" + (said == null ? "" : said)),
                Things.class);
        String in = heard.replace("\\r\\n", "\r\n").replace("\\0", "\0");
        String out = said == null ? in : said.replace("\\r\\n", "\r\n");
        try (RawLine client = open()) {
            String text = object("String", "\"§ü\"") + in + in + object("String", "\"two\"") + in;
            client.dribbles(text).sends(text.getBytes(UTF_8));
            for (int i = 0; i < 2; i++) {
                assertThat(client.hears(out)).isEqualTo(object("String", "\"text §ü\""));
                assertThat(client.hears(out)).isEqualTo(object("String", "\"text two\""));
            }
        }
    }

    @Test
    void takesLinesInAnyPieces() throws Exception {
        start(List.of(), Things.class);
        String text = object("String", "\"ünï\"") + "\r\n\n" + asking("add", "[1,\r2]", "1") + "\n";
        byte[] bytes = text.getBytes(UTF_8);
        try (RawLine client = open()) {
            for (int cut = 1; cut < bytes.length; cut++) {
                client.sends(Arrays.copyOf(bytes, cut)).sends(Arrays.copyOfRange(bytes, cut, bytes.length));
                assertThat(client.hears()).isEqualTo(object("String", "\"text ünï\""));
                assertThat(client.hears()).isEqualTo(answering("Number", "3", "1"));
            }
        }
    }

    @Test
    void speaksPlainJson() throws Exception {
        start(
                List.of("door.sockhop.peer-type=json", "door.sockhop.sent-terminator=\\r\\n"),
                Things.class,
                Welcoming.class);
        try (RawLine client = open()) {
            assertThat(client.hears("\r\n")).isEqualTo("{\"n\":\"welcome\"}");
            client.says(" {\"n\":1,\"type\":\"SockhopPing\"}\r");
            assertThat(client.hears("\r\n")).isEqualTo("[{\"n\":1,\"type\":\"SockhopPing\"}]");
            client.says("42", "\"text\"", "nonsense"); // mistakes, each
            client.says("[1]");
            assertThat(client.hears("\r\n")).isEqualTo("[[1]]");
        }
    }

    @Test
    void speaksPlainTextToo() throws Exception {
        start(List.of("door.sockhop.peer-type=json", "door.sockhop.allow-non-objects=true"), Things.class);
        try (RawLine client = open()) {
            client.says("\"text\"", "non{sense", "42");
            assertThat(client.hears()).isEqualTo("\"text text\"");
            assertThat(client.hears()).isEqualTo("\"text non{sense\"");
            assertThat(client.hears()).isEqualTo("[42]");
        }
    }

    @Test
    void refusesToAskWhoKnowsNoCallbacks() throws Exception {
        start(List.of("door.sockhop.peer-type=json"), Things.class);
        try (RawLine client = open()) {
            client.says("{}");
            assertThat(client.hears()).isEqualTo("[{}]");
            Session session = server().sessions().all().stream().findFirst().orElseThrow();
            assertThatThrownBy(() -> session.ask("Deeper").toCompletableFuture().join())
                    .hasMessageContaining("answers nothing");
        }
    }

    @Test
    void takesWhatItWasSentBeforeTheClientLeft() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(object("Note", "\"one\""), asking("nothing", "{}", "1"), object("Note", "\"two\""))
                    .endsTalking();
            assertThat(client.hears()).isEqualTo(answering("Number", "7", "1"));
            assertThat(client.hears()).isNull();
        }
        await().untilAsserted(() -> assertThat(NOTED).containsExactly("one", "two", "closed"));
    }

    @Test
    void goesOverToBinaryFramesWithWhoAsksForIt() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            becomesBinary(client);
            client.sends(hex("19000000 0a 06 537472696e67 0e000000 22706c61696e20737472696e6722"));
            assertThat(frame(client)).isEqualTo("10 String \"text plain string\"");
            client.sends(hex("0d000000 0d 06 427566666572 02000000 6869"));
            assertThat(frame(client)).isEqualTo("13 Buffer hi");
            client.sends(hex("11000000 0d 08 4d7955696e743332 04000000 0000002a"));
            assertThat(frame(client)).isEqualTo("10 Widget {\"n\":\"bytes [0, 0, 0, 42]\"}");
            client.sends(binary(11, "String", "\"q?\"", UUID));
            assertThat(frame(client))
                    .isEqualTo("12 String? {\"echo\":\"q?\"}".replace("String?", "Object") + " " + UUID);
            client.sends(binary(11, "Nested", "5", UUID));
            String ask = frame(client);
            assertThat(ask).startsWith("11 Deeper 5 5ec40000-");
            client.sends(binary(12, "String", "\"me\"", ask.substring(ask.length() - 36)));
            assertThat(frame(client)).isEqualTo("12 String \"heard me\" " + UUID);
            client.sends(binary(10, "SockhopPing", "{\"_id\":\"a\"}", ""));
            assertThat(frame(client)).startsWith("10 SockhopPong {\"_id\":\"a\"");
        }
    }

    @Test
    void takesFramesInAnyPieces() throws Exception {
        start(List.of(), Things.class);
        byte[] bytes = joined(
                binary(10, "String", "\"ünï\"", ""), binary(13, "Buffer", "", ""), binary(11, "add", "[1,2]", UUID));
        try (RawLine client = open()) {
            becomesBinary(client);
            for (int cut = 0; cut <= bytes.length; cut++) {
                client.sends(Arrays.copyOf(bytes, cut)).sends(Arrays.copyOfRange(bytes, cut, bytes.length));
                assertThat(frame(client)).isEqualTo("10 String \"text ünï\"");
                assertThat(frame(client)).isEqualTo("13 Buffer ");
                assertThat(frame(client)).isEqualTo("12 Number 3 " + UUID);
            }
        }
    }

    @Test
    void readsFramesBehindTheLastLine() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(HANDSHAKE);
            client.hears();
            client.hears();
            client.sends(joined(
                    (object("String", "\"line\"") + "\n" + object("SockhopBinaryModeTransition", "{}") + "\n")
                            .getBytes(UTF_8),
                    binary(10, "String", "\"frame\"", "")));
            // the other direction was not asked about, and stays as it is
            assertThat(client.hears()).isEqualTo(object("String", "\"text line\""));
            assertThat(client.hears()).isEqualTo(object("String", "\"text frame\""));
        }
    }

    @Test
    void writesNoFrameBeforeItsLastLineWasRead() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(HANDSHAKE);
            client.hears();
            String handshake = Objects.requireNonNull(client.hears());
            client.says(
                    answering("Object", "{\"allow_binary_mode\":true}", idOf(handshake)),
                    asking("nothing", "{}", "\"" + UUID + "\""));
            String ping = Objects.requireNonNull(client.hears());
            assertThat(ping).contains("SockhopPing");
            assertThat(client.hears()).isEqualTo(object("SockhopBinaryModeTransition", "{}"));
            client.says(ping.replace("SockhopPing", "SockhopPong"));
            assertThat(frame(client)).isEqualTo("12 Number 7 " + UUID);
        }
    }

    @Test
    void staysWithLinesIfItIsTold() throws Exception {
        start(List.of("door.sockhop.binary=false"), Things.class);
        try (RawLine client = open()) {
            client.says(HANDSHAKE);
            assertThat(client.hears())
                    .isEqualTo(answering("Object", "{\"allow_binary_mode\":false}", "\"" + UUID + "\""));
            String handshake = Objects.requireNonNull(client.hears());
            assertThat(handshake).contains("\"request_binary_mode\":false");
            client.says(answering("Object", "{\"allow_binary_mode\":true}", idOf(handshake)));
            client.says(object("Buffer", "\"aGk=\""));
            assertThat(client.hears()).isEqualTo(object("Buffer", "\"aGk=\""));
        }
    }

    private static void becomesBinary(RawLine client) throws Exception {
        client.says(HANDSHAKE);
        assertThat(client.hears()).isEqualTo(answering("Object", "{\"allow_binary_mode\":true}", "\"" + UUID + "\""));
        String handshake = Objects.requireNonNull(client.hears());
        assertThat(handshake).contains("\"protocol_version\":2").contains("\"request_binary_mode\":true");
        client.says(answering("Object", "{\"allow_binary_mode\":true}", idOf(handshake)));
        String ping = Objects.requireNonNull(client.hears());
        client.says(ping.replace("SockhopPing", "SockhopPong"));
        assertThat(client.hears()).isEqualTo(object("SockhopBinaryModeTransition", "{}"));
        client.says(object("SockhopBinaryModeTransition", "{}"));
    }

    private static String idOf(String object) {
        return object.substring(object.indexOf("\"id\":") + 5, object.length() - 1);
    }

    private static byte[] hex(String spaced) {
        return HexFormat.of().parseHex(spaced.replace(" ", ""));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] binary(int what, String type, String data, String id) {
        byte[] name = type.getBytes(UTF_8);
        byte[] value = data.getBytes(UTF_8);
        int length = 1 + name.length + 4 + value.length + id.length();
        return ByteBuffer.allocate(5 + length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(length)
                .put((byte) what)
                .put((byte) name.length)
                .put(name)
                .putInt(value.length)
                .put(value)
                .put(id.getBytes(UTF_8))
                .array();
    }

    private static String frame(RawLine client) throws Exception {
        ByteBuffer head = ByteBuffer.wrap(client.hearsBytes(5)).order(ByteOrder.LITTLE_ENDIAN);
        int length = head.getInt();
        int what = head.get();
        ByteBuffer payload = ByteBuffer.wrap(client.hearsBytes(length)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] type = new byte[payload.get() & 0xFF];
        payload.get(type);
        byte[] data = new byte[payload.getInt()];
        payload.get(data);
        byte[] id = new byte[payload.remaining()];
        payload.get(id);
        return what + " " + new String(type, UTF_8) + " " + new String(data, UTF_8)
                + (id.length == 0 ? "" : " " + new String(id, UTF_8));
    }

    @Test
    void listensOnAUnixSocketAndWithTls() throws Exception {
        Path socket = folder.resolve("door");
        start(
                List.of(
                        "door.sockhop.socket=" + socket,
                        "door.sockhop.tls=true",
                        "http.tls.certificate=" + TestIdentity.FIRST.certificate(),
                        "http.tls.key=" + TestIdentity.FIRST.key()),
                Things.class);
        try (RawLine plain = open();
                RawLine client = plain.tls()) {
            client.says(asking("nothing", "{}", "1"));
            assertThat(client.hears()).isEqualTo(answering("Number", "7", "1"));
        }
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((asking("nothing", "{}", "1") + "\n").getBytes(UTF_8)));
            String expected = answering("Number", "7", "1") + "\n";
            assertThat(Channels.newInputStream(channel).readNBytes(expected.length()))
                    .isEqualTo(expected.getBytes(UTF_8));
        }
    }

    @Test
    void asksTheAuthenticatorWithWhatTheLineShows() throws Exception {
        start(
                List.of(
                        "door.sockhop.tls=true",
                        "http.tls.certificate=" + TestIdentity.FIRST.certificate(),
                        "http.tls.key=" + TestIdentity.FIRST.key()),
                Things.class,
                ByLine.class);
        try (RawLine plain = open();
                RawLine client = plain.tls()) {
            client.says(asking("All", "{}", "1"));
            assertThat(client.hears()).isEqualTo(answering("Number", "1", "1"));
            assertThat(server().sessions().all().stream()
                            .map(each -> Objects.requireNonNull(each.user()).id()))
                    .containsExactly("box");
            assertThat(NOTED).containsExactly("/sockhop tls 127.0.0.1");
        }
    }

    @Test
    void letsInNobodyTheAuthenticatorSaysNothingOf() throws Exception {
        start(List.of(), Things.class, ByLine.class);
        try (RawLine client = open()) {
            client.says(asking("All", "{}", "1"));
            assertThat(client.hears()).isNull();
            assertThat(server().sessions().all().stream()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "[]",
                "42",
                "\"text\"",
                "{",
                "}",
                "{}",
                "nonsense",
                "{\"type\":null}",
                "{\"type\":7,\"data\":1}",
                "{\"type\":\"\",\"data\":1}",
                "{\"type\":\"x\",\"data\":}",
                "{\"type\":\"x\",\"data\":1,2}",
                "{\"type\":\"x\",\"data\":1],[2}",
                "{\"type\":\"x\",\"data\":nul}",
                "{\"type\":\"x\",\"data\":\"\\u12\"}",
                "{\"type\":\"\\u12\",\"data\":1}",
                "{\"type\":\"x\",\"data\":NaN}",
                "{\"type\":\"x\",\"data\":1,\"callback_id\":\"nope\"}",
                "{\"type\":\"x\",\"data\":1,\"callback_id\":\"5ec40000-0000-4000-8000-ffffffffffff\"}",
                "{\"type\":\"x\",\"data\":1,\"callback_id\":\"5ec40000-0000-4000-8000-000000000001\"}",
                "{\"type\":\"x\",\"data\":1,\"callback_id\":{}}",
                "{\"type\":\"Buffer\",\"data\":{\"type\":\"Buffer\",\"data\":[256,-1,1.5,\"a\"]}}",
                "{\"type\":\"Buffer\",\"data\":\"!\"}",
                "{\"type\":\"Buffer\",\"data\":null}",
                "{\"type\":\"SockhopRequest\",\"data\":{}}",
                "{\"type\":\"SockhopRequest\",\"data\":{\"uuid\":{},\"type\":\"add\"}}",
                "{\"type\":\"SockhopRequest\"}",
                "{\"type\":\"SockhopResponsePacket\",\"data\":{\"uuid\":\"x\"}}",
                "{\"type\":\"SockhopPong\",\"data\":{\"_id\":\"5ec40000-0000-4000-9000-000000000001\"}}",
                "{\"type\":\"SockhopPong\"}",
                "{\"type\":\"SockhopBinaryModeTransition\",\"data\":{}}",
                "{\"type\":\"__proto__\",\"data\":{\"__proto__\":{}}}",
            })
    void passesOverWhatIsNone(String line) throws Exception {
        start(List.of(), Things.class);
        try (RawLine other = open();
                RawLine client = open()) {
            client.says(line, asking("nothing", "{}", "1"));
            assertThat(client.hears()).endsWith("\"callback_id\":1}").contains("\"Number\"");
            other.says(asking("nothing", "{}", "2"));
            assertThat(other.hears()).isEqualTo(answering("Number", "7", "2"));
        }
    }

    @Test
    void endsALineThatSaysNothingElse() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says("null", "null", "null", "null", "null");
            assertThat(client.hears()).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00000000 0a",
                "01000000 0a 00",
                "05000000 0a 00 00000000",
                "06000000 0a 01 41 00000000",
                "07000000 0a 01 41 02000000 7b",
                "07000000 0a 01 41 ffffffff 7b",
                "09000000 0a 01 41 03000000 312c32",
                "0b000000 0a 01 41 05000000 315d2c5b32",
                "07000000 0b 01 41 01000000 31",
                "07000000 63 01 41 01000000 31",
                "07000000 0a ff 41 01000000 31",
            })
    void passesOverFramesThatAreNone(String hex) throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            becomesBinary(client);
            client.sends(hex(hex)).sends(binary(11, "nothing", "{}", UUID));
            assertThat(frame(client)).isEqualTo("12 Number 7 " + UUID);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ffffffff 0a", "00000080 0a", "01001100 0a"})
    void readsNoFrameThatIsTooLarge(String head) throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            becomesBinary(client);
            client.sends(hex(head));
            assertThat(client.hears()).isNull();
        }
    }

    @Test
    void readsNoLineThatIsTooLarge() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(asking("String", "\"" + "x".repeat(60_000) + "\"", "1"));
            assertThat(client.hears()).contains("xxx");
            client.sends("x".repeat(70_000).getBytes(UTF_8));
            assertThat(client.hears()).isNull();
        }
    }

    @Test
    void readsNoJsonThatIsTooDeep() throws Exception {
        start(List.of(), Things.class);
        try (RawLine client = open()) {
            client.says(object("Array", "[".repeat(20_000) + "]".repeat(20_000)));
            client.says(object("Buffer", "[".repeat(20_000) + "]".repeat(20_000)));
            client.says(asking("nothing", "{}", "1"));
            assertThat(client.hears()).isEqualTo(answering("Number", "7", "1"));
        }
    }

    @Test
    void closesWhoSaysNothingOrStopsInTheMiddle() throws Exception {
        start(List.of("door.sockhop.first-byte-within=50ms", "connections.message-within=50ms"), Things.class);
        try (RawLine silent = open();
                RawLine half = open()) {
            half.sends("{\"type\":".getBytes(UTF_8));
            assertThat(silent.hears()).isNull();
            assertThat(half.hears()).isNull();
        }
    }

    @Test
    void closesWhoIsIdle() throws Exception {
        start(List.of("door.sockhop.idle=200ms"), Things.class);
        try (RawLine client = open()) {
            client.says(asking("nothing", "{}", "1"));
            client.hears();
            assertThat(client.hears()).isNull();
        }
    }

    @Test
    void keepsWhoOnlyListensAndAnswersPings() throws Exception {
        start(
                List.of("door.sockhop.ping=300ms", "door.sockhop.first-byte-within=10s", "door.sockhop.idle=10s"),
                Things.class,
                Welcoming.class);
        try (RawLine client = open()) {
            assertThat(client.hears()).contains("welcome");
            String ping = Objects.requireNonNull(client.hears());
            client.says(ping.replace("SockhopPing", "SockhopPong"));
            server().sessions().all().emit("news", 1);
            String next = Objects.requireNonNull(client.hears());
            while (next.contains("SockhopPing")) {
                next = Objects.requireNonNull(client.hears());
            }
            assertThat(next).isEqualTo(object("news", "1"));
        }
    }

    @Test
    void closesWhoDoesNotReadAndNoOther() throws Exception {
        start(List.of("connections.max-queued=256KiB"), Things.class);
        try (RawLine slow = open();
                RawLine other = open()) {
            slow.says(asking("nothing", "{}", "1"));
            slow.hears();
            other.says(asking("nothing", "{}", "1"));
            other.hears();
            String large = "x".repeat(100_000);
            int told = 0;
            for (int sessions = 2; sessions == 2; told++) {
                server().sessions().all().emit("Large", large);
                assertThat(other.hears()).hasSizeGreaterThan(100_000);
                sessions = (int) server().sessions().all().stream().count();
            }
            assertThat(told).isPositive();
            other.says(asking("All", "{}", "2"));
            assertThat(other.hears()).isEqualTo(answering("Number", "1", "2"));
        }
    }

    @Test
    void endsItsLinesWhenItStopsAndAnswersBefore() throws Exception {
        start(List.of(), Things.class);
        Thread stops;
        try (RawLine client = open()) {
            client.says(asking("Nested", "1", "1"));
            String ask = Objects.requireNonNull(client.hears());
            stops = new Thread(server()::close);
            stops.start();
            client.says(answering("String", "\"last\"", idOf(ask)));
            assertThat(client.hears()).isEqualTo(answering("String", "\"heard last\"", "1"));
            assertThat(client.hears()).isNull();
        } // clients close when their server ends the line
        stops.join();
    }

    @Test
    void isCountedUnderItsName() throws Exception {
        start(List.of("metrics.port=0"), Things.class);
        try (RawLine client = open()) {
            client.says(asking("nothing", "{}", "1"));
            client.hears();
            HttpRequest asks = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + server().metricsPort() + "/metrics"))
                    .build();
            assertThat(HttpClient.newHttpClient()
                            .send(asks, HttpResponse.BodyHandlers.ofString())
                            .body())
                    .contains("redstart_connections_opened_total{door=\"sockhop\"} 1.0");
        }
    }

    @Test
    void isShutUnlessItHasAPlace() throws Exception {
        start(List.of("door.sockhop.port="), Things.class);
        assertThat(server().port("sockhop")).isZero();
    }

    @Test
    void saysWhereItListens() throws Exception {
        try (LogLines log = new LogLines("io.redstart.server.door.tcp")) {
            start(List.of(), Things.class);
            assertThat(log.lines()).contains("INFO door.sockhop listens on 127.0.0.1:" + server().port("sockhop"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "door.sockhop.port=70000,door.sockhop.port: 70000",
        "door.sockhop.terminator=,door.sockhop.terminator:  (expected: 1 to 64 bytes)",
        "door.sockhop.terminator=\\x,door.sockhop.terminator: \\x",
        "door.sockhop.ping=-1s,door.sockhop.ping",
        "door.sockhop.tls=true,sockhop.tls is true",
        "door.sockhop.peer-type=xml,door.sockhop.peer-type",
    })
    void saysWhatIsWrongWithASetting(String setting, String mistake) {
        assertThatThrownBy(() -> start(List.of(setting), Things.class))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(mistake);
    }

    @Test
    void leadsNowhereIfItsNamespaceIsNotThere() throws Exception {
        start(List.of("door.sockhop.namespace=nowhere"), Things.class);
        try (RawLine client = open()) {
            assertThat(client.hears()).isNull();
        }
    }
}
