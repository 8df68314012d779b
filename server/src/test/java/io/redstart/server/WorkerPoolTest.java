package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WorkerPoolTest {
    private static final int MOST = 32;

    private WorkerPool pool = pool(MOST, 1);

    /** Virtual threads where there are some, as in a server. */
    private static WorkerPool pool(int most, int cores) {
        ThreadFactory virtual = Workers.virtual();
        return new WorkerPool(virtual == null ? Workers.platform() : virtual, most, cores);
    }

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
        pool = pool(MOST, cores);
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

    /** How tasks wait for less than the watch's period. */
    private enum Waits {
        PARKED {
            @Override
            void briefly() {
                LockSupport.parkNanos(300_000);
            }
        },
        /** The thread is said to run, on a JVM without virtual threads at least. */
        IN_A_SYSTEM_CALL {
            @Override
            void briefly() {
                try (DatagramSocket nobodySends = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
                    nobodySends.setSoTimeout(1);
                    nobodySends.receive(new DatagramPacket(new byte[1], 1));
                } catch (SocketTimeoutException expected) {
                    return;
                } catch (IOException broken) {
                    throw new UncheckedIOException(broken);
                }
            }
        };

        abstract void briefly();
    }

    @ParameterizedTest
    @EnumSource(Waits.class)
    void tasksThatWaitBrieflyWaitTogether(Waits waits) throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicBoolean many = new AtomicBoolean();
        Semaphore places = new Semaphore(MOST);
        while (!many.get()) {
            places.acquire();
            pool.execute(() -> {
                if (inside.incrementAndGet() >= MOST / 2) {
                    many.set(true);
                }
                waits.briefly();
                inside.decrementAndGet();
                places.release();
            });
        }
        assertThat(many).isTrue();
    }

    @Test
    void whoStepsBackForWorkersComesBackThoughTheyGoOn() {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goesOn = new CountDownLatch(1);
        CountDownLatch next = new CountDownLatch(1);
        pool.execute(() -> {
            begun.countDown();
            await(goesOn);
        });
        await(begun);
        pool.execute(next::countDown);
        for (int i = 0; i < 100; i++) {
            pool.stepBack();
        }
        goesOn.countDown();
        await(next);
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
        pool = pool(4, cores);
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
