package io.redstart.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TurnTest {
    private final ExecutorService workers = Executors.newFixedThreadPool(4);
    private final Turn turn = new Turn(workers);

    @AfterEach
    void stop() {
        workers.shutdownNow();
    }

    private void awaitTurn() throws InterruptedException {
        CountDownLatch reached = new CountDownLatch(1);
        turn.take(gathering -> reached.countDown(), false);
        assertThat(reached.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void runsAQuickTaskOnTheThreadThatBringsIt() {
        List<Thread> ran = new ArrayList<>();
        turn.take(
                gathering -> {
                    assertThat(gathering).isNull();
                    ran.add(Thread.currentThread());
                },
                true);
        assertThat(ran).containsExactly(Thread.currentThread());
    }

    @Test
    void runsATaskThatMayWaitOnAWorker() throws InterruptedException {
        List<Thread> ran = Collections.synchronizedList(new ArrayList<>());
        turn.take(gathering -> ran.add(Thread.currentThread()), false);
        awaitTurn();
        assertThat(ran).hasSize(1).doesNotContain(Thread.currentThread());
    }

    @Test
    void handsOverWhatCameWhileAQuickTaskRan() throws InterruptedException {
        List<Object> ran = Collections.synchronizedList(new ArrayList<>());
        turn.take(
                gathering -> {
                    turn.take(later -> ran.add(later == null ? "here" : "on a worker"), true);
                    ran.add("first");
                },
                true);
        awaitTurn();
        assertThat(ran).containsExactly("first", "on a worker");
    }

    @Test
    void countsWhatWaits() throws InterruptedException {
        CountDownLatch open = new CountDownLatch(1);
        turn.take(
                gathering -> {
                    try {
                        open.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                false);
        turn.take(gathering -> {}, false);
        turn.take(gathering -> {}, true);
        assertThat(turn.waiting()).isEqualTo(2);
        open.countDown();
        awaitTurn();
        assertThat(turn.waiting()).isZero();
    }

    @Test
    void goesOnAfterATaskThatThrows() throws InterruptedException {
        turn.take(
                gathering -> {
                    throw new IllegalStateException("broken");
                },
                false);
        awaitTurn();
        turn.take(
                gathering -> {
                    throw new StackOverflowError("broken");
                },
                true);
        awaitTurn();
    }

    @Test
    void runsOneTaskAtATimeAndThoseOfAThreadInTheirOrder() throws InterruptedException {
        int threads = 8;
        int each = 2_000;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger overlaps = new AtomicInteger();
        List<List<Integer>> seen = new ArrayList<>();
        List<Thread> bringers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            List<Integer> own = Collections.synchronizedList(new ArrayList<>());
            seen.add(own);
            boolean odd = t % 2 == 1;
            Thread bringer = new Thread(() -> IntStream.range(0, each)
                    .forEach(i -> turn.take(
                            gathering -> {
                                if (inside.incrementAndGet() != 1) {
                                    overlaps.incrementAndGet();
                                }
                                own.add(i);
                                inside.decrementAndGet();
                            },
                            odd || i % 3 == 0)));
            bringers.add(bringer);
        }
        bringers.forEach(Thread::start);
        for (Thread bringer : bringers) {
            bringer.join();
        }
        awaitTurn();
        assertThat(overlaps).hasValue(0);
        List<Integer> inOrder = IntStream.range(0, each).boxed().toList();
        assertThat(seen).allSatisfy(own -> assertThat(own).isEqualTo(inOrder));
    }
}
