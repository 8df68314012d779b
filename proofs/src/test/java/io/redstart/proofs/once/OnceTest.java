package io.redstart.proofs.once;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** A call whose answer was cut off runs once and is answered. */
class OnceTest {
    private static final OnceRun.Outcome ONCE_EACH = new OnceRun.Outcome(1_000, 1_000, 1_000, 1_000);

    private final long seed = ThreadLocalRandom.current().nextLong();

    @Test
    void aThousandCallsOfTheJavaClientHaveOneEffectEach() throws Exception {
        assertThat(new OnceRun(100, 10, false).with(OnceRun::java, seed)).isEqualTo(ONCE_EACH);
    }

    @Test
    void aThousandCallsOfTheJavaScriptClientHaveOneEffectEach() throws Exception {
        assertThat(new OnceRun(100, 10, false).with(OnceRun::javaScript, seed)).isEqualTo(ONCE_EACH);
    }

    @Test
    void aThousandKeysOfTheJavaClientHaveOneEffectEachInFreshSessions() throws Exception {
        assertThat(new OnceRun(100, 10, true).with(OnceRun::java, seed)).isEqualTo(ONCE_EACH);
    }

    @Test
    void aThousandKeysOfTheJavaScriptClientHaveOneEffectEachInFreshSessions() throws Exception {
        assertThat(new OnceRun(100, 10, true).with(OnceRun::javaScript, seed)).isEqualTo(ONCE_EACH);
    }
}
