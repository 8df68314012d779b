package io.redstart.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Handshake;
import io.redstart.api.Session;
import io.redstart.api.Settings;
import io.redstart.api.User;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class TestServerTest {
    private static final CountDownLatch GATE = new CountDownLatch(1);

    public record Limits(int max) {}

    @Api("todos")
    @Singleton
    public static class Todos {
        private final int max;

        public Todos(Settings settings) {
            this.max = settings.value("max").map(Integer::parseInt).orElse(3);
            assertThat(settings.as(Limits.class)).isNotNull();
        }

        @Call
        public String add(String text, Session session) {
            if (text.length() > max) {
                throw new CallException("too_long", "At most " + max + " characters");
            }
            session.emit("added", text);
            return text;
        }

        /** Goes on whoever interrupts it. */
        @Call
        public void deaf() {
            while (GATE.getCount() > 0) {
                try {
                    GATE.await();
                } catch (InterruptedException unheard) {
                    Thread.interrupted();
                }
            }
        }

        @Call
        public String team(Handshake handshake) {
            return handshake.query("team") + " " + handshake.header("X-Lang") + " " + handshake.path();
        }
    }

    @Test
    void callsAMethodAndKeepsWhatWasPushed() {
        try (TestServer server = TestServer.of(Todos.class)) {
            TestClient client = server.client();
            assertThat(client.calls("todos.add", "egg").asString()).isEqualTo("egg");
            client.hears("['evt',1,null,'added','egg']");
            assertThat(client.seen()).isEqualTo(1);
            assertThatThrownBy(() -> client.calls("todos.add", "milk"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("too_long");
        }
    }

    @Test
    void givesSettingsToTheApis() {
        try (TestServer server =
                TestServer.builder().api(Todos.class).setting("max", "1").start()) {
            assertThatThrownBy(() -> server.client().calls("todos.add", "egg")).hasMessageContaining("At most 1");
        }
    }

    @Test
    void connectsToAUrlWithHeaders() {
        try (TestServer server = TestServer.of(Todos.class)) {
            TestClient client =
                    server.connects("/ws?team=red&flag", Map.of("x-lang", "en")).greets();
            assertThat(client.calls("todos.team").asString()).isEqualTo("red en /ws");
        }
    }

    @Test
    void letsAUserInWithoutAskingAnybody() {
        try (TestServer server = TestServer.of(Todos.class)) {
            TestClient ann = server.client(new User("ann"));
            assertThat(server.sessions().of("ann").stream().map(Session::id)).containsExactly(ann.sid());
            ann.cut();
            assertThat(ann.resumes().sid()).isEqualTo(ann.sid());
        }
    }

    @Test
    void refusesClassesThatAreWrong() {
        assertThatThrownBy(() -> TestServer.of(Wrong.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Wrong");
    }

    @Api("wrong")
    public static class Wrong {}

    @Test
    void saysWhatWasHeardInstead() {
        try (TestServer server = TestServer.of(Todos.class)) {
            TestClient client = server.client();
            client.says("['call',1,'todos.add',['egg']]");
            assertThatThrownBy(() -> client.hears("['evt',1,null,'added','bread']"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("bread")
                    .hasMessageContaining("egg");
            assertThatThrownBy(client::hearsNothing)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("[\"ret\",1,\"egg\"]");
            client.closes();
            assertThatThrownBy(() -> client.closedWith(4408)).hasMessageContaining("1000");
            client.hears("['ret',1,'egg']");
            assertThatThrownBy(() -> client.hears("['*']")).hasMessageContaining("heard nothing");
        }
    }

    @Test
    void failsWhenSomethingIsLeftOver() {
        TestServer server = TestServer.of(Todos.class);
        server.client().says("['cast','todos.deaf',[]]");
        assertThatThrownBy(server::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("left over: 1 tasks, 1 bundles in use");
        GATE.countDown();
    }

    @Test
    void comparesByTheRulesOfTheDialogues() {
        for (List<String> same : List.of(
                List.of("'*'", "null"),
                List.of("['*',1]", "[{'a':1},1.0]"),
                List.of("{'a':1,'b':2}", "{'b':2,'a':1}"),
                List.of("{'a':1,'*':'*'}", "{'b':2,'a':1}"),
                List.of("['act',1,null,{'type':'x'}]", "['act',1,null,{'type':'x'},{'c':1}]"),
                List.of("['evt',1,null,'x',null]", "['evt',1,null,'x',null,{'c':1}]"))) {
            assertThat(compare(same)).as(same.toString()).isTrue();
        }
        for (List<String> different : List.of(
                List.of("['end',1]", "['end',1,{'code':'x'}]"),
                List.of("['act',1,null,{'type':'x'}]", "['act',1,null,{'type':'x'},7]"),
                List.of("{'a':1}", "{'a':1,'b':2}"),
                List.of("{'a':1,'b':'*'}", "{'a':1}"),
                List.of("{'a':1,'*':'*'}", "{'b':2}"),
                List.of("[1,2]", "[1]"),
                List.of("[]", "{}"),
                List.of("1", "'1'"),
                List.of("null", "false"))) {
            assertThat(compare(different)).as(different.toString()).isFalse();
        }
    }

    private static boolean compare(List<String> both) {
        return Json.matches(Json.read(Json.quoted(both.get(0))), Json.read(Json.quoted(both.get(1))));
    }
}
