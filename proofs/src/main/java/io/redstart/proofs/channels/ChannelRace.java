package io.redstart.proofs.channels;

import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PushMeta;
import io.redstart.server.channel.Admission;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.Backlog;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Rounds in which clients join a channel, and come back to it in fresh sessions, while others set its states, publish
 * actions that change them, and let them end. When all is quiet each client has to have what the server has.
 */
final class ChannelRace {
    private static final int STEPS = 30;
    private static final long PATIENCE_SECONDS = 60;
    private static final @Nullable String[] USERS = {null, "ann", "joe"};

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final SessionRegistry registry = new SessionRegistry(
            new SessionSettings(Duration.ofMinutes(2), 1_000_000, 1 << 28, Duration.ofSeconds(30)),
            new Backlog(1L << 40),
            Runnable::run,
            Observer.NONE);
    private final NamespaceChannels channels = NamespaceChannels.inMemory(
            registry,
            new ChannelSettings(10, 1_000, 100, 100_000, 1 << 28, 20, 1 << 20, Duration.ofMillis(40), Map.of()),
            now::get,
            Observer.NONE);
    private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), 1 << 16);
    private final int rounds;
    private final long seed;

    /**
     * What came of it.
     *
     * @param rounds how many there were
     * @param different how many clients had another state than the server
     * @param wrong how many pushes came twice or out of order
     * @param left how many channels are left
     */
    record Outcome(int rounds, int different, int wrong, int left) {}

    ChannelRace(int rounds, long seed) {
        this.rounds = rounds;
        this.seed = seed;
    }

    Outcome run() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(4);
        Random random = new Random(seed);
        int different = 0;
        int wrong = 0;
        try {
            for (int round = 0; round < rounds; round++) {
                String channel = "room:" + round;
                List<Replica> replicas = round(channel, random, threads);
                now.addAndGet(Duration.ofMinutes(1).toMillis());
                channels.tick();
                for (Replica replica : replicas) {
                    byte[] json = channels.get(channel, replica.user());
                    Integer state = json == null ? null : Integer.valueOf(new String(json, StandardCharsets.US_ASCII));
                    different += Objects.equals(state, replica.state()) ? 0 : 1;
                    wrong += replica.wrong();
                    replica.session().end();
                }
                for (String user : USERS) {
                    channels.set(channel, user, null, 0, false);
                }
                now.addAndGet(Duration.ofMinutes(1).toMillis());
                channels.tick();
            }
        } finally {
            threads.shutdownNow();
        }
        return new Outcome(rounds, different, wrong, channels.size());
    }

    private List<Replica> round(String channel, Random random, ExecutorService threads) throws Exception {
        List<Replica> replicas = new ArrayList<>();
        CyclicBarrier begin = new CyclicBarrier(4);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            List<Replica> own = List.of(
                    new Replica(registry, USERS[random.nextInt(3)]), new Replica(registry, USERS[random.nextInt(3)]));
            replicas.addAll(own);
            long joining = random.nextLong();
            all.add(threads.submit(() -> {
                begin.await();
                joins(channel, own, new Random(joining));
                return null;
            }));
        }
        for (int i = 0; i < 2; i++) {
            long changing = random.nextLong();
            all.add(threads.submit(() -> {
                begin.await();
                changes(channel, new Random(changing));
                return null;
            }));
        }
        for (Future<?> each : all) {
            each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
        return replicas;
    }

    private void joins(String channel, List<Replica> replicas, Random random) {
        for (Replica each : replicas) {
            channels.join(each.session(), each.session().user(), channel, null, Admission.RULES);
        }
        for (int i = 0; i < STEPS / 5; i++) {
            Replica each = replicas.get(random.nextInt(replicas.size()));
            var since = each.returns();
            channels.join(each.session(), each.session().user(), channel, since, Admission.RULES);
        }
    }

    private void changes(String channel, Random random) {
        for (int i = 0; i < STEPS; i++) {
            String user = random.nextInt(3) == 0 ? USERS[random.nextInt(3)] : null;
            switch (random.nextInt(6)) {
                case 0 -> channels.set(channel, user, json(random.nextInt(100)), 0, false);
                case 1 -> channels.set(channel, user, json(random.nextInt(100)), 1 + random.nextInt(20), false);
                case 2 -> channels.set(channel, user, null, 0, false);
                case 3 -> {
                    now.addAndGet(random.nextInt(10));
                    channels.tick();
                }
                default -> add(channel, user, 1 + random.nextInt(9));
            }
        }
    }

    private void add(String channel, @Nullable String user, int more) {
        EncodedPush push = writer.action(channel, Map.of("type", "added", "payload", more), PushMeta.NONE);
        channels.publish(
                channel,
                user,
                offset -> writer.with(push, new PushMeta(null, null, offset)),
                state -> json(Replica.added(
                        state == null ? null : Integer.valueOf(new String(state, StandardCharsets.US_ASCII)), more)));
    }

    private static byte[] json(int value) {
        return Integer.toString(value).getBytes(StandardCharsets.US_ASCII);
    }
}
