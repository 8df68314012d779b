package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ServerUriTest {
    @ParameterizedTest
    @CsvSource({
        "ws://a, ws://a/ws",
        "wss://a/, wss://a/ws",
        "http://a:8080, ws://a:8080/ws",
        "HTTPS://a/ws/shop, wss://a/ws/shop",
        "http://[::1]:80/x%20y?q=1#part, ws://[::1]:80/x%20y?q=1"
    })
    void makesTheAddressOfAWebSocket(String said, String meant) {
        assertThat(ServerUri.of(URI.create(said))).hasToString(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a", "example.org", "/ws", "ws:a", "mailto:a@b"})
    void refusesWhatIsNone(String said) {
        assertThatThrownBy(() -> RedstartClient.builder(URI.create(said)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: ws://, wss://, http:// or https://");
    }
}
