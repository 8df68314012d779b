package io.redstart.server.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.protocol.CloseCode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private static final int KIB = 1024;

    private final AtomicLong clock = new AtomicLong(1_000);
    private final RecordingCarrier line = new RecordingCarrier(true);
    private final Backlog backlog = new Backlog(Long.MAX_VALUE);
    private final Connection connection = new Connection(line, bounds(256 * KIB, 1_200), clock::get);

    private static TransportSettings bounds(long maxQueued, int maxMessages) {
        return new TransportSettings(64 * KIB, maxQueued, maxMessages, 0, Duration.ofSeconds(10));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] large(int size) {
        return bytes("x".repeat(size));
    }

    @Test
    void writesAtOnceWhenTheLineIsFree() {
        assertThat(connection.send(bytes("a"))).isTrue();
        assertThat(line.frames).containsExactly("a");
        assertThat(connection.queuedBytes()).isZero();
    }

    @Test
    void writesWhatWaitedInOneFrame() {
        connection.send(bytes("a"));
        connection.send(bytes("b"));
        connection.send(bytes("c"));
        assertThat(line.frames).containsExactly("a");
        line.finishesWriting();
        assertThat(line.frames).containsExactly("a", "b\nc");
        line.finishesWriting();
        connection.send(bytes("d"));
        assertThat(line.frames).containsExactly("a", "b\nc", "d");
    }

    @Test
    void writesFramesTogetherThatWaitedTogether() {
        RecordingCarrier free = new RecordingCarrier(false);
        Connection to = new Connection(free, bounds(256 * KIB, 1_200), clock::get);
        to.addBinary(bytes("p"));
        to.addBinary(bytes("q"));
        to.add(bytes("a"));
        to.add(bytes("b"));
        to.addBinary(bytes("r"));
        to.flush();
        assertThat(free.frames).containsExactly("binary p", "binary q", "a\nb", "binary r");
        assertThat(free.together).containsExactly(4);
        assertThat(to.queuedBytes()).isZero();
    }

    @Test
    void writesNoMoreTogetherThanOneFrameGathers() {
        RecordingCarrier free = new RecordingCarrier(false);
        Connection to = new Connection(free, bounds(1024 * KIB, 1_200), clock::get);
        for (int i = 0; i < 100; i++) {
            to.addBinary(bytes("p"));
        }
        for (int i = 0; i < 5; i++) {
            to.addBinary(large(30 * KIB));
        }
        to.flush();
        assertThat(free.frames).hasSize(105);
        // 63 behind the first; the 36 that are left with two of the large ones; two more, and one alone
        assertThat(free.together).containsExactly(64, 36 + 2, 2);
        assertThat(to.queuedBytes()).isZero();
    }

    /** Only what the line did not take makes a peer slow, not what nobody has tried to write yet. */
    @Test
    void writesWhatIsGatheredBeforeItIsTooMuch() {
        RecordingCarrier takesAll = new RecordingCarrier(false);
        Connection gathered = new Connection(takesAll, bounds(4 * KIB, 20), clock::get);
        Gathering gathering = new Gathering();
        gathering.begin();
        for (int i = 0; i < 100; i++) {
            assertThat(gathered.send(bytes("x"))).isTrue();
        }
        for (int i = 0; i < 10; i++) {
            assertThat(gathered.send(large(KIB))).isTrue();
        }
        gathering.end();
        gathering.flush();
        assertThat(String.join("\n", takesAll.frames)).hasSize(200 + 10 * (KIB + 1) - 1);
        assertThat(gathered.wasTooSlow()).isFalse();
    }

    @Test
    void givesPacketsFramesOfTheirOwnInTheirPlace() {
        connection.send(bytes("a"));
        connection.add(bytes("b"));
        connection.add(bytes("c"));
        connection.addBinary(bytes("p"));
        connection.addBinary(bytes("q"));
        connection.add(bytes("d"));
        connection.add(bytes("e"));
        for (int i = 0; i < 5; i++) {
            line.finishesWriting();
        }
        assertThat(line.frames).containsExactly("a", "b\nc", "binary p", "binary q", "d\ne");
        assertThat(connection.queuedBytes()).isZero();
    }

    /** A peer that takes all at once is not too slow, however long the next message is there before the last is written. */
    @Test
    void waitsForNothingWhereEachWriteIsDoneAtOnce() {
        List<Connection> made = new ArrayList<>();
        List<Long> waited = new ArrayList<>();
        Carrier takesAll = new Carrier() {
            @Override
            public void write(Frame frame, Runnable done) {
                if (waited.size() < 20) {
                    clock.addAndGet(1_000);
                    made.get(0).add(bytes("next"));
                    waited.add(made.get(0).waitingMillis());
                }
                done.run();
            }

            @Override
            public void close(int code, String reason) {
                waited.add(-1L);
            }

            @Override
            public void cut() {
                waited.add(-2L);
            }

            @Override
            public InetSocketAddress peer() {
                return line.peer();
            }
        };
        Connection busy = new Connection(takesAll, bounds(256 * KIB, 1_200), clock::get);
        made.add(busy);
        busy.send(bytes("first"));
        assertThat(waited).hasSize(20).containsOnly(1_000L);
        assertThat(busy.waitingMillis()).isZero();
    }

    @Test
    void goesOnWithoutEndWhenWritesAreDoneAtOnce() {
        AtomicInteger written = new AtomicInteger();
        List<Runnable> first = new ArrayList<>();
        Carrier swallows = new Carrier() {
            @Override
            public void write(Frame frame, Runnable done) {
                if (written.getAndIncrement() == 0) {
                    first.add(done);
                } else {
                    done.run();
                }
            }

            @Override
            public void close(int code, String reason) {
                written.set(-1);
            }

            @Override
            public void cut() {
                written.set(-1);
            }

            @Override
            public InetSocketAddress peer() {
                return InetSocketAddress.createUnresolved("nowhere", 0);
            }
        };
        Connection busy = new Connection(swallows, bounds(KIB * KIB, 100_000), clock::get);
        busy.send(bytes("a"));
        for (int i = 0; i < 50_000; i++) {
            busy.addBinary(bytes("p"));
        }
        first.get(0).run();
        assertThat(written).hasValue(50_001);
        assertThat(busy.queuedBytes()).isZero();
        busy.send(bytes("b"));
        assertThat(written).hasValue(50_002);
    }

    @Test
    void countsPacketsAsItCountsMessages() {
        connection.send(bytes("a"));
        assertThat(connection.addBinary(large(200 * KIB))).isTrue();
        assertThat(connection.queuedBytes()).isGreaterThanOrEqualTo(200 * KIB);
        assertThat(connection.addBinaryIfRoom(bytes("dropped"))).isFalse();
        assertThat(connection.addBinary(large(100 * KIB))).isFalse();
        assertThat(connection.wasTooSlow()).isTrue();
    }

    @Test
    void gathersNoMoreThan64KibInAFrame() {
        connection.send(bytes("first"));
        connection.send(large(32 * KIB));
        connection.send(large(32 * KIB - 1));
        connection.send(bytes("y"));
        line.finishesWriting();
        assertThat(line.frames.get(1)).hasSize(64 * KIB).doesNotEndWith("y");
        line.finishesWriting();
        assertThat(line.frames.get(2)).isEqualTo("y");
    }

    @Test
    void givesALargeMessageAFrameOfItsOwn() {
        connection.send(bytes("a"));
        connection.send(bytes("b"));
        connection.send(large(100 * KIB));
        connection.send(bytes("c"));
        line.finishesWriting();
        line.finishesWriting();
        line.finishesWriting();
        assertThat(line.frames).hasSize(4).endsWith("c").element(1).isEqualTo("b");
    }

    @Test
    void writesInTheOrderOfSending() {
        IntStream.rangeClosed(1, 1_000).forEach(i -> connection.send(bytes(Integer.toString(i))));
        line.finishesWriting();
        List<String> written = line.frames.stream().flatMap(String::lines).toList();
        assertThat(written)
                .isEqualTo(IntStream.rangeClosed(1, 1_000)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void closesWhenTooMuchWaits() {
        connection.send(bytes("a"));
        assertThat(connection.send(large(200 * KIB))).isTrue();
        assertThat(connection.send(large(100 * KIB))).isFalse();
        assertThat(connection.send(bytes("b"))).isFalse();
        assertThat(connection.queuedBytes()).isZero();
        line.finishesWriting();
        assertThat(line.frames).containsExactly("a", "close 4408");
    }

    @Test
    void takesOneMessageOfAnySize() {
        connection.send(bytes("a"));
        assertThat(connection.send(large(300 * KIB))).isTrue();
        assertThat(connection.send(bytes("b"))).isFalse();
    }

    @Test
    void doesNotCountWhatIsBoundedElsewhere() {
        connection.send(bytes("a"));
        connection.add(bytes("welcome"));
        connection.addAlways(large(200 * KIB));
        connection.addAlways(large(200 * KIB));
        assertThat(connection.send(large(100 * KIB))).isTrue();
        assertThat(connection.send(large(200 * KIB))).isFalse();
    }

    @Test
    void countsAgainWhenThatHasBeenWritten() {
        connection.send(bytes("a"));
        connection.addAlways(large(200 * KIB));
        line.finishesWriting();
        assertThat(connection.send(large(200 * KIB))).isTrue();
        assertThat(connection.send(large(100 * KIB))).isFalse();
    }

    @Test
    void closesWhenTooManyMessagesWait() {
        connection.send(bytes("a"));
        for (int i = 0; i < 1_200; i++) {
            assertThat(connection.send(bytes("b"))).isTrue();
        }
        assertThat(connection.send(bytes("c"))).isFalse();
        assertThat(connection.wasTooSlow()).isTrue();
        line.finishesWriting();
        assertThat(line.frames).containsExactly("a", "close 4408");
    }

    @Test
    void doesNotCountMessagesThatAreBoundedElsewhere() {
        connection.send(bytes("a"));
        for (int i = 0; i < 1_200; i++) {
            connection.addAlways(bytes("b"));
        }
        for (int i = 0; i < 1_200; i++) {
            assertThat(connection.send(bytes("c"))).isTrue();
        }
        assertThat(connection.send(bytes("d"))).isFalse();
    }

    @Test
    void takesWhatNeedNotBeSentUpToHalf() {
        assertThat(connection.addIfRoom(large(200 * KIB), false)).isTrue();
        assertThat(connection.addIfRoom(bytes("a"), false)).isFalse();
        connection.flush();
        assertThat(connection.addIfRoom(large(100 * KIB), false)).isTrue();
        assertThat(connection.addIfRoom(large(100 * KIB), false)).isTrue();
        assertThat(connection.addIfRoom(bytes("a"), false)).isFalse();
        assertThat(connection.send(bytes("b"))).isTrue();
    }

    @Test
    void neverClosesForWhatNeedNotBeSent() {
        connection.send(bytes("a"));
        connection.send(large(100 * KIB));
        assertThat(connection.addIfRoom(large(200 * KIB), false)).isFalse();
        for (int i = 0; i < 10_000; i++) {
            connection.addIfRoom(bytes("b"), false);
        }
        assertThat(connection.wasTooSlow()).isFalse();
        assertThat(connection.send(bytes("c"))).isTrue();
    }

    @Test
    void tellsOnceWhenThereIsRoomAgain() {
        AtomicInteger told = new AtomicInteger();
        connection.whenRoom(told::incrementAndGet);
        connection.send(bytes("a"));
        connection.send(large(100 * KIB));
        connection.send(large(100 * KIB));
        assertThat(connection.addIfRoom(bytes("b"), true)).isFalse();
        line.finishesWriting();
        assertThat(told).hasValue(0);
        line.finishesWriting();
        assertThat(told).hasValue(1);
        line.finishesWriting();
        assertThat(told).hasValue(1);
    }

    @Test
    void countsWhatWaitsAndNothingThatIsWrittenAtOnce() {
        connection.countsTo(backlog);
        connection.send(large(100 * KIB));
        assertThat(backlog.bytes()).isZero();
        connection.send(large(10 * KIB));
        assertThat(backlog.bytes()).isEqualTo(110 * KIB + 1);
        line.finishesWriting();
        line.finishesWriting();
        assertThat(backlog.bytes()).isZero();
    }

    @Test
    void countsWhatIsStuckOnTheLineWhenTheClockLooks() {
        connection.countsTo(backlog);
        connection.send(large(100 * KIB));
        assertThat(connection.waitingMillis()).isZero();
        assertThat(backlog.bytes()).isEqualTo(100 * KIB);
        connection.cut();
        assertThat(backlog.bytes()).isZero();
    }

    @Test
    void countsNothingOfALineThatIsTooSlow() {
        connection.countsTo(backlog);
        connection.send(bytes("a"));
        connection.send(large(100 * KIB));
        connection.closeTooSlow();
        connection.closeTooSlow();
        assertThat(backlog.bytes()).isLessThan(4 * KIB);
        line.finishesWriting();
        assertThat(backlog.bytes()).isZero();
        assertThat(line.frames).containsExactly("a", "close 4408");
    }

    @Test
    void closesBehindWhatWaits() {
        connection.send(bytes("a"));
        connection.send(bytes("b"));
        connection.close(CloseCode.NORMAL, "bye");
        assertThat(connection.send(bytes("c"))).isFalse();
        connection.close(CloseCode.FORBIDDEN, "again");
        line.finishesWriting();
        line.finishesWriting();
        assertThat(line.frames).containsExactly("a", "b", "close 1000");
    }

    @Test
    void cutsWithoutWriting() {
        connection.send(bytes("a"));
        connection.send(bytes("b"));
        connection.cut();
        line.finishesWriting();
        assertThat(connection.send(bytes("c"))).isFalse();
        assertThat(line.frames).containsExactly("a", "cut");
        assertThat(connection.queuedBytes()).isZero();
    }

    @Test
    void keepsNothingForALineThatIsGone() {
        connection.send(bytes("a"));
        connection.send(bytes("b"));
        connection.gone();
        line.finishesWriting();
        assertThat(line.frames).containsExactly("a");
        assertThat(connection.queuedBytes()).isZero();
        assertThat(connection.waitingMillis()).isZero();
    }

    @Test
    void tellsForHowLongTheLineHasBeenStuck() {
        assertThat(connection.waitingMillis()).isZero();
        connection.send(bytes("a"));
        clock.addAndGet(500);
        assertThat(connection.waitingMillis()).isEqualTo(500);
        assertThat(connection.silentMillis()).isZero();
        line.finishesWriting();
        clock.addAndGet(200);
        assertThat(connection.waitingMillis()).isZero();
        assertThat(connection.silentMillis()).isEqualTo(200);
    }

    @Test
    void measuresFromTheBeginningOfTheWriteAlsoIfMoreComes() {
        connection.send(bytes("a"));
        clock.addAndGet(500);
        connection.send(bytes("b"));
        clock.addAndGet(500);
        assertThat(connection.waitingMillis()).isEqualTo(1_000);
    }

    @Test
    void gathersWhatOneThreadSends() {
        Gathering gathering = new Gathering();
        gathering.begin();
        connection.send(bytes("a"));
        connection.send(bytes("b"));
        gathering.end();
        assertThat(line.frames).isEmpty();
        gathering.flush();
        assertThat(line.frames).containsExactly("a\nb");
        connection.send(bytes("c"));
        line.finishesWriting();
        assertThat(line.frames).containsExactly("a\nb", "c");
    }

    @Test
    void handsOverWhatWasGathered() {
        Gathering gathering = new Gathering();
        gathering.begin();
        connection.send(bytes("a"));
        gathering.end();
        List<Connection> taken = new ArrayList<>();
        gathering.moveTo(taken);
        assertThat(gathering.isEmpty()).isTrue();
        gathering.flush();
        assertThat(line.frames).isEmpty();
        taken.forEach(Connection::flush);
        assertThat(line.frames).containsExactly("a");
    }

    @Test
    void keepsTheOrderOfEachThread() throws InterruptedException {
        RecordingCarrier quick = new RecordingCarrier(false);
        Connection shared = new Connection(quick, bounds(64L * KIB * KIB, 10_000), clock::get);
        int threads = 8;
        int each = 500;
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> senders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int sender = t;
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < each; i++) {
                    shared.send(bytes(sender + ":" + i));
                }
            });
            thread.start();
            senders.add(thread);
        }
        begin.countDown();
        for (Thread sender : senders) {
            sender.join();
        }
        List<String> written = quick.frames.stream().flatMap(String::lines).toList();
        assertThat(written).hasSize(threads * each);
        written.stream()
                .map(message -> message.split(":", 2))
                .collect(Collectors.groupingBy(
                        parts -> parts[0], Collectors.mapping(parts -> Integer.valueOf(parts[1]), Collectors.toList())))
                .forEach((sender, numbers) -> assertThat(numbers)
                        .as("sender %s", sender)
                        .isEqualTo(IntStream.range(0, each).boxed().toList()));
    }
}
