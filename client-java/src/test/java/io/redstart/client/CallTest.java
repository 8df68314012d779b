package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.redstart.api.CallException;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

class CallTest {
    record Todo(long id, String text) {}

    record Share(int people) {
        @JsonProperty
        int each() {
            return 100 / people;
        }
    }

    private final FakeServer server = new FakeServer();

    @Test
    void readsTheAnswerAsTheTypeThatWasAskedFor() {
        RedstartClient client = server.open();
        var one = client.call("todos.find", Todo.class, 7);
        var all = client.call("todos.list", new TypeReference<List<Todo>>() {});
        Type numbers = new TypeReference<Map<String, Integer>>() {}.getType();
        var byType = client.call("todos.counts", numbers);
        var ignored = client.call("todos.clear", Void.class);
        server.hears("[\"call\",1,\"todos.find\",[7]]");
        server.says("[\"ret\",1,{\"id\":7,\"text\":\"milk\"}]\n[\"ret\",2,[{\"id\":7,\"text\":\"milk\"}]]\n"
                + "[\"ret\",3,{\"open\":2}]\n[\"ret\",4,{\"left\":[0]}]");
        assertThat(one.join()).isEqualTo(new Todo(7, "milk"));
        assertThat(all.join()).containsExactly(new Todo(7, "milk"));
        assertThat(byType.join()).isEqualTo(Map.of("open", 2));
        assertThat(ignored).isCompletedWithValue(null);
    }

    @Test
    void failsAloneWhenItsAnswerDoesNotConvert() {
        RedstartClient client = server.open();
        var wrong = client.call("clap", int.class);
        var right = client.call("clap", int.class);
        server.says("[\"ret\",1,{\"a\":1}]\n[\"ret\",2,3]");
        assertCode(wrong, "bad_message");
        assertThat(right).isCompletedWithValue(3);
        assertThat(server.reported).isEmpty();
    }

    @Test
    void failsWhenItsArgumentsDoNotConvert() {
        RedstartClient client = server.open();
        assertCode(client.call("clap", int.class, new Share(0)), "invalid");
        assertThatThrownBy(() -> client.cast("clap", new Share(0))).isInstanceOf(CallException.class);
        assertThatThrownBy(() -> client.emit("clap", new Share(0))).isInstanceOf(CallException.class);
        var next = client.call("clap", int.class);
        server.hears("[\"call\",1,\"clap\",[]]");
        server.says("[\"ret\",1,3]");
        assertThat(next).isCompletedWithValue(3);
    }

    @Test
    void sendsNamedArguments() {
        RedstartClient client = server.open();
        var todo = client.callNamed("todos.add", Todo.class, Map.of("text", "milk"));
        server.hears("[\"call\",1,\"todos.add\",{\"text\":\"milk\"}]");
        server.says("[\"ret\",1,{\"id\":7,\"text\":\"milk\"}]");
        assertThat(todo.join().id()).isEqualTo(7);
    }

    @Test
    void sendsItsOptions() {
        Caller caller = server.open()
                .with(CallOptions.NONE.timeout(Duration.ZERO).key("order-1").traceparent("00-1-2-01"));
        var unused = caller.call("pay", Void.class, 5);
        server.hears("[\"call\",1,\"pay\",[5],{\"key\":\"order-1\",\"tp\":\"00-1-2-01\"}]");
        server.clock.advance(24 * 3_600_000L);
        assertThat(unused).isNotDone();
    }

    @Test
    void toldTheTraceOfAFailure() {
        RedstartClient client = server.open();
        var call = client.call("rooms.enter", Void.class);
        server.says("[\"err\",1,{\"code\":\"internal\",\"message\":\"It failed\",\"trace\":\"t-1\"}]");
        assertThatThrownBy(call::join)
                .cause()
                .isInstanceOfSatisfying(
                        RemoteCallException.class,
                        failure -> assertThat(failure.trace()).isEqualTo("t-1"));
    }

    @Test
    void cancelsWhateverWayTheApplicationStopsWaiting() {
        RedstartClient client = server.open();
        var first = client.call("slow", String.class);
        var second = client.call("slow", String.class);
        server.hears("[\"call\",1,\"slow\",[]]");
        server.hears("[\"call\",2,\"slow\",[]]");
        first.complete("enough");
        server.hears("[\"cancel\",1]");
        second.completeExceptionally(new IllegalStateException("enough"));
        server.hears("[\"cancel\",2]");
        server.says("[\"ret\",1,\"late\"]");
        assertThat(first).isCompletedWithValue("enough");
        assertThat(server.reported).isEmpty();
    }

    @Test
    void refusesWhatIsTooMuchToWait() {
        RedstartClient client = server.client().connect();
        var calls = new ArrayList<CompletableFuture<Integer>>();
        for (int count = 0; count < Outbox.MAX_AWAY; count++) {
            calls.add(client.call("clap", int.class));
        }
        assertCode(client.call("clap", int.class), "overloaded");
        client.cast("clap");
        assertThat(server.reported())
                .singleElement()
                .isInstanceOfSatisfying(
                        CallException.class,
                        refused -> assertThat(refused.code()).isEqualTo("overloaded"));
        assertThat(calls).allMatch(call -> !call.isDone());
    }

    @Test
    void batchesWhileTheLineIsBusy() {
        RedstartClient client = server.open();
        server.line().slowDown();
        client.emit("first", 0);
        for (int count = 0; count < 5_000; count++) {
            client.emit("scrolled", count);
        }
        server.hears("[\"evt\",\"first\",0]");
        var said = new ArrayList<String>();
        int frames = 0;
        server.line().drain();
        for (String frame = server.line().frames.poll();
                frame != null;
                frame = server.line().frames.poll()) {
            assertThat(frame).hasSizeLessThanOrEqualTo(32 * 1024);
            said.addAll(List.of(frame.split("\n")));
            frames++;
            server.line().drain();
        }
        assertThat(frames).isBetween(2, 10);
        assertThat(said).hasSize(5_000).startsWith("[\"evt\",\"scrolled\",0]").endsWith("[\"evt\",\"scrolled\",4999]");
    }

    @Test
    void isRefusedAfterTheClose() {
        RedstartClient client = server.open();
        client.close();
        assertCode(client.call("clap", int.class), "unavailable");
        client.close();
        assertThat(server.clock.waiting()).isZero();
    }

    @Test
    void laterStagesSeeTheTimeout() {
        RedstartClient client = server.open();
        var call = client.call("slow", String.class).orTimeout(1, TimeUnit.DAYS).thenApply(String::length);
        server.clock.advance(30_000);
        assertCode(call, "timeout");
    }

    @Test
    void keepsTimeWithOneTimer() {
        RedstartClient client = server.open();
        int before = server.clock.waiting();
        var calls = new ArrayList<CompletableFuture<Integer>>();
        for (int count = 1; count <= 100; count++) {
            Caller caller = client.with(CallOptions.NONE.timeout(Duration.ofMillis(1000 - count)));
            calls.add(caller.call("clap", int.class));
        }
        assertThat(server.clock.waiting()).isEqualTo(before + 1);
        server.clock.advance(949);
        assertThat(calls).filteredOn(CompletableFuture::isDone).hasSize(50);
        server.clock.advance(50);
        assertThat(calls).allMatch(CompletableFuture::isCompletedExceptionally);
        assertThat(server.clock.waiting()).isEqualTo(before);
    }

    static void assertCode(CompletableFuture<?> call, String code) {
        assertThat(call).isCompletedExceptionally();
        assertThatThrownBy(call::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CallException.class,
                        failure -> assertThat(failure.code()).isEqualTo(code));
    }
}
