package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may use: asked once, then told. */
class PermissionsTest {
    private static final String TODOS =
            "{\"calls\":[\"todos.add\"],\"actions\":[\"todos/toggled\"],\"events\":[\"typing\"]}";
    private static final String NOTHING = "{\"calls\":[],\"actions\":[],\"events\":[]}";

    private final FakeServer server = new FakeServer();
    private final List<Permitted> told = new ArrayList<>();

    @Test
    void isAskedOnceAndAnsweredFromWhatWasToldLast() {
        RedstartClient client = server.client().connect();
        CompletableFuture<Boolean> add = client.can("todos.add");
        CompletableFuture<Boolean> remove = client.can("todos.remove");
        server.welcomes();
        server.hears("[\"can\",1]");
        assertThat(add).isNotDone();
        assertThat(client.permitted()).isNull();
        server.says("[\"ret\",1," + TODOS + "]");
        assertThat(add).isCompletedWithValue(true);
        assertThat(remove).isCompletedWithValue(false);
        assertThat(client.canDispatch("todos/toggled")).isCompletedWithValue(true);
        assertThat(client.canEmit("typing")).isCompletedWithValue(true);
        assertThat(client.canEmit("todos.add")).isCompletedWithValue(false);
        server.says("[\"can\"," + NOTHING + "]");
        assertThat(client.can("todos.add")).isCompletedWithValue(false);
        server.hearsNothing();
    }

    @Test
    void isToldToWhoeverListensAndAskedAnewInAFreshSession() {
        RedstartClient client = server.open();
        Subscription listening = client.onPermitted(told::add);
        server.hears("[\"can\",1]");
        server.says("[\"ret\",1," + TODOS + "]\n[\"can\"," + NOTHING + "]");
        var todos = new Permitted(List.of("todos.add"), List.of("todos/toggled"), List.of("typing"), List.of());
        var nothing = new Permitted(List.of(), List.of(), List.of(), List.of());
        assertThat(told).containsExactly(todos, nothing);
        assertThat(client.permitted()).isEqualTo(nothing);
        server.line().lose(1006, "");
        server.clock.advance(250);
        server.welcomes();
        assertThat(client.permitted()).isNull();
        server.hears("[\"can\",2]");
        listening.close();
        server.says("[\"ret\",2," + TODOS + "]");
        assertThat(told).hasSize(2);
        assertThat(client.permitted()).isEqualTo(todos);
    }

    @Test
    void thatCannotBeAskedFailsAndIsAskedAgain() {
        RedstartClient client = server.open();
        CompletableFuture<Boolean> first = client.can("clap");
        server.hears("[\"can\",1]");
        server.says("[\"err\",1,{\"code\":\"bad_message\",\"message\":\"What is that?\"}]");
        CallTest.assertCode(first, "bad_message");
        client.onPermitted(told::add);
        server.hears("[\"can\",2]");
        server.clock.advance(30_000);
        assertThat(server.reported()).hasSize(1);
        server.hears("[\"cancel\",2]");
        CompletableFuture<Boolean> third = client.can("clap");
        server.hears("[\"can\",3]");
        client.close();
        CallTest.assertCode(third, "unknown_outcome");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "[]",
                "{}",
                "{\"calls\":\"a\",\"actions\":[],\"events\":[]}",
                "{\"calls\":[1],\"actions\":[],\"events\":[]}"
            })
    void isNotWhatIsNoListOfNames(String nonsense) {
        RedstartClient client = server.open();
        server.says("[\"can\"," + nonsense + "]");
        assertThat(server.reported()).hasSize(1);
        CompletableFuture<Boolean> asked = client.can("a");
        server.hears("[\"can\",1]");
        server.says("[\"ret\",1," + nonsense + "]");
        CallTest.assertCode(asked, "bad_message");
        assertThat(client.permitted()).isNull();
    }
}
