package io.redstart.server;

import java.util.Map;

/**
 * What is logged by the runnable server. A program that embeds the server sets up its own logging.
 *
 * @param level the least important level that is logged
 * @param levels the same for single loggers, by their name
 */
public record LoggingSettings(Level level, Map<String, Level> levels) {
    /** How important a line of the log is. */
    public enum Level {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR,
        OFF
    }

    /** The defaults. */
    public LoggingSettings() {
        this(Level.INFO, Map.of());
    }

    public LoggingSettings {
        levels = Map.copyOf(levels);
    }
}
