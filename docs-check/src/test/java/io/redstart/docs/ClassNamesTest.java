package io.redstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds ARCHITECTURE.md to the classes there are: what it names, such as {@code session.Turn}, has a file. */
class ClassNamesTest {
    private static final Pattern NAMED =
            Pattern.compile("`(?:([a-z]+(?:\\.[a-z]+)*)\\.)?([A-Z][A-Za-z]+)(?:\\.([a-z]\\w*)(?:\\([^)]*\\))?)?`");

    private static final List<String> MODULES = List.of("api-annotations", "protocol", "server", "client-java");

    @Test
    void areOfClassesThatExist() throws IOException {
        Set<String> files = files();
        List<String> unknown = new ArrayList<>();
        Document architecture = Document.of("ARCHITECTURE.md");
        for (int at = 0; at < architecture.lines().size(); at++) {
            Matcher names = NAMED.matcher(architecture.lines().get(at));
            while (names.find()) {
                String folder =
                        names.group(1) == null ? "/" : "/" + names.group(1).replace('.', '/') + "/";
                String file = folder + names.group(2) + ".java";
                if (files.stream().noneMatch(each -> each.endsWith(file))) {
                    unknown.add(architecture.where(at + 1) + ": " + names.group());
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    private static Set<String> files() throws IOException {
        Path root = Document.of("ARCHITECTURE.md").path().resolveSibling("");
        Set<String> files = new HashSet<>();
        for (String module : MODULES) {
            try (Stream<Path> all = Files.walk(root.resolve(module).resolve("src"))) {
                all.map(path -> path.toString().replace('\\', '/'))
                        .filter(path -> path.endsWith(".java"))
                        .forEach(files::add);
            }
        }
        return files;
    }
}
