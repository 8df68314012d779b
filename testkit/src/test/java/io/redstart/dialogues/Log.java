package io.redstart.dialogues;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What the server logs during a test. */
final class Log implements BeforeEachCallback, AfterEachCallback {
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();
    private final Level level;
    private @Nullable Level before;

    /** Errors. */
    Log() {
        this(Level.ERROR);
    }

    /** What is at least so bad. */
    Log(Level level) {
        this.level = level;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        appender.start();
        before = server().getLevel();
        server().setLevel(level);
        server().addAppender(appender);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server().detachAppender(appender);
        server().setLevel(before);
    }

    private static Logger server() {
        return (Logger) LoggerFactory.getLogger("io.redstart");
    }

    List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }
}
