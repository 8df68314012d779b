package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerPoolTest {
    private static final int MOST = 32;

    private WorkerPool pool = new WorkerPool(MOST, 1);

    @AfterEach
    void stop() throws InterruptedException {
        pool.shutdownNow();
        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.isTerminated()).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void runsTasksOnWorkers() {
        CountDownLatch ran = new CountDownLatch(1);
        pool.execute(() -> {
            if (Thread.currentThread().getName().startsWith("redstart-worker-")) {
                ran.countDown();
            }
        });
        await(ran);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void noTaskWaitsBehindThoseThatWait(int cores) throws InterruptedException {
        pool.shutdownNow();
        pool.awaitTermination(20, TimeUnit.SECONDS);
        pool = new WorkerPool(MOST, cores);
        for (int round = 0; round < 20; round++) {
            CountDownLatch allAtOnce = new CountDownLatch(MOST);
            for (int i = 0; i < MOST; i++) {
                pool.execute(() -> {
                    allAtOnce.countDown();
                    await(allAtOnce);
                });
            }
            await(allAtOnce);
        }
    }

    @Test
    void aTaskThatWaitsForALaterOneIsNotWaitedForForLong() {
        for (int round = 0; round < 50; round++) {
            CountDownLatch later = new CountDownLatch(1);
            CountDownLatch done = new CountDownLatch(1);
            pool.execute(() -> {
                pool.execute(later::countDown);
                await(later);
                done.countDown();
            });
            await(done);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void runsEachTaskOnce(int cores) throws InterruptedException {
        pool.shutdownNow();
        pool.awaitTermination(20, TimeUnit.SECONDS);
        pool = new WorkerPool(4, cores);
        int bringers = 4;
        int each = 20_000;
        AtomicInteger ran = new AtomicInteger();
        CountDownLatch all = new CountDownLatch(bringers * each * 2);
        for (int b = 0; b < bringers; b++) {
            new Thread(() -> {
                        for (int i = 0; i < each; i++) {
                            pool.execute(() -> {
                                ran.incrementAndGet();
                                pool.execute(all::countDown);
                                all.countDown();
                            });
                            if (i % 1_000 == 0) {
                                sleep(); // so that workers sleep too
                            }
                        }
                    })
                    .start();
        }
        await(all);
        assertThat(ran).hasValue(bringers * each);
    }

    private static void sleep() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void goesOnAfterATaskThatThrowsOrWasInterrupted() {
        AtomicBoolean interrupted = new AtomicBoolean();
        CountDownLatch last = new CountDownLatch(1);
        pool.execute(() -> Thread.currentThread().interrupt());
        pool.execute(() -> {
            throw new IllegalStateException("broken");
        });
        pool.execute(() -> {
            interrupted.set(Thread.currentThread().isInterrupted());
            last.countDown();
        });
        await(last);
        assertThat(interrupted).isFalse();
    }

    @Test
    void interruptsWhatRunsWhenItIsStoppedAtOnce() {
        CountDownLatch runs = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        pool.execute(() -> {
            runs.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException stopped) {
                interrupted.countDown();
            }
        });
        await(runs);
        pool.shutdownNow();
        await(interrupted);
        assertThatThrownBy(() -> pool.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
    }

    @Test
    void doesWhatWaitsBeforeItEnds() throws InterruptedException {
        CountDownLatch all = new CountDownLatch(100);
        for (int i = 0; i < 100; i++) {
            pool.execute(all::countDown);
        }
        pool.shutdown();
        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
        assertThat(all.getCount()).isZero();
    }
}
