package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparesTest {
    private final Spares<Object> spares = new Spares<>();

    @Test
    void givesWhatWasGivenBackToOneOnly() {
        var spare = new Object();
        assertThat(spares.take()).isNull();
        spares.giveBack(spare);
        assertThat(spares.take()).isSameAs(spare);
        assertThat(spares.take()).isNull();
    }

    @Test
    void keepsOneOfTwo() {
        var second = new Object();
        spares.giveBack(new Object());
        spares.giveBack(second);
        assertThat(spares.take()).isSameAs(second);
        assertThat(spares.take()).isNull();
    }
}
