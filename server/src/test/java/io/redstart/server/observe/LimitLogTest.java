package io.redstart.server.observe;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.LogLines;
import org.junit.jupiter.api.Test;

class LimitLogTest {
    private final LimitLog log = new LimitLog();

    @Test
    void saysOnceASecondWhatWasHit() {
        try (LogLines lines = new LogLines(LimitLog.class.getName())) {
            for (int i = 0; i < 12; i++) {
                log.limitHit("message-rate");
            }
            assertThat(lines.lines()).isEmpty();
            log.tick();
            assertThat(lines.lines()).containsExactly("WARN A limit was hit 12 times in a second: messages (4429)");
            log.tick();
            assertThat(lines.lines()).hasSize(1);
            log.limitHit("message-rate");
            log.tick();
            assertThat(lines.lines()).last().isEqualTo("WARN A limit was hit: messages (4429)");
        }
    }

    @Test
    void tellsKindsApart() {
        try (LogLines lines = new LogLines(LimitLog.class.getName())) {
            log.limitHit("hello");
            log.limitHit("a-new-one");
            log.limitHit("a-new-one");
            log.tick();
            assertThat(lines.lines())
                    .containsExactlyInAnyOrder(
                            "WARN A limit was hit: time until hello (4408)",
                            "WARN A limit was hit 2 times in a second: a-new-one");
        }
    }

    @Test
    void remembersNoMoreKindsThanThereAre() {
        try (LogLines lines = new LogLines(LimitLog.class.getName())) {
            for (int i = 0; i < 1_000; i++) {
                log.limitHit("kind " + i);
            }
            log.tick();
            assertThat(lines.lines()).hasSize(256);
        }
    }
}
