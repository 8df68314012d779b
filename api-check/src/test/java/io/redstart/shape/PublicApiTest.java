package io.redstart.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that is promised changes unnoticed. */
class PublicApiTest {
    private static final Path FOLDER = Path.of("src/test/resources/public-api");

    @ParameterizedTest
    @EnumSource
    void isWhatWasAccepted(Promise promise) throws IOException {
        String part = promise.name().toLowerCase(Locale.ROOT).replace('_', '-');
        Path file = FOLDER.resolve(part + ".txt");
        List<String> now = PublicApi.of(promise.types());
        if (System.getProperty("public-api.accept") != null) {
            Files.write(file, now);
        }
        List<String> accepted = Files.exists(file) ? Files.readAllLines(file) : List.of();
        assertThat(difference(accepted, now))
                .withFailMessage(() -> "The public API of " + part + " is not what was accepted:\n\n"
                        + String.join("\n", difference(accepted, now))
                        + "\n\nIf that is meant, accept it with\n\n"
                        + "  ./mvnw -pl api-check -am test -Dpublic-api.accept\n\n"
                        + "and tell of it in CHANGELOG.md.")
                .isEmpty();
    }

    /** What is gone, and what is new, in the order of the names. */
    private static List<String> difference(List<String> accepted, List<String> now) {
        TreeSet<String> lines = new TreeSet<>(accepted);
        lines.addAll(now);
        return lines.stream()
                .filter(line -> accepted.contains(line) != now.contains(line))
                .map(line -> (now.contains(line) ? "+ " : "- ") + line)
                .toList();
    }
}
