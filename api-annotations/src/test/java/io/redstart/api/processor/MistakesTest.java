package io.redstart.api.processor;

import static com.google.testing.compile.Compiler.javac;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MistakesTest {
    static List<Sources> mistakes() throws IOException {
        return Sources.all();
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void reportsEveryMistakeOfTheTable(Sources sources) {
        Compilation compilation = javac().withProcessors(new ApiProcessor()).compile(sources.files());

        assertThat(errors(compilation)).isEqualTo(sources.mistakes());
    }

    @Test
    void reportsAllMistakesOfACompilationAtOnceAndWhereTheyStand() {
        Compilation compilation = javac().withProcessors(new ApiProcessor())
                .compile(
                        Sources.file("@Api(\"a b\")\npublic class Todos {\n@Call\nvoid add(\nThread thread) {} }"),
                        Sources.file("@ErrorCode(\"A\") public class Full {}"));

        assertThat(errors(compilation)).hasSize(5);
        assertThat(compilation.errors().stream()
                        .filter(error -> error.getMessage(Locale.ROOT).startsWith("t.Todos"))
                        .map(error -> error.getLineNumber()))
                .containsExactly(2L, 4L, 5L);
    }

    private static List<String> errors(Compilation compilation) {
        return compilation.errors().stream()
                .map(error -> error.getMessage(Locale.ROOT))
                .toList();
    }
}
