package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Session;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AskTest {
    @RegisterExtension
    final TestServerExtension asking = TestServerExtension.of(Asking.class);

    public record Answer(boolean yes, List<Integer> numbers) {}

    @Api
    public static class Asking {
        @Call
        public CompletionStage<String> confirm(String what, Session session) {
            return session.ask(Boolean.class, "confirm", what).thenApply(yes -> yes ? "did" : "did not");
        }

        @Call
        public String waits(Session session) {
            return session.ask(String.class, "name").toCompletableFuture().join();
        }
    }

    private static Session session(TestServer server, TestClient client) {
        return server.sessions().find(client.sid()).orElseThrow();
    }

    private static <T> T soon(CompletionStage<T> answer) {
        return answer.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static void failsWith(CompletionStage<?> answer, String code) {
        assertThatThrownBy(() -> soon(answer))
                .isInstanceOf(CompletionException.class)
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(CallException.class))
                .extracting(CallException::code)
                .isEqualTo(code);
    }

    @Test
    void asksTheClient(TestClient client) {
        client.says("['call',1,'confirm',['delete']]").hears("['ask',1,'confirm',['delete']]");
        client.says("['ret',1,true]").hears("['ret',1,'did']");
    }

    @Test
    void waitsForTheAnswerInTheMethod(TestClient client) {
        client.says("['call',1,'waits',[]]").hears("['ask',1,'name',[]]");
        client.says("['ret',1,'Ann']").hears("['ret',1,'Ann']");
    }

    @Test
    void convertsTheAnswer(TestServer server, TestClient client) {
        Session session = session(server, client);
        CompletionStage<Answer> typed = session.ask(Answer.class, "a", 1, null);
        CompletionStage<Object> plain = session.ask("b");
        CompletionStage<Answer> nothing = session.ask(Answer.class, "c");
        client.hears("['ask',1,'a',[1,null]]");
        client.hears("['ask',2,'b',[]]");
        client.hears("['ask',3,'c',[]]");
        client.says("['ret',2,{'x':[1,'t',null]}]", "['ret',1,{'yes':true,'numbers':[1,2]}]", "['ret',3,null]");
        assertThat(soon(typed)).isEqualTo(new Answer(true, List.of(1, 2)));
        assertThat(soon(plain))
                .asInstanceOf(InstanceOfAssertFactories.map(String.class, Object.class))
                .containsOnlyKeys("x");
        assertThat(soon(nothing)).isNull();
    }

    @Test
    void failsWithWhatTheClientSays(TestServer server, TestClient client) {
        CompletionStage<Object> answer = session(server, client).ask("a");
        client.hears("['ask',1,'a',[]]");
        client.says("['err',1,{'code':'busy','message':'Not now','retry':5}]");
        failsWith(answer, "busy");
    }

    @Test
    void asksNoMoreWhileAThousandAsksWait(TestServer server, TestClient client) {
        Session session = session(server, client);
        for (int id = 1; id <= 1_000; id++) {
            session.ask("a");
            client.hears("['ask'," + id + ",'a',[]]");
        }
        failsWith(session.ask("one too many"), "overloaded");
        client.says("['ret',500,null]", "['call',1,'waits',[]]").hears("['ask',1002,'name',[]]");
    }

    @Test
    void failsWhenTheAnswerDoesNotConvert(TestServer server, TestClient client) {
        CompletionStage<Answer> answer = session(server, client).ask(Answer.class, "a");
        client.says("['ret',1,[1]]");
        failsWith(answer, "invalid");
    }

    @Test
    void tellsTheCallerNothingOfOurClassesWhenTheAnswerDoesNotConvert(TestClient client) {
        client.says("['call',1,'confirm',['delete']]").hears("['ask',1,'confirm',['delete']]");
        client.says("['ret',1,{'no':1}]")
                .hears("['err',1,{'code':'invalid','message':'confirm: the answer of the client does not fit (expected:"
                        + " true or false)'}]");
    }

    @Test
    void failsWhenTheClientsErrorIsNone(TestServer server, TestClient client) {
        CompletionStage<Object> answer = session(server, client).ask("a");
        client.says("['err',1,{'code':'Not A Code','message':'?'}]");
        failsWith(answer, "invalid");
        CompletionStage<Object> next = session(server, client).ask("b");
        client.says("['ret',2,1]");
        assertThat(soon(next)).isEqualTo(1);
    }

    @Test
    void failsWhenTheAnswerDoesNotCome(TestServer server, TestClient client) {
        CompletionStage<Object> answer = session(server, client).ask("a");
        server.passes(Duration.ofSeconds(29));
        assertThat(answer.toCompletableFuture()).isNotDone();
        server.passes(Duration.ofSeconds(1));
        failsWith(answer, "timeout");
        client.hears("['ask',1,'a',[]]");
        client.says("['ret',1,'too late']").hearsNothing();
    }

    @Test
    void failsWhenTheSessionEnds(TestServer server, TestClient client) {
        Session session = session(server, client);
        CompletionStage<Object> answer = session.ask("a");
        client.closes();
        failsWith(answer, "unavailable");
        failsWith(session.ask("b"), "unavailable");
    }

    @Test
    void asksAgainAfterACutConnection(TestServer server, TestClient client) {
        Session session = session(server, client);
        CompletableFuture<Object> first = session.ask("a").toCompletableFuture();
        client.hears("['ask',1,'a',[]]");
        client.cut();
        CompletableFuture<Object> second = session.ask("b").toCompletableFuture();
        TestClient back = client.resumes();
        back.hears("['ask',1,'a',[]]");
        back.hears("['ask',2,'b',[]]");
        back.says("['ret',1,1]", "['ret',2,2]");
        assertThat(List.of(soon(first), soon(second))).containsExactly(1, 2);
    }

    @Test
    void passesOverAnswersNobodyAskedFor(TestServer server, TestClient client) {
        client.says("['ret',5,1]", "['err',6,{'code':'a','message':'b'}]").hearsNothing();
        assertThat(server.protocolErrors()).isZero();
    }

    @Test
    void refusesNamesThatAreTooLong(TestServer server, TestClient client) {
        Session session = session(server, client);
        assertThatThrownBy(() -> session.ask("", Map.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> session.ask("x".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }
}
