package io.redstart.dialogues;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** What the server logs during a test. */
final class Log implements BeforeEachCallback, AfterEachCallback {
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    @Override
    public void beforeEach(ExtensionContext context) {
        appender.start();
        server().addAppender(appender);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        server().detachAppender(appender);
    }

    private static Logger server() {
        return (Logger) LoggerFactory.getLogger("io.redstart");
    }

    List<ILoggingEvent> events() {
        return List.copyOf(appender.list);
    }
}
