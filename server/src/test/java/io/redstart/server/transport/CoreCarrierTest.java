package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.protocol.CloseCode;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CoreCarrierTest {
    /** A WebSocket whose peer does not read until the test says so. */
    private static final class Unread extends CoreSession.Empty {
        final List<String> sent = new ArrayList<>();
        final Queue<Callback> unfinished = new ArrayDeque<>();
        int closedWith;

        @Override
        public void sendFrame(OutgoingEntry entry) {
            Frame frame = entry.getFrame();
            sent.add(OpCode.name(frame.getOpCode()) + " " + frame.getPayloadAsUTF8());
            unfinished.add(entry.getCallback());
        }

        @Override
        public void close(int code, String reason, Callback callback) {
            closedWith = code;
            callback.succeeded();
        }

        @Override
        public void demand() {}
    }

    private static final class Silent implements Receiver {
        final List<String> heard = new ArrayList<>();

        @Override
        public void opened(Connection connection) {}

        @Override
        public void text(byte[] bytes, int from, int length) {
            heard.add(new String(bytes, from, length, UTF_8));
        }

        @Override
        public void binary(byte[] bytes, int from, int length) {
            heard.add("binary " + length);
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
        public void closed(int code, String reason) {}
    }

    private final Silent receiver = new Silent();
    private final Unread line = new Unread();
    private final CoreCarrier carrier = new CoreCarrier(
            receiver,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            new TransportSettings(),
            () -> 0,
            null);

    @BeforeEach
    void open() {
        carrier.onOpen(line, Callback.NOOP);
    }

    private void hears(byte op, boolean last, String payload) {
        carrier.onFrame(new Frame(op, last, payload), Callback.NOOP);
    }

    @Test
    void answersAPingWithWhatItCarried() {
        hears(OpCode.PING, true, "a");
        line.unfinished.remove().succeeded();
        hears(OpCode.PING, true, "b");
        assertThat(line.sent).containsExactly("PONG a", "PONG b");
    }

    @Test
    void doesNotPileUpPongsForAPeerThatDoesNotRead() {
        for (int i = 0; i < 1_000; i++) {
            hears(OpCode.PING, true, Integer.toString(i));
        }
        assertThat(line.sent).containsExactly("PONG 0");
        line.unfinished.remove().succeeded();
        assertThat(line.sent).containsExactly("PONG 0", "PONG 999");
        line.unfinished.remove().failed(new java.io.IOException("gone"));
        hears(OpCode.PING, true, "again");
        assertThat(line.sent).hasSize(3).endsWith("PONG again");
    }

    @Test
    void putsFragmentsTogether() {
        hears(OpCode.TEXT, false, "[1,");
        hears(OpCode.PING, true, "");
        hears(OpCode.CONTINUATION, false, "2");
        hears(OpCode.CONTINUATION, true, "]");
        hears(OpCode.TEXT, true, "[3]");
        hears(OpCode.BINARY, true, "123");
        assertThat(receiver.heard).containsExactly("[1,2]", "[3]", "binary 3");
    }

    @Test
    void readsAPayloadThatIsOnlyAPartOfAnArray() {
        byte[] buffer = "xx[1]xx".getBytes(UTF_8);
        carrier.onFrame(new Frame(OpCode.TEXT, ByteBuffer.wrap(buffer, 2, 3).slice()), Callback.NOOP);
        carrier.onFrame(new Frame(OpCode.TEXT, ByteBuffer.wrap(buffer, 2, 3)), Callback.NOOP);
        assertThat(receiver.heard).containsExactly("[1]", "[1]");
    }

    @Test
    void takesATextWhoseCharactersAreCutByFragments() {
        byte[] fox = "🦊".getBytes(UTF_8);
        for (int i = 0; i < fox.length; i++) {
            byte op = i == 0 ? OpCode.TEXT : OpCode.CONTINUATION;
            Frame part = new Frame(op, i == fox.length - 1, ByteBuffer.wrap(fox, i, 1));
            carrier.onFrame(part, Callback.NOOP);
        }
        assertThat(receiver.heard).containsExactly("🦊");
    }

    @Test
    void closesAtTheFirstByteThatIsNoText() {
        carrier.onFrame(new Frame(OpCode.TEXT, false, ByteBuffer.wrap(new byte[] {'a', (byte) 0xc3})), Callback.NOOP);
        assertThat(line.closedWith).isZero();
        carrier.onFrame(new Frame(OpCode.CONTINUATION, false, ByteBuffer.wrap(new byte[] {'('})), Callback.NOOP);
        assertThat(line.closedWith).isEqualTo(1007);
        assertThat(receiver.heard).isEmpty();
    }

    @Test
    void closesOnATextThatEndsInsideOfACharacter() {
        carrier.onFrame(new Frame(OpCode.TEXT, true, ByteBuffer.wrap(new byte[] {'a', (byte) 0xc3})), Callback.NOOP);
        assertThat(line.closedWith).isEqualTo(1007);
        hears(OpCode.TEXT, true, "and more");
        assertThat(receiver.heard).isEmpty();
    }

    @Test
    void doesNotLookForTextInBytes() {
        carrier.onFrame(new Frame(OpCode.BINARY, true, ByteBuffer.wrap(new byte[] {(byte) 0xff})), Callback.NOOP);
        assertThat(receiver.heard).containsExactly("binary 1");
    }
}
