package io.redstart.api.processor;

import static com.google.testing.compile.Compiler.javac;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import javax.tools.JavaFileObject;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;

class IndexTest {
    @Test
    void passesOverTheInterfaceOfAnApi() {
        Compilation compiled =
                javac().withProcessors(new ApiProcessor()).compile(JavaFileObjects.forSourceString("t.TodosApi", """
                        package t;
                        @io.redstart.api.Api("todos")
                        public interface TodosApi {
                            @io.redstart.api.Call("add")
                            String put(String text);
                        }
                        """));
        assertThat(compiled.errors()).isEmpty();
    }

    private static final JavaFileObject TODOS = JavaFileObjects.forSourceString("t.Todos", """
            package t;
            import io.redstart.api.*;
            import java.util.*;
            import java.util.concurrent.*;

            /**
             * A list of {@code things}.
             *
             * <pre>{@code
             * @Call
             * }</pre>
             *
             * @author nobody
             */
            @Api("todos")
            public class Todos {
                /**
                 * Adds one.
                 *
                 * @param text what "it" says
                 * @return the new one
                 */
                @Call
                public Todo add(String text, Session session) { return new Todo(1, text, State.OPEN); }

                /** Not marked, not written down. */
                public void other(String text) {}

                @Call("first") public void twice(int number) {}
                @Call("second") public void twice(String text) {}

                @Call public void clear() {}

                /**
                 * One thing.
                 *
                 * @param id its number
                 * @param text what it says,
                 *     at length
                 */
                public record Todo(long id, String text, State state) {}

                /** Where it is. */
                public enum State { /** To do. */ OPEN, DONE }

                @ActionType("todos/added") public record Added(Todo todo) {}

                @ChannelApi("todos:*") public static class Lists {
                    /** Counts. */
                    @Reducer public static Count added(Count count, Added action, String channel) { return count; }

                    /** How many. */
                    public record Count(int count) {}
                }

                public static class Tickets implements Authenticator {
                    @Override public CompletionStage<Decision> authenticate(Handshake h) { return Decision.guest().now(); }
                }
            }
            """);

    @Test
    void writesMarkedClassesCommentsAndParameters() {
        assertThat(index(compile())).hasValue("""
            {
              "classes": [
                "t.Todos",
                "t.Todos$Added",
                "t.Todos$Lists",
                "t.Todos$Tickets"
              ],
              "docs": {
                "t.Todos": "A list of {@code things}.\\n\\n<pre>{@code\\n@Call\\n}</pre>",
                "t.Todos#add": "Adds one.\\n@param text what \\"it\\" says\\n@return the new one",
                "t.Todos$Lists#added": "Counts.",
                "t.Todos$Lists$Count": "How many.",
                "t.Todos$State": "Where it is.",
                "t.Todos$State#OPEN": "To do.",
                "t.Todos$Todo": "One thing.",
                "t.Todos$Todo#id": "its number",
                "t.Todos$Todo#text": "what it says,\\n    at length"
              },
              "parameters": {
                "t.Todos#add": [
                  "text",
                  "session"
                ],
                "t.Todos$Lists#added": [
                  "count",
                  "action",
                  "channel"
                ]
              }
            }
            """);
    }

    @Test
    void aJarCompilesWithoutTheProcessor() {
        Compilation compilation = javac().withOptions("-proc:none").compile(TODOS);

        assertThat(compilation.errors()).isEmpty();
        assertThat(index(compilation)).isEmpty();
    }

    private static Compilation compile() {
        Compilation compilation = javac().withProcessors(new ApiProcessor()).compile(TODOS);
        assertThat(compilation.errors()).isEmpty();
        return compilation;
    }

    private static Optional<String> index(Compilation compilation) {
        return compilation
                .generatedFile(StandardLocation.CLASS_OUTPUT, IndexFile.PATH)
                .map(file -> {
                    try (var in = file.openInputStream()) {
                        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                });
    }
}
