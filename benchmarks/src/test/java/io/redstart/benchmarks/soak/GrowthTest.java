package io.redstart.benchmarks.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GrowthTest {
    private final Growth growth = new Growth("the heap", 0.1, 5);

    @Test
    void passesOverTheBeginning() {
        assertThat(growth.complaint(List.of(10L, 50L, 100L, 100L, 100L, 100L))).isEmpty();
    }

    @Test
    void allowsWhatIsWithinTheBound() {
        assertThat(growth.complaint(List.of(100L, 100L, 115L))).isEmpty();
        assertThat(growth.complaint(List.of(100L, 100L, 116L))).isPresent();
    }

    @Test
    void isNotMisledByOneThatIsHigh() {
        assertThat(growth.complaint(List.of(1L, 1L, 1L, 100L, 100L, 100L, 100L, 900L, 100L)))
                .isEmpty();
    }

    @Test
    void needsThreeRows() {
        assertThat(Growth.canTell(List.of(1L, 2L))).isFalse();
        assertThat(Growth.canTell(List.of(1L, 2L, 3L))).isTrue();
    }
}
