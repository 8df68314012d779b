package io.redstart.proofs.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LedgerTest {
    private static final Duration LONG = Duration.ofMinutes(3);

    /** Not the same each time, and printed, so that a run that fails can be looked at again. */
    private final long seed = ThreadLocalRandom.current().nextLong();

    @Test
    void theJavaClientLosesNothingOverTwoHundredCuts() throws Exception {
        clean(LedgerRun.of(200, LONG).with(JavaPlayers::connect, seed));
    }

    @Test
    @Tag("once") // on one JDK
    void theJavaScriptClientLosesNothingOverTwoHundredCuts() throws Exception {
        clean(LedgerRun.of(200, LONG).with(NodePlayers::connect, seed));
    }

    private static void clean(LedgerRun.Outcome outcome) {
        assertThat(outcome.totals().areClean()).as("%s", outcome).isTrue();
        for (Lane lane : Lane.values()) {
            assertThat(outcome.ledger().judged(lane).heard())
                    .as("%s of %s", lane, outcome)
                    .isPositive();
        }
    }

    @Test
    void theJavaClientTellsWhatTheServerDoesNotKeep() throws Exception {
        told(LedgerRun.of(30, LONG).with(List.of("sessions.replay-pushes=20")).with(JavaPlayers::connect, seed));
    }

    @Test
    @Tag("once")
    void theJavaScriptClientTellsWhatTheServerDoesNotKeep() throws Exception {
        told(LedgerRun.of(30, LONG).with(List.of("sessions.replay-pushes=20")).with(NodePlayers::connect, seed));
    }

    private static void told(LedgerRun.Outcome outcome) {
        assertThat(outcome.totals().areTold()).as("%s", outcome).isTrue();
        assertThat(outcome.totals().lost()).as("%s", outcome).isPositive();
    }

    @Test
    void noticesAFrameThatIsSwallowed() throws Exception {
        assertThat(tampered(Tampering.Kind.SWALLOWS).lost()).isPositive();
    }

    @Test
    void noticesAFrameThatComesTwice() throws Exception {
        assertThat(tampered(Tampering.Kind.DOUBLES).duplicated()).isPositive();
    }

    @Test
    void noticesFramesThatAreSwapped() throws Exception {
        assertThat(tampered(Tampering.Kind.SWAPS).reordered()).isPositive();
    }

    private Totals tampered(Tampering.Kind kind) throws Exception {
        return LedgerRun.of(0, Duration.ofSeconds(2))
                .with(out -> new Tampering(kind, out))
                .with(
                        (server, clients, ledger) ->
                                JavaPlayers.connect(server, clients, ledger, Duration.ofSeconds(10)),
                        seed)
                .totals();
    }
}
