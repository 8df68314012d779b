package io.redstart.server.door.fire.sockjs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Frames of SockJS. */
class SockJsTextTest {
    private static List<String> read(String frame) {
        byte[] bytes = ("x" + frame + "x").getBytes(UTF_8);
        return Objects.requireNonNull(SockJsText.read(bytes, 1, bytes.length - 2)).stream()
                .map(message -> new String(message, UTF_8))
                .toList();
    }

    private static String written(String... messages) {
        return new String(
                SockJsText.messages(
                        Stream.of(messages).map(each -> each.getBytes(UTF_8)).toList()),
                UTF_8);
    }

    @Test
    void writesMessages() {
        assertThat(written("x")).isEqualTo("a[\"x\"]");
        assertThat(written("", "{\"a\":\"\\\\\"}")).isEqualTo("a[\"\",\"{\\\"a\\\":\\\"\\\\\\\\\\\"}\"]");
        assertThat(written("\n\u0000\u001fä😀")).isEqualTo("a[\"\\u000a\\u0000\\u001fä😀\"]");
        StringBuilder all = new StringBuilder();
        for (char each = 0; each < 0xd800; each++) {
            all.append(each);
        }
        assertThat(JsonMapper.shared()
                        .readTree(written(all.toString()).substring(1))
                        .get(0)
                        .stringValue())
                .isEqualTo(all.toString());
    }

    @Test
    void saysWhyASessionIsOver() {
        assertThat(new String(SockJsText.close(3404, "invalid \"JWT\""), UTF_8))
                .isEqualTo("c[3404,\"invalid \\\"JWT\\\"\"]");
    }

    @Test
    void readsAListOfTextsOrOne() {
        assertThat(read("[\"a\",\"\\u00e4\\n\"]")).containsExactly("a", "ä\n");
        assertThat(read("\"a\"")).containsExactly("a");
        assertThat(read(" [ ] ")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "[",
                "[\"a\"",
                "[\"a\",]",
                "[1]",
                "[null]",
                "[\"a\",{}]",
                "[[\"a\"]]",
                "{}",
                "null",
                "1",
                "\"a",
                "[\"a\"] x",
                "\"a\",\"b\"",
                "[\"\n\"]",
            })
    void readsNothingElse(String frame) {
        byte[] bytes = frame.getBytes(UTF_8);
        assertThat(SockJsText.read(bytes, 0, bytes.length)).isNull();
    }
}
