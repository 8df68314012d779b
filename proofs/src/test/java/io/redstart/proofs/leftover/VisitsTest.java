package io.redstart.proofs.leftover;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VisitsTest {
    @Test
    void twoThousandVisitorsLeaveNothingBehind() throws Exception {
        Visits.Outcome outcome = Visits.run(1_000, 2_000);
        assertThat(outcome.isAsBefore()).as("%s", outcome).isTrue();
    }
}
