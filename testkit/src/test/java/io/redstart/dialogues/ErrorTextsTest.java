package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.OnEvent;
import io.redstart.api.Session;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.nio.file.NoSuchFileException;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** However a method fails, its client hears {@code internal} and a trace, and nothing of ours. */
class ErrorTextsTest {
    private static final String SECRET = "hunter2 at /etc/redstart/secret.yaml line 7";

    @RegisterExtension
    final TestServerExtension breaking = TestServerExtension.of(Breaking.class);

    /** Cannot even say what is wrong. */
    public static class MuteException extends RuntimeException {
        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException(SECRET);
        }

        @Override
        public String toString() {
            throw new IllegalStateException(SECRET);
        }
    }

    /** Is its own cause, as far as one can see. */
    public static class RoundException extends ExecutionException {
        private static final long serialVersionUID = 1;

        public RoundException() {
            super(SECRET, null);
        }

        @Override
        public synchronized Throwable getCause() {
            return this;
        }
    }

    /** Has no trace and no end. */
    public static class LongException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public LongException() {
            super((SECRET + "\r\n").repeat(100_000), null, false, false);
        }
    }

    public record Mine(String text) {
        @Override
        public String text() {
            throw new IllegalStateException(SECRET);
        }
    }

    /** Writes itself a little before it breaks. */
    public static class Halfway implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.iterate(1, n -> n + 1)
                    .map(n -> {
                        if (n > 100) {
                            throw new IllegalStateException(SECRET);
                        }
                        return "item " + n;
                    })
                    .iterator();
        }
    }

    /** Contains itself. */
    public static class Round {
        public Round getRound() {
            return this;
        }
    }

    @Api("breaking")
    public static class Breaking {
        @Call
        public Object fails(String how) throws Throwable {
            return switch (how) {
                case "message" -> throw new IllegalStateException(SECRET);
                case "checked" -> throw new NoSuchFileException("/etc/redstart/secret.yaml", null, SECRET);
                case "sql" -> throw new SQLException("SELECT password FROM users -- " + SECRET, "42000", 7);
                case "class" -> throw new ClassNotFoundException("io.redstart.secret.Hidden " + SECRET);
                case "error" -> throw new AssertionError(SECRET);
                case "memory" -> throw new OutOfMemoryError(SECRET);
                case "stack" -> throw new StackOverflowError();
                case "linkage" -> throw new NoClassDefFoundError("io/redstart/secret/Hidden");
                case "interrupt" -> throw new InterruptedException(SECRET);
                case "null" -> Objects.requireNonNull(null);
                case "cause" -> throw new RuntimeException(new IllegalStateException(SECRET));
                case "suppressed" -> {
                    RuntimeException thrown = new RuntimeException(SECRET);
                    thrown.addSuppressed(new SQLException(SECRET));
                    throw thrown;
                }
                case "nested" ->
                    throw new CompletionException(
                            new ExecutionException(new CompletionException(new SQLException(SECRET))));
                case "circle" -> {
                    RuntimeException one = new RuntimeException(SECRET);
                    RuntimeException two = new RuntimeException(SECRET, one);
                    one.initCause(two);
                    throw one;
                }
                case "round" -> throw new RoundException();
                case "mute" -> throw new MuteException();
                case "long" -> throw new LongException();
                case "control" -> throw new IllegalStateException("\u001b[2J\r\n2026-01-01 ERROR forged " + SECRET);
                case "stage" -> CompletableFuture.failedFuture(new SQLException(SECRET));
                case "mute-stage" -> CompletableFuture.failedFuture(new MuteException());
                case "getter" -> new Mine("x");
                case "halfway" -> new Halfway();
                case "map" -> Map.of("a", new Mine("x"));
                case "self" -> new Round();
                case "loop" -> {
                    List<Object> loop = new java.util.ArrayList<>();
                    loop.add(loop);
                    yield loop;
                }
                case "cast" -> (Object) Integer.valueOf((String) (Object) how.length());
                default -> throw new IllegalArgumentException(how);
            };
        }

        @Call
        public CompletionStage<Object> later(String how) throws Throwable {
            Object result = fails(how);
            return result instanceof CompletionStage<?> stage
                    ? stage.thenApply(value -> value)
                    : CompletableFuture.completedFuture(result);
        }

        @Call
        public void pushes(String how, Session session) throws Throwable {
            session.emit("secret", fails(how));
        }

        @OnEvent("fails")
        public void heard(String how) throws Throwable {
            fails(how);
        }

        @Call
        public String fine() {
            return "fine";
        }
    }

    static Stream<String> ways() {
        return Stream.of(
                "message",
                "checked",
                "sql",
                "class",
                "error",
                "memory",
                "stack",
                "linkage",
                "interrupt",
                "null",
                "cause",
                "suppressed",
                "nested",
                "circle",
                "round",
                "mute",
                "long",
                "control",
                "getter",
                "halfway",
                "map",
                "self",
                "loop",
                "cast");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void tellsNothingOfOurs(String how, TestServer server, TestClient client) {
        int id = 0;
        for (String method : new String[] {"fails", "later", "pushes"}) {
            client.says("['call'," + ++id + ",'breaking." + method + "',['" + how + "']]");
            tellsNothing(
                    client.hears("['err'," + id + ",{'code':'internal','message':'The server failed','trace':'*'}]"));
        }
        client.says("['evt','fails','" + how + "']");
        server.settles();
        client.says("['call',99,'breaking.fine',[]]").hears("['ret',99,'fine']");
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(strings = {"stage", "mute-stage"})
    void tellsNothingOfWhatFailsLater(String how, TestClient client) {
        client.says("['call',1,'breaking.later',['" + how + "']]");
        tellsNothing(client.hears("['err',1,{'code':'internal','message':'The server failed','trace':'*'}]"));
        client.says("['call',99,'breaking.fine',[]]").hears("['ret',99,'fine']");
    }

    private static void tellsNothing(JsonNode answer) {
        assertThat(answer.get(2).get("trace").asString()).matches("[0-9a-f]{16}");
        assertThat(answer.toString())
                .hasSizeLessThan(200)
                .doesNotContainIgnoringCase("secret")
                .doesNotContainIgnoringCase("exception")
                .doesNotContain("java")
                .doesNotContain("io.redstart")
                .doesNotContain("SELECT")
                .doesNotContain("/etc");
    }
}
