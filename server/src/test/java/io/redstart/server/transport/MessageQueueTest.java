package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageQueueTest {
    @Test
    void doesAsADequeDoes() {
        for (int seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            MessageQueue queue = new MessageQueue();
            ArrayDeque<Object> deque = new ArrayDeque<>();
            for (int step = 0; step < 50; step++) {
                int what = random.nextInt(20);
                if (what == 0) {
                    queue.clear();
                    deque.clear();
                } else if (what < 10 && !deque.isEmpty()) {
                    assertThat(queue.remove()).as("seed %d", seed).isEqualTo(deque.remove());
                } else {
                    queue.add(step);
                    deque.add(step);
                }
                assertThat(queue.size()).as("seed %d", seed).isEqualTo(deque.size());
                assertThat(queue.isEmpty()).as("seed %d", seed).isEqualTo(deque.isEmpty());
                assertThat(queue.peek()).as("seed %d", seed).isEqualTo(deque.peek());
            }
        }
    }
}
