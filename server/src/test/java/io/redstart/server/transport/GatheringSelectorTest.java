package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class GatheringSelectorTest {
    private final AtomicLong nanos = new AtomicLong(1);
    private final GatheringSelector selector = new GatheringSelector(new NoLines(), 0, () -> {}, nanos::get);
    private final RecordingCarrier line = new RecordingCarrier(false);
    private final Connection connection = connection(line);

    private static Connection connection(RecordingCarrier line) {
        return new Connection(line, new TransportSettings(), () -> 0);
    }

    /** A line is read, and what it says makes the server send something. */
    private void reads(Connection to, String sent) {
        selector.read(() -> {
            Gathering gathering = Objects.requireNonNull(selector.gathering());
            gathering.begin();
            to.send(sent.getBytes(UTF_8));
            gathering.end();
        });
    }

    @Test
    void writesOnceWhatSeveralLinesSendToOne() {
        reads(connection, "a");
        reads(connection, "b");
        reads(connection, "c");
        assertThat(line.frames).isEmpty();
        selector.write();
        assertThat(line.frames).containsExactly("a\nb\nc");
    }

    @Test
    void letsTheFirstWaitForTheOthersOnlySoLong() {
        reads(connection, "a");
        nanos.addAndGet(200_001);
        reads(connection, "b");
        assertThat(line.frames).containsExactly("a");
        selector.write();
        assertThat(line.frames).containsExactly("a", "b");
    }

    @Test
    void writesToSoManyTogetherAndNoMore() {
        List<RecordingCarrier> lines = new ArrayList<>();
        for (int i = 0; i < 65; i++) {
            lines.add(new RecordingCarrier(false));
            reads(connection(lines.get(i)), "x");
        }
        assertThat(lines.subList(0, 64))
                .allSatisfy(each -> assertThat(each.frames).containsExactly("x"));
        assertThat(lines.get(64).frames).isEmpty();
    }

    @Test
    void gathersForNobodyButTheThreadThatReads() throws InterruptedException {
        assertThat(selector.gathering()).isNull();
        AtomicReference<Object> other = new AtomicReference<>("not asked");
        Thread asks = new Thread(() -> other.set(selector.gathering()));
        selector.read(() -> {
            asks.start();
            try {
                asks.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        assertThat(other).hasValue(null);
        assertThat(selector.gathering()).isNull();
    }

    @Test
    void writesToOthersWhereOneCannotBeWrittenTo() {
        Connection broken = new Connection(new BrokenCarrier(), new TransportSettings(), () -> 0);
        reads(broken, "lost");
        reads(connection, "a");
        selector.write();
        assertThat(line.frames).containsExactly("a");
    }

    private static final class BrokenCarrier extends RecordingCarrier {
        BrokenCarrier() {
            super(false);
        }

        @Override
        public void write(Frame frame, Runnable done) {
            throw new IllegalStateException("broken");
        }
    }
}
