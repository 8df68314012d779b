package io.redstart.server.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ApiScannerMistakesTest {
    private static final String TODOS = "package t; @io.redstart.api.Api(\"todos\") public class Todos {"
            + " @io.redstart.api.Call public void add(Todo todo) {} }";
    private static final String TODO = "package t; public record Todo(String text) {}";

    @TempDir
    Path folder;

    static List<MistakeTable> mistakes() throws IOException {
        return MistakeTable.all();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysWhatTheAnnotationProcessorSays(MistakeTable table) throws IOException {
        CompiledJar jar = CompiledJar.compile(folder, table.sources(), "-proc:none", "-parameters");

        assertThat(mistakes(() -> ApiScanner.scan("todo", jar.all(), BundleIndex.NONE)))
                .isEqualTo(table.mistakes());
        assertThat(mistakes(() -> ApiScanner.scan("todo", jar.loader(), folder)))
                .isEqualTo(table.mistakes());
    }

    @Test
    void namesTheBundleAndEveryMistakeInItsMessage() throws IOException {
        CompiledJar jar = CompiledJar.plain(
                folder, List.of("package t; @io.redstart.api.Api(\"a b\") public class Todos { Todos() {} }"));

        assertThat(catchThrowableOfType(
                        RejectedBundleException.class, () -> ApiScanner.scan("todo", jar.all(), BundleIndex.NONE)))
                .hasMessageStartingWith("todo is refused: t.Todos: constructors: 0 public")
                .hasMessageContaining("; t.Todos: methods: none")
                .hasMessageContaining("; t.Todos: name: 'a b'");
    }

    @Test
    void aClassOfTheIndexThatIsNotThereIsAMistake() throws IOException {
        CompiledJar jar = CompiledJar.processed(folder, TODOS, TODO);
        Files.delete(folder.resolve("t/Todos.class"));

        assertThat(mistakes(() -> ApiScanner.scan("todo", jar.loader(), folder)))
                .containsExactly("t.Todos: class: cannot be loaded: ClassNotFoundException: t.Todos"
                        + " (expected: it and all it uses in the jar)");
    }

    @Test
    void aClassThatUsesOneThatIsNotThereIsAMistake() throws IOException {
        CompiledJar jar = CompiledJar.processed(folder, TODOS, TODO);
        Files.delete(folder.resolve("t/Todo.class"));

        assertThat(mistakes(() -> ApiScanner.scan("todo", jar.loader(), folder)))
                .containsExactly("t.Todos: class: cannot be loaded: NoClassDefFoundError: t/Todo"
                        + " (expected: it and all it uses in the jar)");
    }

    @Test
    void aClassOfANewerJavaIsAMistake() throws IOException {
        CompiledJar jar = CompiledJar.processed(folder, TODOS, TODO);
        Path file = folder.resolve("t/Todos.class");
        byte[] bytes = Files.readAllBytes(file);
        bytes[6] = 1; // the version of the class file
        Files.write(file, bytes);

        assertThat(mistakes(() -> ApiScanner.scan("todo", jar.loader(), folder)))
                .singleElement()
                .asString()
                .startsWith("t.Todos: class: cannot be loaded: UnsupportedClassVersionError: ");
    }

    @Test
    void anIndexThatIsBrokenIsAMistake() throws IOException {
        CompiledJar jar = CompiledJar.processed(folder, TODOS, TODO);
        Files.writeString(folder.resolve("META-INF/redstart/index.json"), "{\"classes\": 7}");

        assertThat(mistakes(() -> ApiScanner.scan("todo", jar.loader(), folder)))
                .singleElement()
                .asString()
                .startsWith("META-INF/redstart/index.json: cannot be read: ");
    }

    private static List<String> mistakes(org.assertj.core.api.ThrowableAssert.ThrowingCallable scan) {
        return catchThrowableOfType(RejectedBundleException.class, scan).mistakes().stream()
                .map(Mistake::toString)
                .toList();
    }
}
