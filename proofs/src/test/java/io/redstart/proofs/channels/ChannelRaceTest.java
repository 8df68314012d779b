package io.redstart.proofs.channels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Whoever joins while others change a state ends with the server's. */
class ChannelRaceTest {
    private final long seed = ThreadLocalRandom.current().nextLong();

    @Test
    void leavesNobodyWithAnotherStateThanTheServers() throws Exception {
        assertThat(new ChannelRace(1_000, seed).run())
                .as("seed %d", seed)
                .isEqualTo(new ChannelRace.Outcome(1_000, 0, 0, 0));
    }
}
