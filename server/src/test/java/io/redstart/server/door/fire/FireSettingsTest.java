package io.redstart.server.door.fire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where pages and control come in. */
class FireSettingsTest {
    private static FireSettings settings(String path, String script, int sessions, String host, int port) {
        return new FireSettings(path, script, sessions, host, port, Duration.ZERO);
    }

    @Test
    void isShutUnlessItIsTold() {
        FireSettings usual = new FireSettings();
        assertThat(usual.isOn()).isFalse();
        assertThat(usual.isControlled()).isFalse();
        assertThat(usual.host()).isEqualTo("127.0.0.1");
        assertThat(usual.lines().isOn()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"socket", "/", "/a b", "/a//b", "/a/"})
    void saysWhatIsWrongWithAPath(String path) {
        assertThatThrownBy(() -> settings(path, "", 1, "a", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("path: '" + path + "' (expected: such as /socket");
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "/a\"b", "/a'b", "sockjs.js", "https://a/<b>"})
    void takesNoScriptThatIsNoUrl(String script) {
        assertThatThrownBy(() -> settings("/a", script, 1, "a", 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("clientScript: '" + script + "' (expected: a url such as");
    }

    @Test
    void saysWhatIsWrongWithNumbersAndHosts() {
        assertThatThrownBy(() -> settings("/a", "", 0, "a", 1)).hasMessage("maxSessions: 0 (expected: 1 or more)");
        assertThatThrownBy(() -> settings("/a", "", 1, " ", 1)).hasMessageStartingWith("host: ' '");
        assertThatThrownBy(() -> settings("/a", "", 1, "a", 65_536)).hasMessage("port: 65536 (expected: 0 to 65535)");
        assertThatThrownBy(() -> new FireSettings("", "", 1, "a", 1, Duration.ofSeconds(-1)))
                .hasMessageStartingWith("idle: PT-1S (expected: 0 or longer)");
    }
}
