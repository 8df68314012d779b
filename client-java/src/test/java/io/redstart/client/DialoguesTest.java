package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;

/** Holds the conversations every client has to hold: {@code conformance/dialogues}. */
class DialoguesTest {
    private static final Path FOLDER = Path.of("..", "conformance", "dialogues");

    @TestFactory
    Stream<DynamicTest> holdsEachDialogue() throws IOException {
        List<Path> files = files();
        assertThat(files).as("the dialogues in " + FOLDER).isNotEmpty();
        return files.stream().map(file -> {
            JsonNode dialogue = Matching.JSON.readTree(file.toFile());
            return dynamicTest(
                    file.getFileName() + ": " + dialogue.get("name").stringValue(), () -> Replay.play(dialogue));
        });
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }
}
