package io.redstart.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeScriptDocsTest {
    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '~',
            value = {
                "Plain text. -> Plain text.",
                "A {@code List<String>}. -> A `List<String>`.",
                "A {@code {a: {b: 1}}} too. -> A `{a: {b: 1}}` too.",
                "{@literal <b>} stays -> <b> stays",
                "See {@link Todo}. -> See `Todo`.",
                "See {@link todo.Todos#add(String, int)}. -> See `Todos.add`.",
                "See {@link #add(String, int) how to add}. -> See how to add.",
                "See {@linkplain java.util.List lists}. -> See lists.",
                "<b>Bold</b> and <em>more</em> -> Bold and more",
                "<code>x</code> &lt; 3 &amp;&amp; y &gt; 2 -> `x` < 3 && y > 2",
                "2 < 3 -> 2 < 3",
                "Ends */ here -> Ends *\\/ here",
                "{@inheritDoc} -> ~~",
                "An open {@code brace -> An open `brace`",
                "@return the one -> @returns the one",
                "@deprecated use <i>that</i> -> @deprecated use that",
                "@throws X never -> ~~"
            })
    void converts(String java, String typeScript) {
        assertThat(TypeScriptDocs.of(java, Map.of())).isEqualTo(typeScript);
    }

    @Test
    void keepsParagraphsListsAndCode() {
        String java = """
                First.

                <p>Second:
                <ul>
                  <li>one
                  <li>two
                </ul>

                <pre>{@code
                @Call
                List<String> all() {}
                }</pre>
                Last.""";

        assertThat(TypeScriptDocs.of(java, Map.of())).isEqualTo("""
                First.

                Second:

                - one
                - two

                ```
                @Call
                List<String> all() {}
                ```

                Last.""");
    }

    @Test
    void keepsParametersThatClientsKnow() {
        String java = """
                Adds.
                @param text what
                    it says
                @param session who says it
                @param in where to
                @return nothing""";

        assertThat(TypeScriptDocs.of(java, Map.of("text", "text", "in", "in_"))).isEqualTo("""
                Adds.
                @param text what it says
                @param in_ where to
                @returns nothing""");
    }
}
