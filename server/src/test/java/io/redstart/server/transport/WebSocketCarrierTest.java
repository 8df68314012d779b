package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.protocol.CloseCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketCarrierTest {
    /** A line whose peer reads when the test says so, and whose reading goes on in the test's own thread. */
    private static final class Peer extends ByteArrayEndPoint {
        private boolean reads = true;

        Peer() {
            super(new ScheduledExecutorScheduler(), 0, BufferUtil.EMPTY_BUFFER, 1024, true);
        }

        @Override
        protected void execute(Runnable task) {
            task.run();
        }

        void says(byte[]... frames) {
            addInput(ByteBuffer.wrap(ClientFrames.all(frames)));
        }

        /** All it has read since. */
        List<String> heard() {
            return ClientFrames.read(takeOutput());
        }

        void readsNothing() {
            reads = false;
        }

        void readsOn() {
            reads = true;
            getWriteFlusher().completeWrite();
        }

        @Override
        public boolean flush(ByteBuffer... buffers) throws java.io.IOException {
            return reads && super.flush(buffers);
        }

        @Override
        protected void onIncompleteFlush() {
            // it is completed when the test says so
        }

        @Override
        public void doClose() {
            super.doClose();
            onClose(null);
            if (getConnection() != null) {
                getConnection().onClose(null);
            }
        }
    }

    private static class Listening implements Receiver {
        final List<String> heard = new ArrayList<>();

        @Nullable
        Connection connection;

        boolean fails;

        @Override
        public void opened(Connection opened) {
            connection = opened;
        }

        @Override
        public void text(byte[] bytes, int from, int length) {
            if (fails) {
                throw new IllegalStateException("a mistake of the server");
            }
            heard.add(new String(bytes, from, length, UTF_8));
        }

        @Override
        public void binary(byte[] bytes, int from, int length) {
            heard.add("binary " + length);
        }

        @Override
        public void linePonged() {
            heard.add("pong");
        }

        @Override
        public void notAMessage(String why) {
            heard.add(why);
        }

        @Override
        public int maxMessage() {
            return 64;
        }

        @Override
        public void tooLarge() {
            heard.add("too large");
        }

        @Override
        public void exceeded(String limit, CloseCode code, String reason) {
            heard.add(limit + " " + code);
        }

        @Override
        public void limitHit(String limit) {
            heard.add(limit);
        }

        @Override
        public void closed(int code, String reason) {
            heard.add("closed " + code + (reason.isEmpty() ? "" : " " + reason));
        }
    }

    private long now;
    private final Listening receiver = new Listening();
    private final Peer peer = new Peer();
    private final WebSocketCarrier carrier = new WebSocketCarrier(
            new WebSocketLine(peer, Runnable::run),
            receiver,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            new TransportSettings(),
            () -> now);

    @BeforeEach
    void open() {
        peer.setConnection(carrier);
        peer.onOpen();
        carrier.onOpen();
    }

    private Connection connection() {
        return Objects.requireNonNull(receiver.connection);
    }

    private void send(String text) {
        connection().send(text.getBytes(UTF_8));
    }

    private static byte[] text(String text) {
        return ClientFrames.whole(FrameReader.TEXT, text);
    }

    private static byte[] begins(String text) {
        return ClientFrames.part(FrameReader.TEXT, text);
    }

    private static byte[] goesOn(String text) {
        return ClientFrames.part(FrameReader.CONTINUATION, text);
    }

    private static byte[] ends(String text) {
        return ClientFrames.whole(FrameReader.CONTINUATION, text);
    }

    private static byte[] ping(String payload) {
        return ClientFrames.whole(FrameReader.PING, payload);
    }

    @Test
    void answersAPingWithWhatItCarried() {
        peer.says(ping("a"));
        peer.says(ping("b"));
        assertThat(peer.heard()).containsExactly("pong a", "pong b");
    }

    @Test
    void answersAPingThatCameByteByByte() {
        for (byte each : ping("cut")) {
            peer.says(new byte[] {each});
        }
        assertThat(peer.heard()).containsExactly("pong cut");
    }

    @Test
    void doesNotPileUpPongsForAPeerThatDoesNotRead() {
        peer.readsNothing();
        for (int i = 0; i < 1_000; i++) {
            now += 100;
            peer.says(ping(Integer.toString(i)));
        }
        send("after");
        peer.readsOn();
        assertThat(peer.heard()).containsExactly("pong 0", "text after", "pong 999");
        now += 100;
        peer.says(ping("again"));
        assertThat(peer.heard()).containsExactly("pong again");
    }

    @Test
    void putsFragmentsTogether() {
        peer.says(begins("[1,"), ping(""), goesOn("2"), ends("]"));
        peer.says(text("[3]"), ClientFrames.whole(FrameReader.BINARY, "123"));
        assertThat(receiver.heard).containsExactly("[1,2]", "[3]", "binary 3");
    }

    @Test
    void putsTogetherWhatCameInPieces() {
        byte[] message = text("[\"ünïcöde\",\"" + "x".repeat(40) + "\"]");
        for (int cut = 1; cut < message.length; cut++) {
            peer.says(Arrays.copyOf(message, cut));
            peer.says(Arrays.copyOfRange(message, cut, message.length));
        }
        assertThat(receiver.heard).hasSize(message.length - 1).containsOnly("[\"ünïcöde\",\"" + "x".repeat(40) + "\"]");
    }

    @Test
    void writesFramesOfEachLength() {
        for (int length : new int[] {1, 125, 126, 8_192, 8_193, 65_535, 65_536}) {
            send("x".repeat(length));
            assertThat(peer.heard()).containsExactly("text " + "x".repeat(length));
        }
    }

    @Test
    void writesOnWhenThePeerReadsAgain() {
        peer.readsNothing();
        send("a");
        send("b");
        send("c".repeat(20_000));
        assertThat(peer.heard()).isEmpty();
        peer.readsOn();
        assertThat(peer.heard()).containsExactly("text a", "text b\n" + "c".repeat(20_000));
        send("d");
        assertThat(peer.heard()).containsExactly("text d");
    }

    @Test
    void readsNothingWhileAPeerIsTooFast() {
        for (int i = 0; i < 1_000; i++) {
            peer.says(text("[" + i + "]"));
        }
        peer.says(text("[1]\n".repeat(16)), text("[2]"));
        peer.says(text("[3]"));
        assertThat(receiver.heard).hasSize(1_001);
        now = 31;
        carrier.tick(now);
        assertThat(receiver.heard).hasSize(1_001);
        now = 32;
        carrier.tick(now);
        carrier.tick(now);
        assertThat(receiver.heard).hasSize(1_002).endsWith("[2]");
        now = 34;
        carrier.tick(now);
        assertThat(receiver.heard).hasSize(1_003).endsWith("[3]");
    }

    @Test
    void hearsNothingMoreOfAPeerThatWasTooFastForTooLong() {
        for (int i = 0; i < 4_000; i++) {
            peer.says(text("[1]\n".repeat(8)));
            now += 1;
            carrier.tick(now);
        }
        assertThat(receiver.heard).hasSizeLessThan(4_000).endsWith("message-rate TOO_MANY_MESSAGES");
    }

    @Test
    void waitsOnlySoLongForTheEndOfAMessage() {
        now = 1_000;
        peer.says(begins("[1,"));
        now = 9_000;
        peer.says(goesOn("2,"));
        now = 11_000;
        carrier.tick(now);
        assertThat(receiver.heard).isEmpty();
        now = 11_001;
        carrier.tick(now);
        carrier.tick(now);
        peer.says(ends("3]"));
        assertThat(receiver.heard).containsExactly("message-time TOO_SLOW");
    }

    @Test
    void waitsOnlySoLongForTheRestOfAFrame() {
        peer.says(Arrays.copyOf(text("[1]"), 8));
        now = 10_001;
        carrier.tick(now);
        assertThat(receiver.heard).containsExactly("message-time TOO_SLOW");
    }

    @Test
    void beginsToWaitAnewForEachMessage() {
        peer.says(begins("["), ends("]"));
        now = 60_000;
        carrier.tick(now);
        peer.says(begins("["));
        carrier.tick(now);
        peer.says(ends("]"));
        assertThat(receiver.heard).containsExactly("[]", "[]");
    }

    @Test
    void beginsToWaitAnewWhereEachReadEndsInTheNextMessage() {
        byte[] message = text("[1]");
        byte[] first = Arrays.copyOf(message, 8);
        byte[] second = Arrays.copyOfRange(message, 8, message.length);
        peer.says(first);
        for (int i = 0; i < 5; i++) {
            now += 9_000;
            carrier.tick(now);
            peer.says(second, first);
        }
        assertThat(receiver.heard).hasSize(5).containsOnly("[1]");
        now += 10_001;
        carrier.tick(now);
        assertThat(receiver.heard).endsWith("message-time TOO_SLOW");
    }

    @Test
    void doesNotCollectWhatIsTooLarge() {
        peer.says(begins("x".repeat(64)), goesOn("x"), ends("[1]"), text("[2]"));
        assertThat(receiver.heard).containsExactly("too large");
    }

    @Test
    void refusesWhatIsTooLargeBeforeItHasCome() {
        peer.says(Arrays.copyOf(text("x".repeat(65)), 6));
        assertThat(receiver.heard).containsExactly("too large");
    }

    @Test
    void countsFragments() {
        for (int i = 0; i < new TransportSettings().maxFragments(); i++) {
            peer.says(i == 0 ? begins("") : goesOn(""));
        }
        assertThat(receiver.heard).isEmpty();
        peer.says(ends("[1]"));
        assertThat(receiver.heard).containsExactly("fragments");
        assertThat(peer.heard().get(0)).startsWith("close 1008 ");
    }

    @Test
    void answersAPeerThatCloses() {
        peer.says(ClientFrames.close(1001, "leaving"), text("[1]"));
        assertThat(peer.heard()).containsExactly("close 1001 leaving");
        assertThat(receiver.heard).containsExactly("closed 1001 leaving");
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void answersAPeerThatClosesWithoutACode() {
        peer.says(ClientFrames.whole(FrameReader.CLOSE, ""));
        assertThat(peer.heard()).containsExactly("close");
        assertThat(receiver.heard).containsExactly("closed 1005");
    }

    @Test
    void waitsForThePeerToCloseAsWell() {
        connection().close(CloseCode.NORMAL, "enough");
        peer.says(text("[1]"));
        assertThat(peer.heard()).containsExactly("close 1000 enough");
        assertThat(peer.isOpen()).isTrue();
        peer.says(ClientFrames.close(1000, ""));
        assertThat(peer.heard()).isEmpty();
        assertThat(peer.isOpen()).isFalse();
        assertThat(receiver.heard).containsExactly("closed 1000");
    }

    @Test
    void cutsAPeerThatDoesNotTakeTheAnswerToItsClosing() {
        peer.readsNothing();
        send("unread");
        peer.says(ClientFrames.close(1000, ""));
        now = 10_000;
        carrier.tick(now);
        assertThat(peer.isOpen()).isTrue();
        now = 10_001;
        carrier.tick(now);
        assertThat(peer.isOpen()).isFalse();
        assertThat(receiver.heard).containsExactly("closed 1000");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 2999, 5000})
    void takesNoCloseCodeThatNobodyMaySend(int code) {
        peer.says(ClientFrames.close(code, ""));
        assertThat(peer.heard()).containsExactly("close 1002 not a close frame");
        peer.addInputEOF();
        assertThat(receiver.heard).containsExactly("a close frame has no code or reason that may be", "closed 1006");
    }

    @Test
    void takesNoReasonThatIsNoText() {
        peer.says(ClientFrames.frame(0x88, new byte[] {0x03, (byte) 0xE8, (byte) 0xFF}));
        assertThat(peer.heard()).containsExactly("close 1007 not a close frame");
    }

    @Test
    void closesOnWhatIsNoFrameAndReadsNothingBehindIt() {
        peer.says(text("[1]"), new byte[] {(byte) 0xF1, (byte) 0x80, 0, 0, 0, 0}, text("[2]"));
        assertThat(receiver.heard).containsExactly("[1]", "a frame has reserved bits");
        assertThat(peer.heard()).containsExactly("close 1002 a frame has reserved bits");
        assertThat(peer.isOutputShutdown()).isTrue();
        peer.says(text("[3]"));
        peer.addInputEOF();
        assertThat(receiver.heard).containsExactly("[1]", "a frame has reserved bits", "closed 1006");
    }

    @Test
    void takesNoFragmentsWithoutABeginningOrAnEnd() {
        peer.says(ends("]"));
        assertThat(peer.heard()).containsExactly("close 1002 there is no message to continue");
        assertThat(receiver.heard).containsExactly("there is no message to continue");
    }

    @Test
    void takesNoMessageWithinAnother() {
        peer.says(begins("["), text("[1]"));
        assertThat(peer.heard()).containsExactly("close 1002 a message is not continued");
    }

    @Test
    void closesOnATextThatIsNone() {
        peer.says(ClientFrames.frame(0x81, new byte[] {(byte) 0xFF}), text("[1]"));
        assertThat(peer.heard()).containsExactly("close 1007 text is not UTF-8");
        assertThat(receiver.heard).isEmpty();
    }

    @Test
    void doesNotWaitForTheRestOfAFrameOnceItHasFailed() {
        byte[] frame = ClientFrames.frame(0x81, new byte[] {(byte) 0xFF, 'a', 'b'});
        peer.says(Arrays.copyOf(frame, frame.length - 1));
        assertThat(peer.heard()).containsExactly("close 1007 text is not UTF-8");
        assertThat(peer.isOutputShutdown()).isTrue();
        peer.says(ClientFrames.close(1007, ""));
        peer.addInputEOF();
        assertThat(receiver.heard).containsExactly("closed 1006");
    }

    @Test
    void endsWhenThePeerIsGone() {
        peer.says(text("[1]"));
        peer.addInputEOF();
        assertThat(receiver.heard).containsExactly("[1]", "closed 1006");
    }

    @Test
    void closesIfTheServerFails() {
        receiver.fails = true;
        peer.says(text("[1]"), text("[2]"));
        assertThat(peer.heard()).containsExactly("close 1011 the server failed");
    }

    @Test
    void readsWhatCameBehindTheRequest() {
        Peer early = new Peer();
        Listening hears = new Listening();
        WebSocketCarrier late = new WebSocketCarrier(
                new WebSocketLine(early, Runnable::run), hears, carrier.peer(), new TransportSettings(), () -> now);
        early.setConnection(late);
        early.onOpen();
        byte[] bytes = ClientFrames.all(text("[1]"), text("[2]"));
        late.onUpgradeTo(ByteBuffer.wrap(bytes, 0, 12));
        late.onOpen();
        assertThat(hears.heard).containsExactly("[1]");
        early.addInput(ByteBuffer.wrap(bytes, 12, bytes.length - 12));
        assertThat(hears.heard).containsExactly("[1]", "[2]");
    }

    @Test
    void tellsTheEndOfALineThatWasClosedBeforeItWasOpened() {
        Peer gone = new Peer();
        Listening hears = new Listening();
        gone.onOpen();
        gone.close();
        WebSocketCarrier late = new WebSocketCarrier(
                new WebSocketLine(gone, Runnable::run), hears, carrier.peer(), new TransportSettings(), () -> now);
        late.onOpen();
        assertThat(hears.heard).containsExactly("closed 1006");
    }

    @Test
    void tellsTheEndOfALineThatIsClosedWhileItIsBeingOpened() {
        Peer gone = new Peer();
        Listening hears = new Listening() {
            @Override
            public void opened(Connection opened) {
                gone.close(); // as another thread does when the server stops
                heard.add("opened");
                super.opened(opened);
            }
        };
        WebSocketCarrier late = new WebSocketCarrier(
                new WebSocketLine(gone, Runnable::run), hears, carrier.peer(), new TransportSettings(), () -> now);
        gone.setConnection(late);
        gone.onOpen();
        late.onOpen();
        assertThat(hears.heard).containsExactly("opened", "closed 1006");
    }
}
