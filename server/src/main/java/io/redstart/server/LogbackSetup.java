package io.redstart.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;

/**
 * Sets up logging for the runnable server, in code since Logback's XML costs a third of a second. Only the command line
 * calls this: a program that embeds the server has logging of its own.
 */
final class LogbackSetup {
    /** Loggers of libraries that tell more than anybody wants to know. */
    private static final List<String> TALKATIVE = List.of("org.eclipse.jetty", "org.hibernate", "com.google.inject");

    private LogbackSetup() {}

    static void apply(LoggingSettings settings) {
        if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
            return;
        }
        context.reset();
        LogLayout layout = new LogLayout();
        layout.setContext(context);
        layout.start();
        LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setLayout(layout);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(context);
        console.setEncoder(encoder);
        console.start();
        Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        root.addAppender(console);
        root.setLevel(level(settings.level()));
        TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        settings.levels().forEach((name, level) -> context.getLogger(name).setLevel(level(level)));
    }

    private static Level level(LoggingSettings.Level level) {
        return Level.toLevel(level.name());
    }
}
