package io.redstart.benchmarks.startup;

import io.redstart.benchmarks.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which classes a start loaded and when, from the JVM's own log. A part's time is the sum of the pauses before each of
 * its classes: what ran between two of them is counted to the later one, so it tells where to look, not what it costs.
 */
final class LoadedClasses {
    private static final Pattern LINE = Pattern.compile("^\\[(\\d+)ms\\] (\\S+) source: (.*)");
    private static final Pattern HIDDEN = Pattern.compile("[/+]0x|\\$\\$Lambda|LambdaForm|LambdaMH");

    private final Map<String, Part> parts = new LinkedHashMap<>();
    private final List<String> milestones = new ArrayList<>();
    private long last;

    private static final class Part {
        final long first;
        long last;
        long millis;
        int archived;
        int read;
        int spun;

        Part(long first) {
            this.first = first;
        }
    }

    /** What the JVM has to be told to write the log. */
    static String option(Path log) {
        return "-Xlog:class+load:file=" + log + ":uptimemillis";
    }

    static String table(Path log) throws IOException {
        LoadedClasses loaded = new LoadedClasses();
        try (Stream<String> lines = Files.lines(log)) {
            lines.map(LINE::matcher)
                    .filter(Matcher::find)
                    .forEach(found -> loaded.add(Long.parseLong(found.group(1)), found.group(2), found.group(3)));
        }
        return loaded.table();
    }

    private void add(long at, String name, String source) {
        String key = partOf(name, source);
        Part part = parts.computeIfAbsent(key, fresh -> new Part(at));
        part.millis += at - last;
        part.last = at;
        last = at;
        if (source.startsWith("shared objects file")) {
            part.archived++;
        } else if (HIDDEN.matcher(name).find()) {
            part.spun++;
        } else {
            part.read++;
        }
        if (name.startsWith("io.redstart.server.") && isMilestone(name)) {
            milestones.add("%5d ms  %s".formatted(at, name));
        }
    }

    private static boolean isMilestone(String name) {
        return name.matches(".*\\.(Main|SettingsReader|LogbackSetup|RedstartServer|BundleFolder|BundleLoader"
                + "|ApiScanner|BundleObjects|Catalogue|WebSocketDoor|WebSocketCarrier|ConnectionLife|CallRun)");
    }

    private static String partOf(String name, String source) {
        if (HIDDEN.matcher(name).find()) {
            return "lambdas and method handles";
        }
        for (String prefix : List.of(
                "io.redstart",
                "org.eclipse.jetty.websocket",
                "org.eclipse.jetty",
                "tools.jackson",
                "com.fasterxml.jackson",
                "com.google.inject",
                "com.google.common",
                "org.hibernate",
                "jakarta",
                "ch.qos.logback",
                "org.slf4j",
                "org.snakeyaml",
                "io.github.classgraph",
                "info.picocli")) {
            if (name.startsWith(prefix + ".")) {
                return prefix;
            }
        }
        return source.startsWith("shared objects file") || source.startsWith("jrt:") ? "the JDK" : "others";
    }

    private String table() {
        Table table =
                new Table("part", "", "first ms", "last ms", "classes", "of an archive", "made at run time", "ms");
        parts.entrySet().stream()
                .sorted((one, other) -> Long.compare(other.getValue().millis, one.getValue().millis))
                .forEach(entry -> {
                    Part part = entry.getValue();
                    table.row(
                            entry.getKey(),
                            "",
                            Long.toString(part.first),
                            Long.toString(part.last),
                            Integer.toString(part.archived + part.read + part.spun),
                            Integer.toString(part.archived),
                            Integer.toString(part.spun),
                            Long.toString(part.millis));
                });
        return table + "\n" + String.join("\n", milestones) + "\n";
    }
}
