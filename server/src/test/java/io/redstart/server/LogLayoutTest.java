package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogLayoutTest {
    @Test
    void writesOneLine() {
        assertThat(layout(Level.INFO, "hello {}", null, "you"))
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) INFO  Todos - hello you\n");
    }

    @Test
    void letsNobodyForgeALine() {
        assertThat(layout(Level.WARN, "name {}", null, "joe\n2026 ERROR\r\u001b[31m\u2028\u202e\u0085\t."))
                .endsWith(" - name joe\\n2026 ERROR\\r\\u001b[31m\\u2028\\u202e\\u0085\\t.\n");
    }

    @Test
    void keepsTheTraceOfAnError() {
        Exception thrown = new IllegalStateException("bad\nthing", new RuntimeException("cause"));

        assertThat(layout(Level.ERROR, "failed", thrown))
                .contains(" - failed\njava.lang.IllegalStateException: bad\\nthing\n\tat ")
                .contains("\nCaused by: java.lang.RuntimeException: cause\n");
    }

    @Test
    void keepsOtherExceptionsShort() {
        assertThat(layout(Level.WARN, "failed", new IllegalStateException("bad\nthing")))
                .endsWith(" - failed (java.lang.IllegalStateException: bad\\nthing)\n");
    }

    private static String layout(Level level, String message, @Nullable Throwable thrown, Object... args) {
        LoggerContext context = new LoggerContext();
        return new LogLayout()
                .doLayout(new LoggingEvent("", context.getLogger("todo.Todos"), level, message, thrown, args));
    }
}
