package io.redstart.server.door;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects cut apart. Quotes are single here. */
class JsonMembersTest {
    private final JsonMembers members = new JsonMembers();

    private List<String> cut(String text) {
        byte[] bytes = ("#" + text.replace('\'', '"') + "#").getBytes(UTF_8);
        assertThat(members.of(bytes, 1, bytes.length - 2)).isTrue();
        List<String> found = new ArrayList<>();
        for (int at = 0; at < members.count(); at++) {
            found.add(members.name(at) + "=" + new String(members.value(at), UTF_8).replace('"', '\''));
        }
        return found;
    }

    @Test
    void keepsValuesAsTheyAreWritten() {
        assertThat(cut(" { 'a' : 1 , 'b':[ 1,{'c':'}'}] ,\r\n'c':'\\'],'} "))
                .containsExactly("a=1", "b=[ 1,{'c':'}'}]", "c='\\'],'");
        assertThat(cut("{}")).isEmpty();
        assertThat(cut("{'':null}")).containsExactly("=null");
        assertThat(members.of("{\"a\":}".getBytes(UTF_8), 0, 6)).isTrue();
        assertThat(members.first(0)).isEqualTo((char) 0);
    }

    @Test
    void readsNamesAndTexts() {
        assertThat(cut("{'r\\u006fle':'tod\\u006fs','n':5,'é':'✓'}"))
                .containsExactly("role='tod\\u006fs'", "n=5", "é='✓'");
        assertThat(members.text(0, 100)).isEqualTo("todos");
        assertThat(members.text(0, 5)).isNull();
        assertThat(members.text(1, 100)).isNull();
        assertThat(members.text(2, 100)).isEqualTo("✓");
        cut("{'bad':'\\x'}");
        assertThat(members.text(0, 100)).isNull();
    }

    @Test
    void keepsAnyNumberOfMembers() {
        StringBuilder many = new StringBuilder("{'a0':0");
        for (int i = 1; i < 100; i++) {
            many.append(",'a").append(i).append("':").append(i);
        }
        assertThat(cut(many.append('}').toString())).hasSize(100).contains("a99=99");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "}",
                "[]",
                "1",
                "null",
                "'a'",
                "{'a'}",
                "{'a':1",
                "{a:1}",
                "{'a':1]}",
                "{'a':[}",
                "{'a'1}",
                "{'a':'}",
                "{'a\\':1}",
                "{,}",
                "{1:1}",
                "GET / HTTP/1.1",
                "{'a':1}}"
            })
    void takesNothingElse(String text) {
        byte[] bytes = text.replace('\'', '"').getBytes(UTF_8);
        assertThat(members.of(bytes, 0, bytes.length)).isFalse();
    }
}
