package io.redstart.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DepartedTest {
    private final Departed departed = new Departed(1_000);

    private void ends(String id, long at) {
        departed.add(id, Secrets.digest("key of " + id), Resumption.EXPIRED, at);
    }

    @Test
    void saysWhyToWhoeverHasTheKey() {
        ends("a", 0);
        assertThat(departed.why("a", "key of a")).isEqualTo("expired");
        assertThat(departed.why("a", "key of b")).isEqualTo("unknown");
        assertThat(departed.why("b", "key of b")).isEqualTo("unknown");
    }

    @Test
    void forgetsAfterAWindow() {
        ends("a", 0);
        ends("b", 500);
        departed.tick(999);
        assertThat(departed.size()).isEqualTo(2);
        departed.tick(1_000);
        assertThat(departed.why("a", "key of a")).isEqualTo("unknown");
        assertThat(departed.why("b", "key of b")).isEqualTo("expired");
        departed.tick(1_500);
        assertThat(departed.size()).isZero();
    }

    @Test
    void remembersTenThousand() {
        for (int i = 0; i <= 10_000; i++) {
            ends("s" + i, i);
        }
        assertThat(departed.size()).isEqualTo(10_000);
        assertThat(departed.why("s0", "key of s0")).isEqualTo("unknown");
        assertThat(departed.why("s1", "key of s1")).isEqualTo("expired");
    }
}
