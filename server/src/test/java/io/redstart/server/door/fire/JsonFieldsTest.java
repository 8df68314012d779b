package io.redstart.server.door.fire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some fields of an object, as they are written. */
class JsonFieldsTest {
    private static final Set<String> WANTED = Set.of("a", "b");

    private static @Nullable JsonFields read(String text) {
        byte[] bytes = (".." + text + "..").getBytes(UTF_8);
        return JsonFields.of(bytes, 2, bytes.length - 4, WANTED);
    }

    private static String field(String text) {
        byte[] json = Objects.requireNonNull(read(text)).json("a");
        return json == null ? "none" : new String(json, UTF_8);
    }

    @Test
    void keepsValuesAsTheyAreWritten() {
        assertThat(field("{\"a\":1}")).isEqualTo("1");
        assertThat(field("{\"a\": -1.50e+3 ,\"b\":2}")).isEqualTo("-1.50e+3");
        assertThat(field(" {\"x\":[{\"a\":3}],\"a\":\"\\u00e4ä\\\"}\"}\n")).isEqualTo("\"\\u00e4ä\\\"}\"");
        assertThat(field("{\"a\":{\"c\":[1, {\"d\":null}]}}")).isEqualTo("{\"c\":[1, {\"d\":null}]}");
        assertThat(field("{\"a\":[1,\r\n2]}")).isEqualTo("[1,  2]");
        assertThat(field("{\"a\":null}")).isEqualTo("null");
        assertThat(field("{\"a\":1,\"a\":true}")).isEqualTo("true");
        assertThat(field("{\"\\u0061\":1}")).isEqualTo("1");
        assertThat(field("{\"b\":1}")).isEqualTo("none");
    }

    @Test
    void tellsTextsAndNumbersFromAllElse() {
        JsonFields fields = Objects.requireNonNull(read("{\"a\":\"x\\ny\",\"b\":-5}"));
        assertThat(fields.text("a")).isEqualTo("x\ny");
        assertThat(fields.text("b")).isEqualTo("-5");
        assertThat(fields.text("c")).isNull();
        assertThat(fields.textJson("b")).isNull();
        for (String other : new String[] {"null", "true", "false", "[]", "{}"}) {
            assertThat(Objects.requireNonNull(read("{\"a\":" + other + "}")).text("a"))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "1",
                "\"a\"",
                "{",
                "{\"a\"",
                "{\"a\":}",
                "{\"a\":1",
                "{\"a\":1}}",
                "{\"a\":1} 2",
                "{\"a\":01}",
                "{\"a\":NaN}",
                "{\"a\":\"\n\"}",
                "{a:1}",
                "{\"a\":1,}",
                "{\"a\":'x'}",
                "{\"x\":[}",
                "//\n{}",
            })
    void takesNothingElse(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void readsNothingTooDeepOrTooLong() {
        assertThat(read("{\"a\":" + "[".repeat(70) + "]".repeat(70) + "}")).isNull();
        assertThat(read("{\"x\":" + "{\"x\":".repeat(100_000))).isNull();
        assertThat(read("{\"a\":" + "9".repeat(65) + "}")).isNull();
        assertThat(read("{\"" + "n".repeat(300) + "\":1}")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void readsNoOtherEncoding(String encoding) {
        byte[] bytes = "{\"a\":1}".getBytes(Charset.forName(encoding));
        assertThat(JsonFields.of(bytes, WANTED)).isNull();
    }
}
