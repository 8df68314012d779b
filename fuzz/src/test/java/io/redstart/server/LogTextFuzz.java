package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;

/** Nothing that is said gets out of its line in the log. */
class LogTextFuzz {
    @FuzzTest(maxDuration = "1m")
    void staysInItsLine(@NotNull String said) {
        String line = LogText.oneLine(said);
        assertThat(line.lines().count()).isLessThan(2);
        assertThat(line.chars().noneMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT))
                .isTrue();
        if (line.length() == said.length()) {
            assertThat(line).isEqualTo(said);
        }
        assertThat(LogText.oneLine(line)).isEqualTo(line);
    }
}
