package io.redstart.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.NumberedPush;
import io.redstart.protocol.PushMeta;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class ReplayBufferTest {
    /** The same in the plainest way: pushes by their seq. */
    private static final class Model {
        final TreeMap<Long, String> pushes = new TreeMap<>();
        final int maxPushes;
        final int maxBytes;
        long last;
        long lost;
        long awayAt;
        long missedBytes;

        Model(int maxPushes, int maxBytes) {
            this.maxPushes = maxPushes;
            this.maxBytes = maxBytes;
        }

        long bytes() {
            return pushes.values().stream().mapToLong(String::length).sum();
        }

        boolean holdsTooMuch() {
            return pushes.size() > 4L * maxPushes || bytes() > 4L * maxBytes;
        }

        boolean missedTooMuch() {
            return last - awayAt > maxPushes || missedBytes > maxBytes;
        }

        void drop() {
            lost = pushes.pollFirstEntry().getKey();
        }

        List<String> above(long seen) {
            return List.copyOf(pushes.tailMap(seen, false).values());
        }
    }

    private static final MessageWriter WRITER = new MessageWriter(JsonMapper.shared(), 1 << 16);

    private static EncodedPush push(String text) {
        return WRITER.text(text, PushMeta.NONE);
    }

    private static List<String> texts(List<NumberedPush> pushes) {
        return pushes.stream().map(push -> new String(push.bytes(), UTF_8)).toList();
    }

    @Test
    void doesAsTheModelDoes() {
        for (int seed = 0; seed < 1_000; seed++) {
            run(new Random(seed), seed);
        }
    }

    private static void run(Random random, int seed) {
        int maxPushes = 1 + random.nextInt(8);
        int maxBytes = 1 + random.nextInt(120);
        ReplayBuffer buffer = new ReplayBuffer(maxPushes, maxBytes);
        Model model = new Model(maxPushes, maxBytes);
        long acknowledged = 0;
        buffer.away();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    int burst = random.nextInt(30) == 0 ? 150 : 1;
                    for (int i = 0; i < burst; i++) {
                        String text = "x".repeat(1 + random.nextInt(20));
                        NumberedPush added = buffer.add(push(text));
                        String message = "[\"txt\"," + ++model.last + ",\"" + text + "\"]";
                        assertThat(texts(List.of(added))).as("seed %d", seed).containsExactly(message);
                        model.pushes.put(model.last, message);
                        model.missedBytes += message.length();
                    }
                }
                case 2 -> {
                    buffer.trim();
                    while (model.holdsTooMuch()) {
                        model.drop();
                    }
                }
                case 3 -> {
                    long seen = random.nextLong(model.last + 1);
                    acknowledged = Math.max(acknowledged, seen);
                    buffer.acknowledged(seen);
                    while (!model.pushes.isEmpty() && model.pushes.firstKey() <= seen) {
                        model.drop();
                    }
                }
                case 4 -> {
                    buffer.away();
                    model.awayAt = model.last;
                    model.missedBytes = 0;
                }
                default -> {
                    long seen = random.nextLong(model.last + 1);
                    assertThat(buffer.reachesBackTo(seen)).as("seed %d", seed).isEqualTo(seen >= model.lost);
                    if (seen >= model.lost) {
                        assertThat(texts(buffer.above(seen)))
                                .as("seed %d", seed)
                                .isEqualTo(model.above(seen));
                    }
                }
            }
            assertThat(buffer.missedTooMuch()).as("seed %d", seed).isEqualTo(model.missedTooMuch());
            assertThat(buffer.bytes()).as("seed %d", seed).isEqualTo(model.bytes());
        }
    }

    @Test
    void keepsWhatAllReceiversShareOnce() {
        EncodedPush shared = push("to all");
        ReplayBuffer one = new ReplayBuffer(10, 1_000);
        ReplayBuffer another = new ReplayBuffer(10, 1_000);
        one.add(shared);
        another.add(push("to this one"));
        another.add(shared);
        assertThat(one.above(0)).containsExactly(new NumberedPush(shared, 1));
        assertThat(another.above(1)).containsExactly(new NumberedPush(shared, 2));
    }

    @Test
    void reachesBackToNothingItHasCleared() {
        ReplayBuffer buffer = new ReplayBuffer(10, 1_000);
        buffer.add(push("any"));
        buffer.add(push("any"));
        buffer.clear();
        assertThat(buffer.bytes()).isZero();
        assertThat(buffer.reachesBackTo(1)).isFalse();
        assertThat(buffer.reachesBackTo(2)).isTrue();
        assertThat(buffer.above(2)).isEmpty();
    }
}
