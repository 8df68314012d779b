package io.redstart.server.door.tcp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redstart.protocol.CloseCode;
import io.redstart.server.TestIdentity;
import io.redstart.server.transport.Admission;
import io.redstart.server.transport.AdmissionSettings;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.TlsReload;
import io.redstart.server.transport.TransportSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Raw sockets against a door that answers each line with the same line, time moved by hand. */
@Timeout(60)
class LineListenerTest {
    private static final LineSettings ANY_PORT = new LineSettings("127.0.0.1", 0);

    private final AtomicLong now = new AtomicLong(1_000);
    private final List<String> hits = new CopyOnWriteArrayList<>();
    private final BlockingQueue<Echo> opened = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    private TransportSettings transport = new TransportSettings();
    private AdmissionSettings arrivals = new AdmissionSettings();
    private @Nullable Server server;
    private @Nullable LineListener listener;
    private @Nullable Admission admission;

    /** Answers each line with the same line; notes what else it is told. */
    private final class Echo implements LineEnd {
        final List<String> told = new CopyOnWriteArrayList<>();
        final BlockingQueue<String> written = new LinkedBlockingQueue<>();
        private final LineSplitter lines = new LineSplitter(new byte[] {'\n'}, () -> 64);
        private @Nullable ByteLine line;

        ByteLine line() {
            return Objects.requireNonNull(line);
        }

        @Override
        public void opened(ByteLine open) {
            line = open;
            told.add("opened " + open.peer().kind());
            open.read();
            LineListenerTest.this.opened.add(this);
        }

        @Override
        public void bytes(byte[] bytes, int from, int length) {
            int taken = lines.add(bytes, from, length, (text, start, size) -> {
                if (!line().takes()) {
                    return false;
                }
                String said = new String(text, start, size, UTF_8);
                if (said.equals("break")) {
                    throw new IllegalStateException("a door that fails");
                }
                line().write((said + "\n").getBytes(UTF_8), () -> written.add(said));
                return true;
            });
            if (taken == LineSplitter.TOO_LONG) {
                line().stop();
                line().write("too long\n".getBytes(UTF_8));
                line().close(4000);
            }
        }

        @Override
        public boolean isWithin() {
            return lines.isWithin();
        }

        @Override
        public void ended() {
            told.add("ended");
            line().write("bye\n".getBytes(UTF_8));
            line().close(1000);
        }

        @Override
        public void exceeded(String limit, CloseCode code, String reason) {
            told.add("exceeded " + limit);
            line().close(code.code());
        }

        @Override
        public void stopping() {
            line().close(CloseCode.GOING_AWAY.code());
        }

        @Override
        public void closed(int code) {
            told.add("closed " + code);
        }
    }

