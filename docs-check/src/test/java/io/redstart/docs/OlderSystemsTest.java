package io.redstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/older-systems.md to what it claims: each line has a test class that exists, or a reason why not. */
class OlderSystemsTest {
    private static final Document DOCUMENT = Document.of("docs/older-systems.md");
    private static final Pattern SHOWN = Pattern.compile("`([A-Z]\\w*Test)`(?:, `([A-Z]\\w*Test)`)*");
    private static final Pattern CLASS = Pattern.compile("`([A-Z]\\w*Test)`");
    private static final Pattern REASON =
            Pattern.compile("comes with the door|always on|not (?:needed|offered): .{10,}");

    @Test
    void namesTestsThatExist() throws IOException {
        Set<String> tests = tests();
        List<String> unknown = new ArrayList<>();
        for (int at = 0; at < DOCUMENT.lines().size(); at++) {
            Matcher names = CLASS.matcher(DOCUMENT.lines().get(at));
            while (names.find()) {
                if (!tests.contains(names.group(1))) {
                    unknown.add(DOCUMENT.where(at + 1) + ": " + names.group(1));
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void saysOfEachNameWhatShowsItOrWhyNothingDoes() {
        List<String> wrong = new ArrayList<>();
        int rows = 0;
        for (int at = 0; at < DOCUMENT.lines().size(); at++) {
            String line = DOCUMENT.lines().get(at);
            if (!line.startsWith("| ") || line.startsWith("| there |")) {
                continue;
            }
            rows++;
            String[] cells = line.split("\\|", -1);
            String shown = cells.length == 5 ? cells[3].strip() : "";
            if (!SHOWN.matcher(shown).matches() && !REASON.matcher(shown).matches()) {
                wrong.add(DOCUMENT.where(at + 1) + ": " + line);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rows).isGreaterThan(120);
    }

    private static Set<String> tests() throws IOException {
        Set<String> tests = new HashSet<>();
        Path root = DOCUMENT.path().getParent().resolveSibling("");
        Files.walkFileTree(root, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                return Set.of("target", "node_modules", ".git").contains(String.valueOf(folder.getFileName()))
                        ? FileVisitResult.SKIP_SUBTREE
                        : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                String path = file.toString().replace('\\', '/');
                if (path.contains("/src/test/") && path.endsWith("Test.java")) {
                    tests.add(file.getFileName().toString().replace(".java", ""));
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return tests;
    }
}
