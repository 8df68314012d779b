package io.redstart.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.OnEvent;
import io.redstart.api.Session;
import io.redstart.server.transport.AdmissionSettings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/**
 * Whatever a client puts into a name, wherever names go: no line of the log is forged, no header of an answer is, nothing
 * is looked up, and the client after it is served. The log is that of the runnable server, and says all it can say.
 */
@Timeout(120)
class HostileNamesTest {
    private static final Lines LINES = new Lines();
    private static ServerSocketChannel directory;
    private static RedstartServer server;
    private static Level before;

    /** The log's lines as they would be in the file. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final LogLayout layout = new LogLayout();
        final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            events.add(layout.doLayout(event));
        }
    }

    @Api("names")
    public static class Names {
        private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("io.redstart.test.Names");

        @Call
        public void log(String name) {
            LOG.info("said {}", name);
        }

        @Call
        public void fails(String name) {
            throw new IllegalStateException(name);
        }

        @Call
        public void refuses(String name) {
            throw new CallException("odd", name);
        }

        @OnEvent("named")
        public void named(String name) {
            LOG.warn("told {}", name, new IllegalStateException(name));
        }

        @Call
        public String who(Session session) {
            return String.valueOf(session.handshake().header("user-agent"));
        }
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger("io.redstart");
    }

    @BeforeAll
    static void start() throws Exception {
        directory = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        directory.configureBlocking(false);
        before = log().getLevel();
        log().setLevel(Level.TRACE);
        LINES.start();
        log().addAppender(LINES);
        log().setAdditive(false);
        ServerSettings anyNumber = new ServerSettings().with(new AdmissionSettings().withoutAddresses());
        server = RedstartServer.builder()
                .settings(anyNumber)
                .port(0)
                .api(Names.class)
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
        log().detachAppender(LINES);
        log().setAdditive(true);
        log().setLevel(before);
        directory.close();
    }

    static Stream<String> hostile() {
        return Stream.of(
                "x\r\nFORGED: 1\r\n\r\nFORGED",
                "x\nFORGED 2026-01-01T00:00:00.000Z ERROR Server - forged",
                "x\u0000y",
                "\u001b[2J\u001b]0;title\u0007\u009b31m",
                "${jndi:ldap://127.0.0.1:PORT/x}",
                "${${lower:j}ndi:${lower:l}dap://127.0.0.1:PORT/x}",
                "%d{HH:mm} %n FORGED {} {0} %s %x",
                "\u202egnp.exe\u2066\u200b\ufeff",
                "\u2028FORGED\u2029FORGED\u0085FORGED\u000bFORGED\u000cFORGED",
                "\ud800",
                "\udc00\ud800 \udfff",
                "../../etc/passwd",
                "__proto__",
                "<script>alert(1)</script>",
                "'; DROP TABLE users; --",
                "n".repeat(60_000));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void staysAName(String written) throws IOException {
        String name = written.replace("PORT", String.valueOf(port(directory)));
        LINES.events.clear();
        sayEverywhere(name);
        askEverywhere(name);
        try (Line line = Line.open(List.of())) {
            line.says("[\"hello\",{\"v\":1}]");
            assertThat(line.hears()).startsWith("[\"welcome\"");
            line.says("[\"call\",1,\"names.who\",[]]");
            assertThat(line.hears()).isEqualTo("[\"ret\",1,\"null\"]");
        }
        for (String event : LINES.events) {
            assertThat(event)
                    .endsWith("\n")
                    .doesNotContain("\r")
                    .doesNotContain("\u001b")
                    .doesNotContain("\u0000");
            assertThat(event.lines())
                    .allMatch(
                            line -> line.matches("\\d{4}-.*|\t.*|Caused by: .*|Suppressed: .*|[a-zA-Z0-9_.$]+(: .*)?"))
                    .noneMatch(line -> line.startsWith("FORGED"));
        }
        assertThat(directory.accept()).as("nothing was looked up").isNull();
    }

    private static int port(ServerSocketChannel channel) throws IOException {
        return ((InetSocketAddress) channel.getLocalAddress()).getPort();
    }

    /** Every place in a message where a client names something. A line is closed after a few that are none. */
    private static void sayEverywhere(String name) throws IOException {
        // a lone half of a pair can only be written as an escape, and so can a control
        String quoted = escaped(name);
        for (String message : new String[] {
            "[\"call\",1," + quoted + ",[]]",
            "[\"call\",1,\"names.\",{" + quoted + ":1}]",
            "[\"call\",1,\"names.log\",{" + quoted + ":1}]",
            "[\"call\",1,\"names.log\",[" + quoted + "]]",
            "[\"call\",1,\"names.fails\",[" + quoted + "]]",
            "[\"call\",1,\"names.refuses\",[" + quoted + "]]",
            "[\"call\",1,\"names.log\",[\"a\"],{\"key\":" + quoted + ",\"tp\":" + quoted + "}]",
            "[\"call\",1,\"names.log\",[\"a\"],{" + quoted + ":" + quoted + "}]",
            "[\"cast\"," + quoted + ",[]]",
            "[\"cast\",\"names.fails\",[" + quoted + "]]",
            "[\"evt\"," + quoted + ",1]",
            "[\"evt\",\"named\"," + quoted + "]",
            "[\"act\",1,null,{\"type\":" + quoted + "}]",
            "[\"act\",1," + quoted + ",{\"type\":\"a\"}]",
            "[\"join\",1," + quoted + "]",
            "[\"join\",1,\"a\",{\"since\":[" + quoted + ",1]}]",
            "[\"pub\",1," + quoted + "," + quoted + ",1,{\"user\":" + quoted + "}]",
            "[\"set\",1,\"a\"," + quoted + ",{\"user\":" + quoted + "}]",
            "[\"get\",1," + quoted + "]",
            "[\"who\",1," + quoted + "]",
            "[\"grant\",1," + quoted + "," + quoted + "]",
            "[\"auth\",1," + quoted + "]",
            "[\"err\",1,{\"code\":" + quoted + ",\"message\":" + quoted + "}]",
            "[\"err\",1,{\"code\":\"a\",\"message\":" + quoted + "}]",
            "[" + quoted + ",1]",
            quoted
        }) {
            try (Line line = Line.open(List.of())) {
                line.says("[\"hello\",{\"v\":1}]");
                line.hears();
                line.says(message);
                line.says("[\"call\",2,\"names.who\",[]]");
                for (String heard = line.hears(); !heard.contains("[\"ret\",2"); heard = line.hears()) {
                    assertThat(heard).startsWith("[\"").hasSizeLessThan(200_000);
                }
            }
        }
        for (String hello : new String[] {
            "{\"v\":1,\"token\":" + quoted + "}",
            "{\"v\":1,\"sdk\":" + quoted + ",\"api\":" + quoted + "}",
            "{\"v\":1,\"resume\":{\"sid\":" + quoted + ",\"key\":" + quoted + ",\"seen\":0}}",
            "{\"v\":1," + quoted + ":" + quoted + "}"
        }) {
            try (Line line = Line.open(List.of())) {
                line.says("[\"hello\"," + hello + "]");
                assertThat(line.hears()).matches("(?s)\\[\"(welcome|bye)\".*");
            }
        }
    }

