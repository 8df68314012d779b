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
        int demands;

        @Override
        public void sendFrame(OutgoingEntry entry) {
            Frame frame = entry.getFrame();
            sent.add(OpCode.name(frame.getOpCode()) + " " + frame.getPayloadAsUTF8());
            unfinished.add(entry.getCallback());
        }

        @Override
        public void demand() {
            demands++;
        }
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

    private long now;
    private final Silent receiver = new Silent();
    private final Unread line = new Unread();
    private final CoreCarrier carrier = new CoreCarrier(
            receiver,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            new TransportSettings(),
            () -> now,
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
            now += 100;
            hears(OpCode.PING, true, Integer.toString(i));
        }
        assertThat(line.sent).containsExactly("PONG 0");
        line.unfinished.remove().succeeded();
        assertThat(line.sent).containsExactly("PONG 0", "PONG 999");
        line.unfinished.remove().failed(new java.io.IOException("gone"));
        now += 100;
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
    void readsNothingWhileAPeerIsTooFast() {
        int demands = line.demands;
        for (int i = 0; i < 1_000; i++) {
            hears(OpCode.TEXT, true, "[" + i + "]");
        }
        assertThat(line.demands).isEqualTo(demands + 1_000);
        hears(OpCode.TEXT, true, "[1]\n".repeat(16));
        assertThat(line.demands).isEqualTo(demands + 1_000);
        assertThat(receiver.heard).hasSize(1_001);
        now = 31;
        carrier.tick(now);
        assertThat(line.demands).isEqualTo(demands + 1_000);
        now = 32;
        carrier.tick(now);
        carrier.tick(now);
        assertThat(line.demands).isEqualTo(demands + 1_001);
    }

    @Test
    void hearsNothingMoreOfAPeerThatWasTooFastForTooLong() {
        hears(OpCode.TEXT, true, "[1]\n".repeat(16));
        for (int i = 0; i < 2_500; i++) {
            hears(OpCode.TEXT, true, "[1]");
        }
        assertThat(receiver.heard).hasSize(2_486).endsWith("message-rate TOO_MANY_MESSAGES");
    }

    @Test
    void waitsOnlySoLongForTheEndOfAMessage() {
        now = 1_000;
        hears(OpCode.TEXT, false, "[1,");
        now = 9_000;
        hears(OpCode.CONTINUATION, false, "2,");
        now = 11_000;
        carrier.tick(now);
        assertThat(receiver.heard).isEmpty();
        now = 11_001;
        carrier.tick(now);
        carrier.tick(now);
        hears(OpCode.CONTINUATION, true, "3]");
        assertThat(receiver.heard).containsExactly("message-time TOO_SLOW");
    }

    @Test
    void beginsToWaitAnewForEachMessage() {
        hears(OpCode.TEXT, false, "[");
        hears(OpCode.CONTINUATION, true, "]");
        now = 60_000;
        carrier.tick(now);
        hears(OpCode.TEXT, false, "[");
        carrier.tick(now);
        hears(OpCode.CONTINUATION, true, "]");
        assertThat(receiver.heard).containsExactly("[]", "[]");
    }

    @Test
    void doesNotCollectWhatIsTooLarge() {
        hears(OpCode.TEXT, false, "x".repeat(64));
        hears(OpCode.CONTINUATION, false, "x");
        hears(OpCode.CONTINUATION, true, "[1]");
        assertThat(receiver.heard).containsExactly("too large");
    }
}
