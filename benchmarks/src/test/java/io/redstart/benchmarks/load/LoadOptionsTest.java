package io.redstart.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LoadOptionsTest {
    @Test
    void measuresOnceUnlessToldOtherwise() {
        assertThat(LoadOptions.of().rounds()).isOne();
        assertThat(LoadOptions.of("--rounds", "5").rounds()).isEqualTo(5);
    }

    @Test
    void comparesInThreeRoundsAtLeast() {
        assertThat(LoadOptions.of("--compare", "scale").rounds()).isEqualTo(3);
        assertThat(LoadOptions.of("--compare", "scale", "--rounds", "5").rounds())
                .isEqualTo(5);
    }

    @Test
    void isShorterWhenQuick() {
        LoadOptions quick = LoadOptions.of("--quick", "--warmup", "7");

        assertThat(quick.seconds()).isEqualTo(5);
        assertThat(quick.warmup()).isEqualTo(7);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThatThrownBy(() -> LoadOptions.of("--compare", "prices"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'prices'");
        assertThatThrownBy(() -> LoadOptions.of("--rounds")).hasMessageContaining("needs a value");
        assertThatThrownBy(() -> LoadOptions.of("--round", "3")).hasMessageContaining("no option");
    }
}
