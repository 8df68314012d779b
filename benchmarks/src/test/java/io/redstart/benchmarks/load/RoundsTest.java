package io.redstart.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void takesWhatIsInTheMiddle() {
        assertThat(Rounds.median(List.of(1))).isEqualTo(1);
        assertThat(Rounds.median(List.of(1, 5, 9))).isEqualTo(5);
        assertThat(Rounds.median(List.of(1, 5, 9, 10))).isEqualTo(5);
    }
}
