package io.redstart.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the codec to what {@code conformance/messages} says; its README tells what the files mean. */
class ConformanceTest {
    private static final Path FOLDER = Path.of("..", "conformance", "messages");

    record Kind(String op, String from, List<Valid> valid, List<Invalid> invalid) {}

    record Valid(
            String text,
            @Nullable String canonical,
            @Nullable String why) {
        String written() {
            return canonical == null ? text : canonical;
        }
    }

    record Invalid(String text, @Nullable Long id, String because) {}

    private interface Reader {
        Message read(byte[] bytes, int from, int length) throws ProtocolException;
    }

    @TestFactory
    Stream<DynamicNode> readsAndWritesEachKind() throws IOException {
        return files().map(file -> {
            Kind kind = read(file);
            return dynamicContainer(
                    file.getFileName().toString(),
                    sides(kind.from())
                            .flatMap(side -> Stream.concat(
                                    kind.valid().stream()
                                            .map(valid -> dynamicTest(shown(valid.text()), () -> takes(valid, side))),
                                    kind.invalid().stream()
                                            .map(invalid -> dynamicTest(
                                                    shown(invalid.text()), () -> refuses(invalid, side))))));
        });
    }

    @Test
    void hasAFileForEachKind() throws IOException {
        var kinds = new TreeSet<String>();
        kindsOf(FromClient.class, "client", kinds);
        kindsOf(FromServer.class, "server", kinds);
        var covered = new TreeSet<String>();
        files().forEach(file -> {
            Kind kind = read(file);
            for (String side : sides(kind.from()).toList()) {
                for (Valid valid : kind.valid()) {
                    covered.add(side + " " + parsed(valid, side).getClass().getSimpleName());
                }
            }
        });
        assertThat(covered).isEqualTo(kinds);
    }

    private static void kindsOf(Class<?> sealed, String side, Set<String> kinds) {
        for (Class<?> kind : sealed.getPermittedSubclasses()) {
            if (kind.isSealed()) {
                kindsOf(kind, side, kinds);
            } else {
                kinds.add(side + " " + kind.getSimpleName());
            }
        }
    }

    private static Message parsed(Valid valid, String side) {
        try {
            byte[] bytes = valid.text().getBytes(StandardCharsets.UTF_8);
            return reader(side).read(bytes, 0, bytes.length);
        } catch (ProtocolException refused) {
            throw new AssertionError(valid.text(), refused);
        }
    }

    private static void takes(Valid valid, String side) {
        Message message = parsed(valid, side);
        assertThat(Codec.write(message)).isEqualTo(valid.written());
    }

    private static void refuses(Invalid invalid, String side) {
        byte[] bytes = ("\n" + invalid.text() + "\n").getBytes(StandardCharsets.UTF_8);
        var refusal =
                catchThrowableOfType(ProtocolException.class, () -> reader(side).read(bytes, 1, bytes.length - 2));
        assertThat(refusal).as(invalid.text()).isNotNull();
        assertThat(refusal.getMessage()).contains(invalid.because());
        assertThat(refusal.id()).isEqualTo(invalid.id());
    }

    private static Reader reader(String side) {
        return side.equals("client") ? Codec.READER::fromClient : Codec.READER::fromServer;
    }

    private static Stream<String> sides(String from) {
        return switch (from) {
            case "either" -> Stream.of("client", "server");
            case "client", "server" -> Stream.of(from);
            default -> throw new AssertionError("from: '" + from + "' (expected: client, server or either)");
        };
    }

    private static Stream<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList().stream();
        }
    }

    private static Kind read(Path file) {
        return Codec.MAPPER.readValue(file, Kind.class);
    }

    private static String shown(String text) {
        return "'" + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "'";
    }
}
