package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntFunction;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Real lines, read as they stand: what came on several is worked off together. */
class ReadBatchTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final GatheringSelector selector = new GatheringSelector(new NoLines(), 0, () -> {}, nanos::get);
    private final Admission admission = new Admission(new AdmissionSettings(), address -> false, () -> 0, limit -> {});
    private final List<Peer> peers = new ArrayList<>();
    private Selector nio;
    private ServerSocketChannel listener;

    @BeforeEach
    void listens() throws IOException {
        nio = Selector.open();
        listener = ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void closes() throws IOException {
        for (Peer peer : peers) {
            peer.far.close();
            peer.line.close();
        }
        listener.close();
        nio.close();
    }

    /** One that says something, and the line it is said on. */
    private final class Peer implements SelectorEndPoint.Reader {
        private final SocketChannel far;
        private final SocketChannel near;
        private final SelectorEndPoint line;
        private final RecordingCarrier answers = new RecordingCarrier(false);
        private final Connection connection = new Connection(answers, new TransportSettings(), () -> 0);
        private final StringBuilder said = new StringBuilder();
        private boolean reading = true;
        private Runnable before = () -> {};

        Peer() throws IOException {
            far = SocketChannel.open(listener.getLocalAddress());
            near = listener.accept();
            near.configureBlocking(false);
            SelectionKey key = near.register(nio, SelectionKey.OP_READ);
            line = new SelectorEndPoint(
                    near,
                    selector,
                    key,
                    new ScheduledExecutorScheduler(),
                    Objects.requireNonNull(admission.arriveWithoutAddress()),
                    () -> 0,
                    new AdmissionSettings());
            key.attach(line);
            line.readBy(this);
            peers.add(this);
        }

        /** Says it, until it is there to be read. */
        Peer says(String text) throws IOException {
            ByteBuffer all = ByteBuffer.wrap(text.getBytes(UTF_8));
            int there = waiting() + all.remaining();
            while (all.hasRemaining()) {
                far.write(all);
            }
            while (waiting() < there) {
                Thread.onSpinWait();
            }
            return this;
        }

        String said() {
            return said.toString();
        }

        /** How many bytes came and were not read. */
        int waiting() {
            try {
                return near.socket().getInputStream().available();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }

        @Override
        public boolean isReading() {
            return reading;
        }

        @Override
        public void takes(byte[] bytes, int from, int end) {
            before.run();
            String text = new String(bytes, from, end - from, UTF_8);
            said.append(text);
            connection.send(("heard " + text).getBytes(UTF_8));
        }
    }

    /** The selector looks once at what is ready. */
    private int looks() throws IOException {
        return selector.nioSelect(nio, true);
    }

    /** So many, each of whom has said what it is made to say from its place among them. */
    private List<Peer> peers(int count, IntFunction<String> says) throws IOException {
        List<Peer> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new Peer().says(says.apply(i)));
        }
        return all;
    }

    @Test
    void givesEachLineWhatCameOnIt() throws IOException {
        Peer a = new Peer().says("from a");
        Peer b = new Peer().says("and from b");
        Peer c = new Peer().says("c");
        looks();
        assertThat(List.of(a, b, c)).map(Peer::said).containsExactly("from a", "and from b", "c");
        b.says(" again");
        looks();
        assertThat(List.of(a, b, c)).map(Peer::said).containsExactly("from a", "and from b again", "c");
    }

    @Test
    void readsAllBeforeAnyIsWorkedOff() throws IOException {
        List<Peer> three = peers(3, i -> "something");
        List<Integer> unread = new ArrayList<>();
        for (Peer each : three) {
            each.before =
                    () -> unread.add(three.stream().mapToInt(Peer::waiting).sum());
        }
        looks();
        assertThat(unread).containsExactly(0, 0, 0);
    }

    @Test
    void writesToAllWhenAllWasWorkedOff() throws IOException {
        List<Peer> three = peers(3, i -> "hi");
        looks();
        assertThat(three).allSatisfy(each -> assertThat(each.answers.frames).isEmpty());
        selector.write();
        assertThat(three).allSatisfy(each -> assertThat(each.answers.frames).containsExactly("heard hi"));
    }

    @Test
    void takesMoreLinesThanAreReadTogether() throws IOException {
        List<Peer> many = peers(150, i -> "I am " + i);
        looks();
        assertThat(many).allSatisfy(each -> assertThat(each.said()).isEqualTo("I am " + many.indexOf(each)));
    }

    @Test
    void takesMoreThanIsReadTogether() throws IOException {
        List<Peer> many = peers(12, i -> ("" + i).repeat(6_000));
        looks();
        assertThat(many).allSatisfy(each -> assertThat(each.said()).isEqualTo(("" + many.indexOf(each)).repeat(6_000)));
    }

    @Test
    void readsLaterWhatDoesNotFit() throws IOException {
        Peer large = new Peer().says("x".repeat(ReadBuffer.SIZE + 1));
        looks();
        assertThat(large.said()).hasSize(ReadBuffer.SIZE);
        looks();
        assertThat(large.said()).hasSize(ReadBuffer.SIZE + 1);
    }

    @Test
    void writesToTheFirstBeforeTheyHaveWaitedForLong() throws IOException {
        List<Peer> many = peers(20, i -> "hi");
        List<Integer> written = new ArrayList<>();
        for (Peer each : many) {
            each.before = () -> {
                written.add((int) many.stream()
                        .filter(one -> !one.answers.frames.isEmpty())
                        .count());
                nanos.addAndGet(30_000); // so long it takes to work this off
            };
        }
        looks();
        assertThat(written).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 8, 8, 8, 8, 8, 8, 8, 8, 16, 16, 16, 16);
    }

    @Test
    void costsNobodyElseAnythingIfOneFails() throws IOException {
        Peer a = new Peer().says("a");
        Peer fails = new Peer().says("b");
        Peer c = new Peer().says("c");
        fails.before = () -> {
            throw new IllegalStateException("what is to be seen in this test");
        };
        looks();
        assertThat(fails.line.isOpen()).isFalse();
        assertThat(List.of(a, c)).map(Peer::said).containsExactly("a", "c");
        assertThat(List.of(a, c)).allMatch(each -> each.line.isOpen());
    }

    @Test
    void closesLinesThatEnd() throws IOException {
        Peer ends = new Peer();
        Peer stays = new Peer().says("hi");
        ends.far.close();
        while (ends.line.isOpen()) {
            looks();
        }
        assertThat(stays.said()).isEqualTo("hi");
        assertThat(stays.line.isOpen()).isTrue();
    }

    @Test
    void leavesToJettyWhatIsNotToBeReadNow() throws IOException {
        Peer tooFast = new Peer().says("for later");
        Peer other = new Peer().says("hi");
        tooFast.reading = false;
        assertThat(looks()).isEqualTo(1);
        assertThat(nio.selectedKeys()).extracting(SelectionKey::attachment).containsExactly(tooFast.line);
        assertThat(tooFast.waiting()).isPositive();
        assertThat(other.said()).isEqualTo("hi");
    }
}
