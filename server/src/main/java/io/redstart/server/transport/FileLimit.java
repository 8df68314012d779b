package io.redstart.server.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How many files, and so connections, the process may have open. Read where Linux tells it: beans are slow to load. */
final class FileLimit {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String ROW = "Max open files";
    /** Where nobody tells. */
    static final long UNKNOWN = 4_096;

    private FileLimit() {}

    static long ofProcess() {
        try {
            return Files.isReadable(LIMITS) ? in(Files.readAllLines(LIMITS)) : UNKNOWN;
        } catch (IOException unreadable) {
            return UNKNOWN;
        }
    }

    /** The limit in force, out of a table of name, limit in force, limit that may be asked for, unit. */
    static long in(List<String> table) {
        for (String row : table) {
            if (row.startsWith(ROW)) {
                String limit = row.substring(ROW.length()).strip().replaceFirst("\\s.*", "");
                if (limit.equals("unlimited")) {
                    return Long.MAX_VALUE;
                }
                return limit.matches("\\d{1,18}") ? Long.parseLong(limit) : UNKNOWN;
            }
        }
        return UNKNOWN;
    }
}
