package io.redstart.server.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One thing after the other, whoever brings it. */
@Timeout(60)
class TurnsTest {
    private final List<String> done = new ArrayList<>();
    private final Turns turns = new Turns(() -> done.add("cut"));

    @Test
    void doesAtOnceWhatNothingIsBefore() {
        turns.take(() -> done.add("a"));
        assertThat(done).containsExactly("a");
    }

    @Test
    void doesLaterWhatIsBroughtMeanwhile() {
        turns.take(() -> {
            turns.take(() -> done.add("b"));
            done.add("a");
        });
        assertThat(done).containsExactly("a", "b");
    }

    @Test
    void goesOnBehindWhatFails() {
        turns.take(() -> {
            turns.take(() -> done.add("b"));
            throw new IllegalStateException("for the test");
        });
        turns.take(() -> done.add("c"));
        assertThat(done).containsExactly("cut", "b", "c");
    }

    @Test
    void neverDoesTwoAtOnce() throws Exception {
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread thread = new Thread(() -> {
                try {
                    begin.await();
                } catch (InterruptedException interrupted) {
                    return;
                }
                for (int each = 0; each < 1000; each++) {
                    turns.take(() -> done.add("x")); // a list that cannot bear two at once
                }
            });
            thread.start();
            threads.add(thread);
        }
        begin.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(done).hasSize(4000);
    }
}
