package io.redstart.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * One line an event: time, level, logger, message. Below an error stands its stack trace; of another event's exception
 * the line tells only what it says.
 */
final class LogLayout extends LayoutBase<ILoggingEvent> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX").withZone(ZoneId.systemDefault());
    private static final int MAX_CAUSES = 20;

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder text = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), text);
        String logger = event.getLoggerName();
        text.append(' ')
                .append(String.format("%-5s", event.getLevel()))
                .append(' ')
                .append(logger, logger.lastIndexOf('.') + 1, logger.length())
                .append(" - ")
                .append(LogText.oneLine(String.valueOf(event.getFormattedMessage())));
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown != null && event.getLevel().isGreaterOrEqual(Level.ERROR)) {
            text.append('\n');
            trace(text, thrown, "", 0);
        } else if (thrown != null) {
            text.append(" (").append(says(thrown)).append(")\n");
        } else {
            text.append('\n');
        }
        return text.toString();
    }

    private static void trace(StringBuilder text, @Nullable IThrowableProxy thrown, String before, int depth) {
        if (thrown == null || depth == MAX_CAUSES) {
            return;
        }
        text.append(before).append(says(thrown)).append('\n');
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int shown = Math.max(0, frames.length - thrown.getCommonFrames());
        for (int i = 0; i < shown; i++) {
            text.append('\t')
                    .append(LogText.oneLine(frames[i].getSTEAsString()))
                    .append('\n');
        }
        if (shown < frames.length) {
            text.append("\t... ").append(frames.length - shown).append(" more\n");
        }
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            trace(text, suppressed, "Suppressed: ", depth + 1);
        }
        trace(text, thrown.getCause(), "Caused by: ", depth + 1);
    }

    private static String says(IThrowableProxy thrown) {
        String message = thrown.getMessage();
        return thrown.getClassName() + (message == null ? "" : ": " + LogText.oneLine(message));
    }
}