    private static String escaped(String name) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        return text.append('"').toString();
    }

    /** Every place in a request where a client names something. */
    private static void askEverywhere(String name) throws IOException {
        String header = name.replaceAll("[\r\n]", " ");
        String path = java.net.URLEncoder.encode(name, UTF_8);
        for (String first : new String[] {
            "GET /" + path,
            "GET /ws/" + path,
            "GET /ws?" + path + "=" + path,
            "GET /?a=" + path,
            "GET /%0d%0aFORGED:%201"
        }) {
            hasOnlyItsOwnHeaders(Line.ask(first + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            hasOnlyItsOwnHeaders(Line.ask(Line.upgrade(first, List.of())));
        }
        for (String field : new String[] {
            "User-Agent",
            "Origin",
            "Cookie",
            "Referer",
            "X-Forwarded-For",
            "Forwarded",
            "Sec-WebSocket-Protocol",
            "Sec-WebSocket-Extensions",
            "Authorization",
            "Accept",
            "If-None-Match",
            "X-Other"
        }) {
            hasOnlyItsOwnHeaders(Line.ask(Line.upgrade("GET /ws", List.of(field + ": " + header))));
            hasOnlyItsOwnHeaders(Line.ask(
                    "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + field + ": " + header + "\r\n\r\n"));
        }
        hasOnlyItsOwnHeaders(Line.ask("GET / HTTP/1.1\r\nHost: " + header + "\r\nConnection: close\r\n\r\n"));
        hasOnlyItsOwnHeaders(
                Line.ask(header.replace(' ', '_') + " / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
    }

    private static void hasOnlyItsOwnHeaders(String answer) {
        String head = answer.split("\r\n\r\n", 2)[0];
        assertThat(head)
                .startsWith("HTTP/1.1 ")
                .doesNotContain("FORGED")
                .doesNotContain("\u001b")
                .doesNotContain("\u0000");
        assertThat(answer)
                .doesNotContain("Jetty")
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("\tat ")
                .doesNotContain("<script>alert");
    }

    /** A line by hand. */
    private static final class Line implements AutoCloseable {
        private static final int PATIENCE_MILLIS = 20_000;

        private final Socket socket;

        private Line() throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setSoTimeout(PATIENCE_MILLIS);
        }

        static String upgrade(String first, List<String> headers) {
            return first + " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + String.join(
                            "", headers.stream().map(line -> line + "\r\n").toList()) + "\r\n";
        }

        /** The answer's head, and its body if it ends. */
        static String ask(String request) throws IOException {
            try (Line line = new Line()) {
                try {
                    line.socket.getOutputStream().write(request.getBytes(UTF_8));
                } catch (IOException refused) {
                    return "";
                }
                String head = line.head();
                return head.startsWith("HTTP/1.1 101") ? head : head + line.body(head);
            }
        }

        static Line open(List<String> headers) throws IOException {
            Line line = new Line();
            line.socket.getOutputStream().write(upgrade("GET /ws", headers).getBytes(UTF_8));
            assertThat(line.head()).startsWith("HTTP/1.1 101");
            return line;
        }

        private String head() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            InputStream in = socket.getInputStream();
            try {
                for (int read = in.read(); read >= 0; read = in.read()) {
                    head.write(read);
                    if (read == '\n' && head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
                        break;
                    }
                }
            } catch (java.net.SocketException reset) {
                return head.toString(ISO_8859_1);
            }
            return head.toString(ISO_8859_1);
        }

        private String body(String head) throws IOException {
            int length = head.lines()
                    .filter(line -> line.regionMatches(true, 0, "content-length:", 0, 15))
                    .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                    .findFirst()
                    .orElse(0);
            try {
                return new String(socket.getInputStream().readNBytes(length), ISO_8859_1);
            } catch (java.net.SocketException reset) {
                return "";
            }
        }

        void says(String text) throws IOException {
            byte[] bytes = text.getBytes(UTF_8);
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(0x81);
            if (bytes.length < 126) {
                frame.write(0x80 | bytes.length);
            } else if (bytes.length < 65_536) {
                frame.write(0x80 | 126);
                frame.write(bytes.length >> 8);
                frame.write(bytes.length);
            } else {
                frame.write(0x80 | 127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    frame.write((int) ((long) bytes.length >> shift));
                }
            }
            frame.write(new byte[4]);
            frame.write(bytes);
            try {
                socket.getOutputStream().write(frame.toByteArray());
            } catch (IOException closed) {
                // what the server said before can still be heard
            }
        }

        String hears() throws IOException {
            InputStream in = socket.getInputStream();
            int op = in.read() & 0x0f;
            int length = in.read() & 0x7f;
            if (length == 126) {
                length = in.read() << 8 | in.read();
            } else if (length == 127) {
                in.readNBytes(4);
                length = in.read() << 24 | in.read() << 16 | in.read() << 8 | in.read();
            }
            String text = new String(in.readNBytes(length), UTF_8);
            return op == 1 ? text : "[\"closed\"][\"ret\",2";
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
