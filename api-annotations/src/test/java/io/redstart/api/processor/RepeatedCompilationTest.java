package io.redstart.api.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.Processor;
import javax.annotation.processing.RoundEnvironment;
import javax.annotation.processing.SupportedAnnotationTypes;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compilations into a folder that holds an earlier one, and compilations of several rounds. */
class RepeatedCompilationTest {
    private static final String TODOS = """
            /** Todos. */
            @Api("todos") public class Todos { @Call public Todo add(String text) { return null; } }
            """;
    private static final String TODO = """
            /** One todo. */
            public record Todo(String text) {}
            """;

    @TempDir
    Path folder;

    private final List<String> errors = new ArrayList<>();

    @BeforeEach
    void compilesTwoClasses() throws IOException {
        compile(Sources.file(TODOS), Sources.file(TODO));
        assertThat(errors).isEmpty();
    }

    @Test
    void whatIsNotCompiledAgainStaysInTheIndex() throws IOException {
        String before = index();

        compile(Sources.file(TODO));

        assertThat(errors).isEmpty();
        assertThat(index()).isEqualTo(before);
    }

    @Test
    void whatIsCompiledAgainIsWrittenAnew() throws IOException {
        compile(Sources.file("@Api(\"todos\") public class Todos { @Call public void remove(int id) {} }"));

        assertThat(errors).isEmpty();
        assertThat(index()).contains("t.Todos#remove").doesNotContain("t.Todos#add", "Todos.\"");
    }

    @Test
    void whatIsDeletedLeavesTheIndex() throws IOException {
        compile(Sources.file("@Api(\"more\") public class More { @Call public void add() {} }"));
        Files.delete(folder.resolve("t/Todos.class"));

        compile(Sources.file(TODO));

        assertThat(index()).contains("t.More").doesNotContain("t.Todos");
    }

    @Test
    void whatIsNoLongerMarkedLeavesTheIndex() throws IOException {
        compile(Sources.file("public class Todos {}"));

        assertThat(index()).doesNotContain("t.Todos");
    }

    @Test
    void aMistakeWithAClassThatIsNotCompiledAgainIsReported() {
        compile(Sources.file("@Api(\"todos\") public class Zebras { @Call public void add() {} }"));

        assertThat(errors).containsExactly("t.Zebras: name: 'todos' (expected: another, t.Todos has it)");
    }

    @Test
    void anIndexThatIsBrokenIsWrittenAnew() throws IOException {
        String before = index();
        Files.writeString(folder.resolve(IndexFile.PATH), "{\"classes\":[\"t.Tod");

        compile(Sources.file(TODOS), Sources.file(TODO));

        assertThat(errors).isEmpty();
        assertThat(index()).isEqualTo(before);
    }

    @Test
    void aFolderWithoutMarkedClassesGetsNoIndex() throws IOException {
        Files.delete(folder.resolve(IndexFile.PATH));
        Files.delete(folder.resolve("t/Todos.class"));

        compile(Sources.file(TODO));

        assertThat(folder.resolve(IndexFile.PATH)).doesNotExist();
    }

    @Test
    void classesThatOtherProcessorsMakeAreSeen() throws IOException {
        compile(
                List.of(new Generator(), new ApiProcessor()),
                Sources.file("@Api(\"more\") public class More { @Call public void add(Made made) {} }"));

        assertThat(errors).isEmpty();
        assertThat(index()).contains("\"t.More\"", "\"t.Made\"", "Made by a machine.");
    }

    @Test
    void aTypeThatIsNotThereIsTheCompilersToReport() {
        compile(Sources.file("@Api(\"more\") public class More { @Call public Gone add(Gone gone) { return gone; } }"));

        assertThat(errors).hasSize(2).allMatch(error -> error.startsWith("cannot find symbol"));
    }

    @Test
    void theCompilerFindsTheProcessorByItself() throws IOException {
        compile(List.of(), Sources.file("@Api(\"more\") public class More { @Call void add() {} }"));

        assertThat(errors).containsExactly("t.More.add: access: not public (expected: public)");
    }

    private String index() throws IOException {
        return Files.readString(folder.resolve(IndexFile.PATH));
    }

    private void compile(JavaFileObject... files) {
        compile(List.of(new ApiProcessor()), files);
    }

    private void compile(List<Processor> processors, JavaFileObject... files) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        String path = System.getProperty("java.class.path") + java.io.File.pathSeparator + folder;
        List<String> options = new ArrayList<>(List.of("-d", folder.toString(), "-classpath", path, "--release", "17"));
        if (Runtime.version().feature() >= 23) {
            options.add("-proc:full");
        }
        JavaCompiler.CompilationTask task = compiler.getTask(null, null, diagnostics, options, null, List.of(files));
        if (!processors.isEmpty()) {
            task.setProcessors(processors);
        }
        task.call();
        for (Diagnostic<?> diagnostic : diagnostics.getDiagnostics()) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                errors.add(diagnostic.getMessage(java.util.Locale.ROOT));
            }
        }
    }

    /** Makes a class in the first round. */
    @SupportedAnnotationTypes("*")
    private static final class Generator extends AbstractProcessor {
        private boolean done;

        @Override
        public SourceVersion getSupportedSourceVersion() {
            return SourceVersion.latestSupported();
        }

        @Override
        public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
            if (!done) {
                done = true;
                try (Writer out =
                        processingEnv.getFiler().createSourceFile("t.Made").openWriter()) {
                    out.write("package t; /** Made by a machine. */ @io.redstart.api.ActionType(\"made\")"
                            + " public record Made(int id) {}");
                } catch (IOException e) {
                    processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, e.toString());
                }
            }
            return false;
        }
    }
}
