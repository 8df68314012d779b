package io.redstart.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Handshake;
import io.redstart.api.Keep;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.server.observe.Observer;
import io.redstart.server.transport.Backlog;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class LiveSessionTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final Handshake HANDSHAKE =
            new Handshake("/ws", Map.of(), Map.of(), PEER, null, Handshake.Stage.UPGRADE);

    private final Backlog backlog = new Backlog(Long.MAX_VALUE);
    private final SessionRegistry registry = new SessionRegistry(
            new SessionSettings(Duration.ofMinutes(2), 1_000_000, 1 << 28, Duration.ofSeconds(30)),
            backlog,
            Runnable::run,
            Observer.NONE);
    private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), 1 << 16);

    /** A line whose other end notes the number of each push; after a while it is lost, perhaps with what is on it. */
    private static final class Line implements Carrier {
        private final List<Long> heard = new ArrayList<>();
        private String key = "";
        private int left;

        Line(int frames) {
            left = frames;
        }

        @Override
        public void write(Frame frame, Runnable done) {
            hear(new String(frame.bytes(), UTF_8));
            done.run();
        }

        private synchronized void hear(String frame) {
            if (left > 0) {
                left--;
                frame.lines().forEach(message -> {
                    if (message.startsWith("key ")) {
                        key = message.substring(4);
                    } else {
                        heard.add(Long.parseLong(message.split(",", 3)[1]));
                    }
                });
            }
        }

        synchronized boolean isLost() {
            return left == 0;
        }

        synchronized String key() {
            return key;
        }

        synchronized List<Long> heard() {
            return List.copyOf(heard);
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}

        @Override
        public InetSocketAddress peer() {
            return PEER;
        }
    }

    private static Connection connection(Line line) {
        return new Connection(
                line, new TransportSettings(1 << 20, 1L << 28, 1 << 20, 0, Duration.ofSeconds(10)), () -> 0);
    }

    private static byte[] welcome(String key) {
        return ("key " + key).getBytes(UTF_8);
    }

    @Test
    void losesAndRepeatsNothingWhileLinesComeAndGo() throws InterruptedException {
        LiveSession session = registry.create(HANDSHAKE, null);
        Line line = new Line(20);
        Connection connection = connection(line);
        session.attach(connection, LiveSessionTest::welcome);
        registry.add(session);
        EncodedPush push = writer.event(null, "n", 1, PushMeta.NONE);
        int threads = 4;
        int each = 5_000;
        List<Thread> pushers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            Thread pusher = new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    session.push(push);
                }
            });
            pushers.add(pusher);
            pusher.start();
        }
        Random random = new Random(7);
        List<Long> heard = new ArrayList<>();
        int resumes = 0;
        while (heard.size() < threads * each) {
            if (line.isLost() || pushers.stream().noneMatch(Thread::isAlive)) {
                heard.addAll(line.heard());
                if (heard.size() == threads * each) {
                    break;
                }
                if (random.nextBoolean()) {
                    session.detach(connection, 0);
                }
                Line next = new Line(5 + random.nextInt(200));
                connection = connection(next);
                session.resume(
                        connection,
                        new FromClient.Resume(session.id(), line.key(), heard.size()),
                        null,
                        0,
                        LiveSessionTest::welcome,
                        why -> assertThat(why).isNull());
                line = next;
                resumes++;
                session.acknowledge(heard.size());
            }
            Thread.onSpinWait();
        }
        for (Thread pusher : pushers) {
            pusher.join();
        }
        assertThat(heard)
                .isEqualTo(
                        LongStream.rangeClosed(1, (long) threads * each).boxed().toList());
        assertThat(resumes).isPositive();
        session.end();
        assertThat(backlog.bytes()).isZero();
    }

    /** A line that has finished writing when another thread says so; its other end notes what comes of each key. */
    private static final class SlowLine implements Carrier {
        final Map<String, List<Integer>> heard = new ConcurrentHashMap<>();
        final BlockingQueue<Runnable> unfinished = new LinkedBlockingQueue<>();

        @Override
        public void write(Frame frame, Runnable done) {
            new String(frame.bytes(), UTF_8).lines().forEach(message -> {
                Matcher price =
                        Pattern.compile("\\[\"evt\",0,null,\"(k\\d)\",(\\d+)]").matcher(message);
                if (price.matches()) {
                    heard.computeIfAbsent(price.group(1), key -> new ArrayList<>())
                            .add(Integer.valueOf(price.group(2)));
                }
            });
            unfinished.add(done);
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}

        @Override
        public InetSocketAddress peer() {
            return PEER;
        }
    }

    @Test
    void theNewestOfAKeyIsNeverFollowedByAnOlderOneAndComes() throws InterruptedException {
        SlowLine line = new SlowLine();
        Connection connection =
                new Connection(line, new TransportSettings(1024, 2048, 64, 0, Duration.ofSeconds(10)), () -> 0);
        LiveSession session = registry.create(HANDSHAKE, null);
        session.attach(connection, LiveSessionTest::welcome);
        registry.add(session);
        connection.ready();
        int keys = 4;
        int each = 10_000;
        List<Thread> pushers = new ArrayList<>();
        for (int k = 0; k < keys; k++) {
            String name = "k" + k;
            Thread pusher = new Thread(() -> {
                for (int i = 1; i <= each; i++) {
                    session.push(
                            writer.event(null, name, i, PushMeta.NONE), new Delivery(Keep.LATEST, "evt", name, ""));
                }
            });
            pushers.add(pusher);
            pusher.start();
        }
        while (pushers.stream().anyMatch(Thread::isAlive) || !line.unfinished.isEmpty()) {
            Runnable done = line.unfinished.poll();
            if (done != null) {
                done.run();
            }
            Thread.onSpinWait();
        }
        assertThat(line.heard).hasSize(keys);
        line.heard.forEach((key, numbers) -> {
            assertThat(numbers).as(key).isSorted().doesNotHaveDuplicates().endsWith(each);
        });
        session.end();
        assertThat(backlog.bytes()).isZero();
    }

    @Test
    void opensAndClosesOnceHoweverManyEndIt() throws InterruptedException {
        AtomicInteger closed = new AtomicInteger();
        registry.listen(new SessionListener() {
            @Override
            public void closed(LiveSession session) {
                closed.incrementAndGet();
            }
        });
        for (int round = 0; round < 200; round++) {
            LiveSession session = registry.create(HANDSHAKE, null);
            session.attach(connection(new Line(1)), LiveSessionTest::welcome);
            registry.add(session);
            Thread one = new Thread(session::end);
            Thread two = new Thread(session::end);
            one.start();
            two.start();
            one.join();
            two.join();
        }
        assertThat(closed).hasValue(200);
        assertThat(registry.all()).isEmpty();
    }
}
