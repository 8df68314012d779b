package io.redstart.server.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonPartsTest {
    private final JsonParts parts = new JsonParts();

    private List<String> cut(String text) {
        byte[] bytes = ("##" + text + "##").getBytes(UTF_8);
        assertThat(parts.of(bytes, 2, bytes.length - 4)).isTrue();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < parts.count(); i++) {
            all.add(parts.json(i));
            assertThat(new String(parts.bytes(i), UTF_8)).isEqualTo(parts.json(i));
            assertThat(parts.length(i)).isEqualTo(parts.bytes(i).length);
        }
        return all;
    }

    @Test
    void cutsAnArrayIntoItsElements() {
        assertThat(cut("[]")).isEmpty();
        assertThat(cut(" [ ] ")).isEmpty();
        assertThat(cut("[1]")).containsExactly("1");
        assertThat(cut("[1,\"clap\",[1,2]]")).containsExactly("1", "\"clap\"", "[1,2]");
        assertThat(cut("\n[ 1 ,\t\"a\" , {\"b\": [1, 2]}\r\n]")).containsExactly("1", "\"a\"", "{\"b\": [1, 2]}");
    }

    @Test
    void passesOverWhatIsInTexts() {
        assertThat(cut("[\"a,b]\",\"\\\"]\",\"\\\\\",\"é{\"]"))
                .containsExactly("\"a,b]\"", "\"\\\"]\"", "\"\\\\\"", "\"é{\"");
    }

    @Test
    void keepsEightOfMore() {
        assertThat(cut("[1,2,3,4,5,6,7,8,9,10]")).hasSize(8).endsWith("8");
    }

    @Test
    void tellsHowAnElementBegins() {
        cut("[1,\"a\",]");
        assertThat(parts.first(0)).isEqualTo('1');
        assertThat(parts.first(1)).isEqualTo('"');
        assertThat(parts.first(7)).isEqualTo((char) 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[", "]", "7", "{}", "[1", "1]", "[\"a]", "[[1]", "[1]]", "[{]", "[\"a\\\"]", "[}]"})
    void refusesWhatIsNoArray(String text) {
        byte[] bytes = text.getBytes(UTF_8);
        assertThat(parts.of(bytes, 0, bytes.length)).isFalse();
    }
}
