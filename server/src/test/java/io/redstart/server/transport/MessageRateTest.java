package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MessageRateTest {
    private long now = 1_000;
    private final MessageRate rate = new MessageRate(500, now);

    private boolean takes(int messages) {
        return rate.takes(messages, now);
    }

    @Test
    void takesABurstAtOnce() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(takes(1)).isTrue();
            assertThat(rate.pauseMillis()).isZero();
        }
        assertThat(takes(1)).isTrue();
        assertThat(rate.pauseMillis()).isEqualTo(2);
    }

    @Test
    void takesTheRateForEver() {
        takes(1_000);
        for (int i = 0; i < 100_000; i++) {
            now += 2;
            assertThat(takes(1)).isTrue();
            assertThat(rate.pauseMillis()).isZero();
        }
    }

    /** Reads as much as it may, as a carrier does that looks every 100 ms whether a pause is over. */
    private long readsUntilClosed() {
        long begun = now;
        while (takes(1)) {
            if (rate.pauseMillis() > 0) {
                now += 100;
                rate.resumes(now);
            }
        }
        return now - begun;
    }

    @Test
    void closesAfterThreeSecondsOfTooMuch() {
        assertThat(readsUntilClosed()).isBetween(3_000L, 3_100L);
    }

    @Test
    void closesEvenIfPausesTakeLong() {
        takes(1_001);
        for (int i = 0; i < 6; i++) {
            now += 500;
            rate.resumes(now);
            for (int j = 0; j <= 50; j++) {
                assertThat(takes(1)).isEqualTo(i < 5 || j < 50);
            }
        }
    }

    @Test
    void forgivesWhoSlowsDown() {
        for (int i = 0; i < 50; i++) {
            takes(1_001);
            now += 5_000;
            rate.resumes(now);
            now += 2_000;
            assertThat(takes(1)).isTrue();
            assertThat(rate.pauseMillis()).isZero();
            now += 2_000;
        }
    }

    @Test
    void refusesAtOnceWhatWouldTakeTooLong() {
        assertThat(takes(2_500)).isTrue();
        assertThat(new MessageRate(500, now).takes(2_501, now)).isFalse();
    }
}
