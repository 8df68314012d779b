package io.redstart.server.door.seneca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.net.InetAddresses;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SenecaSettingsTest {
    private static SenecaSettings settings(
            @Nullable Integer port, String path, List<String> trusted, List<String> roles) {
        return new SenecaSettings(
                "127.0.0.1", port, path, "default", trusted, roles, Duration.ofSeconds(5), Duration.ofMinutes(1));
    }

    private static InetSocketAddress at(String address) {
        return new InetSocketAddress(InetAddresses.forString(address), 1);
    }

    @Test
    void isShutUnlessItHasAPlace() {
        SenecaSettings shut = new SenecaSettings();
        assertThat(shut.isOn()).isFalse();
        assertThat(shut.lines().isOn()).isFalse();
        assertThat(settings(10_201, "", List.of(), List.of()).isOn()).isTrue();
        assertThat(settings(null, "/act", List.of(), List.of()).isOn()).isTrue();
        assertThat(settings(null, "/act", List.of(), List.of()).lines().isOn()).isFalse();
    }

    @Test
    void saysWhatWasExpected() {
        assertThatThrownBy(() -> settings(65_536, "", List.of(), List.of()))
                .hasMessage("port: 65536 (expected: 0 to 65535)");
        assertThatThrownBy(() -> settings(null, "act", List.of(), List.of()))
                .hasMessage("path: 'act' (expected: such as /act, letters, digits, _ . -; or none)");
        assertThatThrownBy(() -> settings(1, "", List.of("localhost"), List.of()))
                .hasMessage("trusted: 'localhost' (expected: addresses, and ranges such as 10.0.0.0/8 or fd00::/8)");
        assertThatThrownBy(() -> settings(1, "", List.of("127.0.0.1"), List.of("$control")))
                .hasMessage("roles: '$control' (expected: names that do not begin with $, which are the server's own)");
        assertThatThrownBy(() -> settings(1, "", List.of(), List.of("sessions")))
                .hasMessage("roles: sessions (expected: none as long as trusted is empty, since nobody has them)");
    }

    @Test
    void trustsNobodyUnlessItIsTold() {
        InetSocketAddress here = at("127.0.0.1");
        assertThat(new SenecaSettings().trustedPeers().contains(here)).isFalse();
        SenecaSettings some = settings(1, "", List.of("127.0.0.0/8", "fd00::/8"), List.of());
        assertThat(some.trustedPeers().contains(here)).isTrue();
        assertThat(some.trustedPeers().contains(at("fd00::7"))).isTrue();
        assertThat(some.trustedPeers().contains(at("192.0.2.1"))).isFalse();
        assertThat(some.trustedPeers().contains(InetSocketAddress.createUnresolved("127.0.0.1", 1)))
                .isFalse();
    }
}