    private LineListener listen(LineSettings settings) throws Exception {
        QueuedThreadPool threads = new QueuedThreadPool(16, 2);
        threads.setName("test-lines");
        Server made = new Server(threads);
        server = made;
        Admission counts = new Admission(arrivals, address -> false, now::get, hits::add);
        admission = counts;
        LineListener listening =
                new LineListener("door.echo", settings, transport, now::get, hits::add, peer -> new Echo());
        TlsReload tls = settings.tls() ? new TlsReload(TestIdentity.FIRST.settings()) : null;
        listening.join(made, counts, arrivals, tls);
        listener = listening;
        made.start();
        return listening;
    }

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.stop();
        }
    }

    private Socket connect() throws Exception {
        LineListener listening = listener == null ? listen(ANY_PORT) : listener;
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), listening.port());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private Echo end() throws InterruptedException {
        return Objects.requireNonNull(opened.poll(20, TimeUnit.SECONDS));
    }

    private static void says(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
    }

    private static String hears(InputStream in, int length) throws IOException {
        return new String(in.readNBytes(length), UTF_8);
    }

    private static String rest(Socket socket) throws IOException {
        try {
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        } catch (SocketException cut) {
            return "cut";
        }
    }

    private static void leaves(Socket socket) throws IOException {
        socket.close();
    }

    private void pass(Duration time) {
        now.addAndGet(time.toMillis());
        Objects.requireNonNull(listener).tick();
    }

    @Test
    void answersLinesInTheirOrder() throws Exception {
        try (Socket socket = connect()) {
            says(socket, "one\ntwo\nth");
            assertThat(hears(socket.getInputStream(), 8)).isEqualTo("one\ntwo\n");
            says(socket, "ree\n");
            assertThat(hears(socket.getInputStream(), 6)).isEqualTo("three\n");
        }
        Echo end = end();
        await().untilAsserted(() -> assertThat(end.told).containsExactly("opened TCP", "ended", "closed 1000"));
        assertThat(Objects.requireNonNull(listener).lines()).isZero();
    }

    @Test
    void answersAPeerThatOnlyStoppedTalking() throws Exception {
        try (Socket socket = connect()) {
            says(socket, "one\n");
            socket.shutdownOutput();
            assertThat(rest(socket)).isEqualTo("one\nbye\n");
        }
    }

    @Test
    void speaksTlsWithTheCertificateOfTheServer() throws Exception {
        listen(new LineSettings("127.0.0.1", 0, null, true, Duration.ZERO, Duration.ZERO));
        String long64 = "x".repeat(60) + "\n";
        try (Socket plain = connect();
                Socket socket = TestIdentity.trusting()
                        .getSocketFactory()
                        .createSocket(plain, "localhost", plain.getPort(), true)) {
            says(socket, "one\n" + long64.repeat(200));
            assertThat(hears(socket.getInputStream(), 4 + 200 * 61))
                    .startsWith("one\nxxx")
                    .endsWith("x\n");
            Echo end = end();
            assertThat(end.told).containsExactly("opened TLS");
            end.line().close(4000);
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
            leaves(socket);
            await().untilAsserted(() -> assertThat(end.told).contains("closed 4000"));
        }
    }

    @Test
    void cutsWhoDoesNotSpeakTls() throws Exception {
        listen(new LineSettings("127.0.0.1", 0, null, true, Duration.ZERO, Duration.ZERO));
        try (Socket socket = connect()) {
            says(socket, "one line\n");
            assertThat(rest(socket)).doesNotContain("one");
        }
        try (Socket socket = connect()) {
            end();
            end();
            pass(Duration.ofMillis(5_001));
            assertThat(rest(socket)).isIn("", "cut");
            assertThat(hits).containsExactly("request-time");
        }
    }

    @Test
    void listensOnAUnixDomainSocketForItsOwnUser() throws Exception {
        Path path = folder.resolve("door");
        listen(new LineSettings("127.0.0.1", null, path, false, LineSettings.FIRST_BYTE, LineSettings.IDLE));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(path));
            channel.write(ByteBuffer.wrap("one\n".getBytes(UTF_8)));
            assertThat(hears(Channels.newInputStream(channel), 4)).isEqualTo("one\n");
            assertThat(Objects.requireNonNull(admission).connections()).isOne();
        }
        Echo end = end();
        await().untilAsserted(() -> assertThat(end.told).containsExactly("opened UNIX", "ended", "closed 1000"));
        await().untilAsserted(() ->
                assertThat(Objects.requireNonNull(admission).connections()).isZero());
        stop();
        assertThat(path).doesNotExist();
    }

    @Test
    void replacesASocketNobodyAnswersOnAndNothingElse() throws Exception {
        Path path = folder.resolve("door");
        LineSettings settings = new LineSettings("127.0.0.1", null, path, false, Duration.ZERO, Duration.ZERO);
        try (var left = java.nio.channels.ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(path));
            assertThatThrownBy(() -> listen(settings)).hasMessageContaining("another process listens there");
        }
        stop();
        listen(settings);
        stop();
        Files.writeString(path, "a file");
        assertThatThrownBy(() -> listen(settings)).hasMessageContaining("a file that is no socket");
        assertThat(path).hasContent("a file");
    }

    @Test
    void closesWhoSaysNothing() throws Exception {
        try (Socket socket = connect()) {
            Echo end = end();
            pass(Duration.ofSeconds(5));
            assertThat(end.told).containsExactly("opened TCP");
            pass(Duration.ofMillis(1));
            assertThat(end.told).containsExactly("opened TCP", "exceeded first-byte");
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void closesWhoIsSilentForTooLong() throws Exception {
        try (Socket socket = connect()) {
            says(socket, "one\n");
            hears(socket.getInputStream(), 4);
            Echo end = end();
            assertThat(take(end.written)).isEqualTo("one");
            pass(Duration.ofSeconds(59));
            end.line().write("news\n".getBytes(UTF_8), () -> end.written.add("news"));
            assertThat(take(end.written)).isEqualTo("news");
            pass(Duration.ofSeconds(60));
            assertThat(end.told).containsExactly("opened TCP");
            pass(Duration.ofSeconds(1));
            assertThat(end.told).endsWith("exceeded idle");
            assertThat(rest(socket)).isEqualTo("news\n");
        }
    }

    @Test
    void closesWhoDoesNotCompleteAMessage() throws Exception {
        try (Socket socket = connect()) {
            says(socket, "one\n");
            hears(socket.getInputStream(), 4);
            says(socket, "two\nhal");
            hears(socket.getInputStream(), 4);
            Echo end = end();
            await().untilAsserted(() -> assertThat(end.isWithin()).isTrue());
            await().untilAsserted(() -> {
                pass(Duration.ofSeconds(6));
                assertThat(end.told).endsWith("exceeded message-time");
            });
            assertThat(rest(socket)).isEmpty();
        }
    }

    @Test
    void tellsWhoSendsALineThatIsTooLong() throws Exception {
        try (Socket socket = connect()) {
            says(socket, "one\n" + "x".repeat(100_000));
            assertThat(rest(socket)).isEqualTo("one\ntoo long\n");
        }
        Echo end = end();
        await().untilAsserted(() -> assertThat(end.told).endsWith("closed 4000"));
    }

    @Test
    void cutsWhoGoesOnTalkingAfterItWasClosed() throws Exception {
        try (Socket socket = connect()) {
            says(socket, "x".repeat(100));
            assertThatThrownBy(() -> {
                        byte[] more = new byte[64 * 1024];
                        for (int i = 0; i < 1_000; i++) {
                            socket.getOutputStream().write(more);
                        }
                    })
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void readsLaterWhatComesTooFast() throws Exception {
        transport = new TransportSettings(
                1024, 1 << 20, 10_000, 0, Duration.ofSeconds(10), 64, Duration.ofSeconds(10), 10, 0);
        try (Socket socket = connect()) {
            says(socket, "1\n".repeat(21));
            assertThat(hears(socket.getInputStream(), 42)).hasSize(42);
            Echo end = end();
            says(socket, "2\n");
            assertThat(socket.getInputStream().available()).isZero();
            await().untilAsserted(() -> {
                pass(Duration.ofMillis(100));
                assertThat(socket.getInputStream().available()).isEqualTo(2);
            });
            assertThat(end.told).containsExactly("opened TCP");
            says(socket, "3\n".repeat(2_000));
            await().untilAsserted(() -> {
                pass(Duration.ofMillis(100));
                assertThat(end.told).contains("exceeded message-rate");
            });
            assertThat(rest(socket)).startsWith("2\n3\n");
        }
    }

    @Test
    void readsNoFurtherWhileTooMuchWaits() throws Exception {
        transport = new TransportSettings(
                1024, 64 * 1024, 10_000, 0, Duration.ofSeconds(10), 64, Duration.ofSeconds(10), 0, 0);
        String line = "x".repeat(63) + "\n";
        byte[] flood = line.repeat(1_000).getBytes(UTF_8);
        try (Socket socket = connect()) {
            Thread talks = new Thread(() -> {
                try {
                    for (int i = 0; i < 1_000; i++) {
                        socket.getOutputStream().write(flood);
                    }
                    socket.shutdownOutput();
                } catch (IOException cut) {
                    throw new AssertionError(cut);
                }
            });
            talks.start();
            assertThat(talks.isAlive()).isTrue(); // more than all buffers hold
            long heard = 0;
            byte[] buffer = new byte[64 * 1024];
            for (int n = socket.getInputStream().read(buffer);
                    n >= 0;
                    n = socket.getInputStream().read(buffer)) {
                heard += n;
            }
            talks.join();
            assertThat(heard).isEqualTo(1_000L * flood.length + "bye\n".length());
        }
    }

    @Test
    void cutsWhoDoesNotReadForTooLong() throws Exception {
        try (Socket socket = connect()) {
            says(socket, "one\n");
            hears(socket.getInputStream(), 4);
            Echo end = end();
            end.line().write(new byte[64 << 20]);
            await().untilAsserted(() -> {
                pass(Duration.ofSeconds(1));
                assertThat(end.told).endsWith("closed 1006");
            });
            assertThat(hits).contains("queue-age");
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void cutsALineWhoseDoorFailsAndNoOther() throws Exception {
        try (Socket other = connect();
                Socket socket = connect()) {
            says(socket, "break\n");
            assertThat(rest(socket)).isIn("", "cut");
            says(other, "one\n");
            assertThat(hears(other.getInputStream(), 4)).isEqualTo("one\n");
        }
    }

    @Test
    void writesWhatAConnectionSaysAndClosesItAfterwards() throws Exception {
        try (Socket socket = connect()) {
            Echo end = end();
            Connection connection = end.line().connection((binary, bytes, from, length, frames) -> {
                frames.text("[".getBytes(UTF_8));
                frames.binary(Arrays.copyOfRange(bytes, from, from + length));
                frames.text("]".getBytes(UTF_8));
            });
            connection.send("one".getBytes(UTF_8));
            connection.addBinary("two".getBytes(UTF_8));
            connection.ready();
            connection.close(CloseCode.GOING_AWAY, "enough");
            assertThat(rest(socket)).isEqualTo("[one][two]");
            leaves(socket);
            await().untilAsserted(() -> assertThat(end.told).endsWith("closed 4001"));
            assertThat(connection.send("three".getBytes(UTF_8))).isFalse();
        }
    }

    @Test
    void holdsBackWhatIsWrittenUntilItIsReleased() throws Exception {
        try (Socket socket = connect()) {
            Echo end = end();
            Connection connection = end.line().connection((binary, bytes, from, length, frames) -> {
                if (!binary) {
                    frames.text(Arrays.copyOfRange(bytes, from, from + length));
                }
            });
            end.line().inOrder(() -> {
                end.line().write("one ".getBytes(UTF_8));
                end.line().hold();
            });
            connection.send("three ".getBytes(UTF_8));
            end.line().write("four ".getBytes(UTF_8));
            assertThat(hears(socket.getInputStream(), 4)).isEqualTo("one ");
            assertThat(socket.getInputStream().available()).isZero();
            end.line().release();
            assertThat(hears(socket.getInputStream(), 11)).isEqualTo("three four ");
            end.line().hold();
            end.line().write("five".getBytes(UTF_8));
            end.line().close(1000);
            assertThat(rest(socket)).isEqualTo("five");
        }
    }

    @Test
    void passesOverThousandsOfFramesItHasNoWordsFor() throws Exception {
        try (Socket socket = connect()) {
            Echo end = end();
            Connection connection = end.line().connection((binary, bytes, from, length, frames) -> {
                if (!binary) {
                    frames.text(Arrays.copyOfRange(bytes, from, from + length));
                }
            });
            for (int i = 0; i < 9_000; i++) {
                connection.addBinary(new byte[] {1});
            }
            connection.send("text".getBytes(UTF_8));
            assertThat(hears(socket.getInputStream(), 4)).isEqualTo("text");
        }
    }

    @Test
    void tellsWhoWaitsForABrokenLine() throws Exception {
        try (Socket socket = connect()) {
            Echo end = end();
            BlockingQueue<String> done = new LinkedBlockingQueue<>();
            end.line().write(new byte[64 << 20], () -> done.add("first"));
            end.line().write(new byte[1], () -> done.add("second"));
            end.line().cut();
            assertThat(List.of(take(done), take(done))).containsExactlyInAnyOrder("first", "second");
            end.line().write(new byte[1], () -> done.add("third"));
            assertThat(take(done)).isEqualTo("third");
            assertThat(rest(socket)).isNotNull();
        }
    }

    private static String take(BlockingQueue<String> from) throws InterruptedException {
        return Objects.requireNonNull(from.poll(20, TimeUnit.SECONDS));
    }

    @Test
    void letsInNoMoreOfAnAddressThanMayCome() throws Exception {
        arrivals = new AdmissionSettings(0, 1, 0, 50, Duration.ofSeconds(5), Duration.ofSeconds(60), 64);
        try (Socket first = connect();
                Socket second = connect()) {
            assertThat(rest(second)).isIn("", "cut");
            says(first, "one\n");
            assertThat(hears(first.getInputStream(), 4)).isEqualTo("one\n");
            assertThat(hits).contains("address-connections");
        }
        await().untilAsserted(() ->
                assertThat(Objects.requireNonNull(admission).connections()).isZero());
    }

    @Test
    void closesAllAndLetsNobodyInOnceItStops() throws Exception {
        try (Socket socket = connect()) {
            says(socket, "one\n");
            hears(socket.getInputStream(), 4);
            Objects.requireNonNull(listener).stop();
            assertThat(rest(socket)).isEmpty();
        }
        try (Socket late = connect()) {
            assertThat(rest(late)).isIn("", "cut");
        }
    }

    @Test
    void checksItsSettings() {
        assertThatThrownBy(() -> new LineSettings("", 0)).hasMessageContaining("host: ''");
        assertThatThrownBy(() -> new LineSettings("::1", 65_536)).hasMessageContaining("port: 65536");
        assertThatThrownBy(() -> new LineSettings("::1", null, null, true, LineSettings.FIRST_BYTE, LineSettings.IDLE))
                .hasMessageContaining("tls: true");
        assertThatThrownBy(() -> new LineSettings(
                        "::1", null, Path.of("x".repeat(200)), false, LineSettings.FIRST_BYTE, LineSettings.IDLE))
                .hasMessageContaining("socket: x");
        assertThatThrownBy(() -> new LineSettings("::1", 0, null, false, Duration.ofSeconds(-1), LineSettings.IDLE))
                .hasMessageContaining("firstByteWithin");
        assertThatThrownBy(
                        () -> new LineSettings("::1", 0, null, false, LineSettings.FIRST_BYTE, Duration.ofSeconds(-1)))
                .hasMessageContaining("idle");
        assertThat(new LineSettings("::1", null).isOn()).isFalse();
    }
}
