package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the packages of the server to the table in ARCHITECTURE.md: a line uses only the lines below it. */
class ArchitectureTest {
    private static final String ROOT = "io.redstart.server";

    /** The table, bottom line first. */
    private static final List<List<String>> LINES = List.of(
            List.of("observe", "transport", "backplane", "identity"),
            List.of("session", "registry"),
            List.of("channel"),
            List.of("invocation", "deploy"),
            List.of("dispatch", "store"),
            List.of("door"),
            List.of("door.tcp", "door.fire.sockjs"),
            List.of("door.websocket", "door.socketred", "door.sockizy", "door.sockhop", "door.fire", "door.seneca"),
            List.of("admin", "builtin"),
            List.of(""));

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    @Test
    void usesOnlyLinesBelow() {
        Map<String, Integer> lineOf = IntStream.range(0, LINES.size())
                .boxed()
                .flatMap(line -> LINES.get(line).stream().map(name -> Map.entry(name, line)))
                .collect(java.util.stream.Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        TreeSet<String> wrong = new TreeSet<>();
        for (JavaClass from : CLASSES) {
            String fromPart = part(from).orElseThrow();
            from.getDirectDependenciesFromSelf()
                    .forEach(dependency -> part(dependency.getTargetClass())
                            .filter(to -> !to.equals(fromPart))
                            .filter(to -> lineOf.getOrDefault(to, -1) >= lineOf.getOrDefault(fromPart, -1))
                            .ifPresent(to -> wrong.add(dependency.getDescription())));
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void drawsEveryPackage() {
        assertThat(CLASSES.stream().flatMap(c -> part(c).stream()).distinct())
                .isNotEmpty()
                .allSatisfy(
                        part -> assertThat(LINES.stream().flatMap(List::stream)).contains(part));
    }

    @Test
    void hasNoCycles() {
        SlicesRuleDefinition.slices()
                .matching(ROOT + ".(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    @Test
    void keepsGuiceOutOfEveryPartThatJoinsNothing() {
        Stream<String> users = CLASSES.stream()
                .filter(c -> c.getDirectDependenciesFromSelf().stream()
                        .anyMatch(d -> d.getTargetClass().getPackageName().startsWith("com.google.inject")))
                .map(c -> part(c).orElseThrow())
                .distinct();
        assertThat(users).allSatisfy(part -> assertThat(part).isIn("", "deploy"));
    }

    private static Optional<String> part(JavaClass type) {
        String name = type.getPackageName();
        if (name.equals(ROOT)) {
            return Optional.of("");
        }
        return name.startsWith(ROOT + ".") ? Optional.of(name.substring(ROOT.length() + 1)) : Optional.empty();
    }
}
