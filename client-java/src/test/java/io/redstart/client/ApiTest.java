package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ApiTest {
    record Todo(long id, String text) {}

    interface Store<T> {
        CompletableFuture<List<T>> list();

        T find(long id);
    }

    @Api("todos")
    interface Todos extends Store<Todo> {
        CompletableFuture<Todo> add(String text, Map<String, Integer> marks);

        CompletionStage<Void> clear();

        @Call("count_all")
        int count();

        void rename(long id, String text);

        Flow.Publisher<JsonNode> feed(int since);

        String slow() throws InterruptedException;

        default int twice() {
            return 2 * count();
        }
    }

    interface Bare {
        String clap(int times);
    }

    private final FakeServer server = new FakeServer();
    private final RedstartClient client = server.open();
    private final Todos todos = client.api(Todos.class);

    @Test
    void callsByTheNameOfApiAndMethod() {
        var added = todos.add("milk", Map.of("a", 1));
        server.hears("[\"call\",1,\"todos.add\",[\"milk\",{\"a\":1}]]");
        server.says("[\"ret\",1,{\"id\":7,\"text\":\"milk\"}]");
        assertThat(added).isCompletedWithValue(new Todo(7, "milk"));
        CompletionStage<Void> cleared = todos.clear();
        server.hears("[\"call\",2,\"todos.clear\",[]]");
        server.says("[\"ret\",2,true]");
        assertThat(cleared.toCompletableFuture()).isCompletedWithValue(null);
    }

    @Test
    void respectsGenericTypesOfAncestors() {
        var all = todos.list();
        server.hears("[\"call\",1,\"todos.list\",[]]");
        server.says("[\"ret\",1,[{\"id\":7,\"text\":\"milk\"}]]");
        assertThat(all.join()).containsExactly(new Todo(7, "milk"));
    }

    @Test
    void waitsForAPlainAnswer() {
        server.line().answer(said -> "[\"ret\",1,{\"id\":7,\"text\":\"milk\"}]");
        assertThat(todos.find(7)).isEqualTo(new Todo(7, "milk"));
        server.hears("[\"call\",1,\"todos.find\",[7]]");
        server.line().answer(said -> "[\"ret\",2,null]");
        todos.rename(7, "bread");
        server.hears("[\"call\",2,\"todos.rename\",[7,\"bread\"]]");
    }

    @Test
    void throwsTheServersRefusal() {
        server.line().answer(said -> "[\"err\",1,{\"code\":\"not_found\",\"message\":\"No such todo\"}]");
        assertThatThrownBy(() -> todos.find(8))
                .isInstanceOf(RemoteCallException.class)
                .hasMessage("No such todo");
    }

    @Test
    void callsByAnotherNameIfAnnotated() {
        server.line().answer(said -> "[\"ret\",1,3]");
        assertThat(todos.count()).isEqualTo(3);
        server.hears("[\"call\",1,\"todos.count_all\",[]]");
    }

    @Test
    void runsDefaultMethodsHere() {
        server.line().answer(said -> "[\"ret\",1,3]");
        assertThat(todos.twice()).isEqualTo(6);
    }

    @Test
    void streamsToAPublishersSubscribers() {
        var taker = new Taker();
        todos.feed(5).subscribe(taker);
        server.hears("[\"call\",1,\"todos.feed\",[5],{\"n\":32}]");
        server.says("[\"item\",1,1,\"a\"]\n[\"end\",1]");
        assertThat(taker.items).hasSize(1);
        assertThat(taker.end).isEqualTo("ended");
    }

    @Test
    void neverCallsForMethodsOfObject() {
        assertThat(Set.of(todos)).contains(todos).doesNotContain(client.api(Todos.class));
        assertThat(todos).hasToString("Todos (todos)");
        server.hearsNothing();
    }

    @Test
    void takesBareAndGivenNames() {
        server.line().answer(said -> "[\"ret\",1,\"clap\"]");
        assertThat(client.api(Bare.class).clap(1)).isEqualTo("clap");
        server.hears("[\"call\",1,\"clap\",[1]]");
        server.line().answer(said -> "[\"ret\",2,\"clap\"]");
        assertThat(client.api("hands", Bare.class).clap(1)).isEqualTo("clap");
        server.hears("[\"call\",2,\"hands.clap\",[1]]");
    }

    @Test
    void carriesTheOptionsOfItsCaller() {
        var unused = client.with(CallOptions.NONE.key("k")).api(Todos.class).clear();
        server.hears("[\"call\",1,\"todos.clear\",[],{\"ttl\":30000,\"key\":\"k\"}]");
    }

    @Test
    void cancelsWhenInterrupted() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(todos::slow).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
        server.hears("[\"call\",1,\"todos.slow\",[]]");
        server.hears("[\"cancel\",1]");

        Thread.currentThread().interrupt();
        assertThatThrownBy(todos::count)
                .isInstanceOfSatisfying(
                        CallException.class,
                        failure -> assertThat(failure.code()).isEqualTo("cancelled"));
        assertThat(Thread.interrupted()).isTrue();
        server.hears("[\"call\",2,\"todos.count_all\",[]]");
        server.hears("[\"cancel\",2]");
    }

    @Test
    void isAnInterface() {
        assertThatThrownBy(() -> client.api(String.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: an interface");
    }
}
