package io.redstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.docs.Document.Block;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles the Java blocks of a document together, with the annotation processor. A block is types. A comment before it
 * says otherwise:
 *
 * <ul>
 *   <li>{@code <!-- java: body -->}: statements of a method
 *   <li>{@code <!-- java: members …members… -->}: members of an API class, and some before them that are not shown
 *   <li>{@code <!-- java: hidden …types… -->}: as types, and some more types that the reader is not shown
 *   <li>{@code <!-- java: body …statements… -->}: statements before it that the reader is not shown
 * </ul>
 */
class JavaBlocksTest {
    private static final String IMPORTS = Stream.of(
                    "io.redstart.api",
                    "io.redstart.client",
                    "io.redstart.client.sockhop",
                    "jakarta.annotation",
                    "jakarta.annotation.security",
                    "jakarta.inject",
                    "jakarta.validation",
                    "jakarta.validation.constraints",
                    "java.nio.file",
                    "java.time",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.concurrent.atomic",
                    "java.util.stream",
                    "org.slf4j")
            .map(name -> "import " + name + ".*; ")
            .reduce("", String::concat);

    private static final Pattern TYPE = Pattern.compile(
            "^(?:@\\w+(?:\\([^)]*\\))?\\s+)*public (?:final |abstract |sealed )*(?:class|record|interface|enum) (\\w+)",
            Pattern.MULTILINE);

    static Stream<Document> documents() {
        return Document.all().stream()
                .filter(document -> !document.blocks("java").isEmpty());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void compile(Document document, @TempDir Path classes) throws IOException {
        List<JavaFileObject> sources = new ArrayList<>();
        for (Block block : document.blocks("java")) {
            sources.addAll(sources(document, block));
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(said, Locale.ROOT, null)) {
            files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
            compiler.getTask(null, files, said, List.of("--release", "17", "-parameters"), null, sources)
                    .call();
        }
        assertThat(said.getDiagnostics())
                .filteredOn(each -> each.getKind() == Diagnostic.Kind.ERROR)
                .extracting(each -> (each.getSource() == null
                                ? document.name()
                                : each.getSource().getName()) + ":" + each.getLineNumber() + ": "
                        + each.getMessage(Locale.ROOT))
                .isEmpty();
    }

    private static List<JavaFileObject> sources(Document document, Block block) {
        List<JavaFileObject> sources = new ArrayList<>();
        String directive =
                block.directive().startsWith("java: ") ? block.directive().substring(6) : "types";
        String[] words = directive.split("\\s+", 2);
        String more = words.length == 2 ? words[1] : "";
        String name = "Block" + block.line();
        switch (words[0]) {
            case "body" ->
                sources.add(source(
                        document,
                        block,
                        name,
                        "class " + name + " { void body() throws Exception { " + more + "\n" + block.text() + "\n} }"));
            case "members" ->
                sources.add(source(
                        document,
                        block,
                        name,
                        "@Api @Singleton public class " + name + " { " + more + "\n" + block.text() + "\n}"));
            case "types", "hidden" -> {
                sources.add(source(document, block, typeIn(block.text(), name), block.text()));
                if (!more.isEmpty()) {
                    sources.add(source(document, block, typeIn(more, name + "Hidden"), more));
                }
            }
            default -> throw new IllegalStateException(document.where(block.line()) + ": " + block.directive());
        }
        return sources;
    }

    private static String typeIn(String code, String otherwise) {
        Matcher type = TYPE.matcher(code);
        return type.find() ? type.group(1) : otherwise;
    }

    private static JavaFileObject source(Document document, Block block, String type, String code) {
        String text = code.contains("\nimport ") || code.startsWith("import ") ? code : IMPORTS + code;
        String where = document.where(block.line());
        return new SimpleJavaFileObject(URI.create("memory:///" + type + ".java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }

            @Override
            public String getName() {
                return where;
            }
        };
    }
}
