package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReasonTextTest {
    @Test
    void leavesAShortReasonAlone() {
        assertThat(ReasonText.fitting("too slow")).isEqualTo("too slow");
    }

    @Test
    void endsALongReasonAfterAWholeCharacter() {
        assertThat(ReasonText.fitting("🐦".repeat(50))).isEqualTo("🐦".repeat(30));
    }
}
