package io.redstart.server.invocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.RateLimit;
import io.redstart.server.registry.LimitModel;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static LimitModel limit(int permits, long perMillis, int burst) {
        return new LimitModel(permits, perMillis, burst, RateLimit.By.SESSION);
    }

    @Test
    void givesThreeInASecondOnAverageThoughASecondIsNoMultipleOfThree() {
        LimitModel three = limit(3, 1000, 1);
        Bucket bucket = new Bucket();
        int given = 0;
        for (long millis = 0; millis <= 100_000; millis++) {
            if (bucket.take(three, millis) == 0) {
                given++;
            }
        }
        assertThat(given).isBetween(299, 301);
    }

    @Test
    void isRightAboutWhenThereIsAPermitAgain() {
        Random random = new Random(7);
        for (int round = 0; round < 1_000; round++) {
            LimitModel limit = limit(random.nextInt(1000) + 1, random.nextInt(100_000) + 1, random.nextInt(20) + 1);
            Bucket bucket = new Bucket();
            long millis = random.nextInt(1_000_000);
            for (int take = 0; take < 40; take++) {
                long wait = bucket.take(limit, millis);
                assertThat(bucket.wait(limit, millis)).isGreaterThanOrEqualTo(wait);
                if (wait > 0) {
                    assertThat(bucket.wait(limit, millis + wait - 1)).isEqualTo(1);
                    assertThat(bucket.take(limit, millis + wait)).isZero();
                    millis += wait;
                }
                millis += random.nextInt(3);
            }
        }
    }

    @Test
    void givesAsManyAtOnceAsItsBurst() {
        LimitModel five = limit(1, 1000, 5);
        Bucket bucket = new Bucket();
        for (int i = 0; i < 5; i++) {
            assertThat(bucket.take(five, 0)).isZero();
        }
        assertThat(bucket.take(five, 0)).isEqualTo(1000);
        assertThat(bucket.take(five, 400)).isEqualTo(600);
    }

    @Test
    void hasAgainWhatWasGivenBack() {
        LimitModel one = limit(1, 1000, 1);
        Bucket bucket = new Bucket();
        assertThat(bucket.take(one, 5)).isZero();
        bucket.giveBack(one);
        assertThat(bucket.take(one, 5)).isZero();
        assertThat(bucket.take(one, 5)).isEqualTo(1000);
    }

    @Test
    void doesNotOverflowInAHundredYears() {
        LimitModel most = limit(100_000, 24L * 60 * 60 * 1000, 100_000);
        Bucket bucket = new Bucket();
        long century = 100L * 366 * 24 * 60 * 60 * 1000;
        for (int i = 0; i < 100_000; i++) {
            assertThat(bucket.take(most, century)).isZero();
        }
        assertThat(bucket.take(most, century)).isEqualTo(864);
    }

    @Test
    void givesNoPermitTwiceToSeveralThreads() throws InterruptedException {
        LimitModel limit = limit(1, 1000, 100);
        Bucket bucket = new Bucket();
        AtomicInteger given = new AtomicInteger();
        CountDownLatch begin = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        for (int thread = 0; thread < 4; thread++) {
            threads.execute(() -> {
                try {
                    begin.await();
                } catch (InterruptedException stopped) {
                    return;
                }
                for (int i = 0; i < 100; i++) {
                    if (bucket.take(limit, 0) == 0) {
                        given.incrementAndGet();
                    }
                }
            });
        }
        begin.countDown();
        threads.shutdown();
        assertThat(threads.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        assertThat(given).hasValue(100);
    }
}
