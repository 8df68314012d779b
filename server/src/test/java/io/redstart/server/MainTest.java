package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void printsItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(text(out)).matches("redstart \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    @Test
    void printsHelp() {
        assertThat(run("--help")).isZero();
        assertThat(text(out)).contains("run", "config", "types", "--settings", "--set");
        assertThat(run("types", "--help")).isZero();
        assertThat(text(out)).contains("--jar");
    }

    @Test
    void rehearsesAStart() {
        assertThat(run("rehearse")).as(text(err)).isZero();
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(run("--nonsense")).isEqualTo(2);
        assertThat(text(err)).contains("--nonsense");
        assertThat(run("types")).isEqualTo(2);
        assertThat(text(err)).contains("--jar");
    }

    @Test
    void printsTheSettingsInForce() {
        assertThat(run("config", "--set", "http.port=81", "--set", "http.host=a"))
                .isZero();
        assertThat(text(out))
                .containsPattern("(?m)^http.port: 81 +# --set$")
                .containsPattern("(?m)^http.host: a +# --set$")
                .containsPattern("(?m)^http.drain-within: 30s +# default$");
    }

    @Test
    void tellsMistakesInTheSettings() {
        assertThat(run("--set", "http.port=99999")).isEqualTo(2);
        assertThat(text(err)).isEqualTo("http.port: 99999 (expected: 0 to 65535), from --set" + System.lineSeparator());
    }

    @Test
    void saysInOneSentenceThatThePortIsTaken() {
        ServerStart start = settings -> {
            throw new IOException("Failed to bind", new BindException("Address already in use"));
        };

        assertThat(main(start).run("run", "--set", "http.port=81")).isEqualTo(1);
        assertThat(text(err).lines())
                .containsExactly("Port 81 of 0.0.0.0 cannot be used: Address already in use."
                        + " Choose another with --set http.port=<port>.");
    }

    @Test
    void saysInOneSentenceThatAFolderCannotBeRead() {
        ServerStart start = settings -> {
            throw new IOException("The folder /x cannot be read");
        };

        assertThat(main(start).run()).isEqualTo(1);
        assertThat(text(err).lines()).containsExactly("The folder /x cannot be read.");
    }

    @Test
    void writesTypes(@TempDir Path folder) throws IOException {
        Path to = folder.resolve("api.ts");

        assertThat(run("types", "--jar", "todo.jar")).isZero();
        assertThat(text(out)).isEqualTo("types of todo.jar");
        assertThat(run("types", "--jar", "todo.jar", "--out", to.toString())).isZero();
        assertThat(to).hasContent("types of todo.jar");
        assertThat(run("types", "--jar", "bad.jar")).isEqualTo(1);
        assertThat(text(err).lines()).containsExactly("a.B: is bad");
    }

    private int run(String... args) {
        return main(settings -> {
                    throw new AssertionError("no server is to be started");
                })
                .run(args);
    }

    private Main main(ServerStart start) {
        TypesWriter types = jar -> {
            if (jar.startsWith("bad.jar")) {
                throw new RejectedBundleException("bad", List.of(new Mistake("a.B", "is bad")));
            }
            return "types of " + jar;
        };
        return new Main(
                start,
                types,
                new SettingsReader(Map.of()),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
