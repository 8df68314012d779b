package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SdkTest {
    @Test
    void tellsTheVersionOfTheBuild() {
        assertThat(Sdk.name()).matches("java/[0-9]+\\.[0-9]+\\.[0-9]+.*");
    }
}
