package io.redstart.server.session;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

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

    private static List<String> texts(List<byte[]> pushes) {
        return pushes.stream().map(push -> new String(push, UTF_8)).toList();
    }

    @Test
    void doesAsTheModelDoes() {
        for (int seed = 0; seed < 1_000; seed++) {
            run(new Random(seed), seed);
        }
    }

    private static void run(Random random, int seed) {
        int maxPushes = 1 + random.nextInt(8);
        int maxBytes = 1 + random.nextInt(60);
        ReplayBuffer buffer = new ReplayBuffer(maxPushes, maxBytes);
        Model model = new Model(maxPushes, maxBytes);
        long acknowledged = 0;
        buffer.away();
        for (int step = 0; step < 60; step++) {
            switch (random.nextInt(6)) {
                case 0, 1 -> {
                    String push = "x".repeat(1 + random.nextInt(20));
                    buffer.add(push.getBytes(UTF_8));
                    model.pushes.put(++model.last, push);
                    model.missedBytes += push.length();
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
    void reachesBackToNothingItHasCleared() {
        ReplayBuffer buffer = new ReplayBuffer(10, 100);
        buffer.add(new byte[3]);
        buffer.add(new byte[3]);
        buffer.clear();
        assertThat(buffer.bytes()).isZero();
        assertThat(buffer.reachesBackTo(1)).isFalse();
        assertThat(buffer.reachesBackTo(2)).isTrue();
        assertThat(buffer.above(2)).isEmpty();
    }
}
