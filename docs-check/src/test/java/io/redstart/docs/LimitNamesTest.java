package io.redstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the names of limits in the documents, and in the log, to those the server has. */
class LimitNamesTest {
    private static final Path SOURCES = Path.of("..", "server", "src", "main", "java");
    private static final Pattern HIT = Pattern.compile("limitHit(?:\\.accept)?\\(\\s*\"([a-z-]+)\"");
    private static final Pattern LOGGED = Pattern.compile("entry\\(\"([a-z-]+)\", \"");
    private static final Pattern NAME = Pattern.compile("`([a-z-]+)`");

    @Test
    void areThoseOfTheServer() throws IOException {
        Set<String> documented = documented();
        assertThat(documented).containsAll(found(HIT, SOURCES)).hasSizeGreaterThan(15);
        for (String name : documented) {
            assertThat(found(Pattern.compile("(\"" + name + "\")"), SOURCES))
                    .as(name)
                    .isNotEmpty();
        }
        assertThat(found(LOGGED, SOURCES.resolve("io/redstart/server/observe"))).isEqualTo(documented);
    }

    /** The first column of the table of limits. */
    private static Set<String> documented() throws IOException {
        Set<String> names = new TreeSet<>();
        List<String> lines = Document.of("docs/operating.md").lines();
        for (String row :
                lines.subList(lines.indexOf("| name | what was too much | what happens |") + 2, lines.size())) {
            if (!row.startsWith("|")) {
                break;
            }
            Matcher name = NAME.matcher(row.substring(0, row.indexOf('|', 1)));
            while (name.find()) {
                names.add(name.group(1));
            }
        }
        return names;
    }

    private static Set<String> found(Pattern pattern, Path folder) throws IOException {
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                Matcher matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    names.add(matcher.group(1));
                }
            }
        }
        return names;
    }
}
