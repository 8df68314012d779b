package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Action;
import io.redstart.api.ActionType;
import io.redstart.api.CallException;
import io.redstart.api.EventType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

class ListeningTest {
    @EventType("typing")
    record Typing(String who) {}

    @ActionType("todos/added")
    record Added(int id) {}

    @ActionType("todos/cleared")
    record Cleared() {}

    private final FakeServer server = new FakeServer();
    private final List<Object> told = new ArrayList<>();

    @Test
    void tellsEventsAsTheirTypes() {
        RedstartClient client = server.open();
        client.on(Typing.class, told::add);
        client.onWithInfo("typing", Typing.class, (typing, info) -> told.add(info));
        client.on("numbers", new TypeReference<List<Integer>>() {}, told::add);
        server.says("[\"evt\",1,\"room\",\"typing\",{\"who\":\"ann\"},{\"u\":\"ann\",\"c\":3,\"o\":9}]\n"
                + "[\"evt\",2,null,\"numbers\",[1,2]]");
        assertThat(told).containsExactly(new Typing("ann"), new PushInfo(1, "room", 3L, "ann", 9L), List.of(1, 2));
    }

    @Test
    void tellsActionsAsTheirTypes() {
        RedstartClient client = server.open();
        client.onAction(Added.class, told::add);
        client.onAction(Cleared.class, told::add);
        client.onAction("todos/added", Map.class, told::add);
        client.onAction(told::add);
        server.says("[\"act\",1,null,{\"type\":\"todos/added\",\"payload\":{\"id\":7},\"meta\":{\"a\":1}}]\n"
                + "[\"act\",2,null,{\"type\":\"todos/cleared\"}]");
        assertThat(told)
                .containsExactly(
                        new Added(7),
                        Map.of("id", 7),
                        new Action("todos/added", Map.of("id", 7), Map.of("a", 1)),
                        new Cleared(),
                        new Action("todos/cleared", null, Map.of()));
    }

    @Test
    void sendsMarkedRecords() {
        RedstartClient client = server.open();
        client.emit(new Typing("ann"));
        server.hears("[\"evt\",\"typing\",{\"who\":\"ann\"}]");
        var accepted = client.dispatch(new Added(7));
        server.hears("[\"act\",1,null,{\"type\":\"todos/added\",\"payload\":{\"id\":7}}]");
        var unused = client.dispatch("room", new Cleared());
        server.hears("[\"act\",2,\"room\",{\"type\":\"todos/cleared\"}]");
        unused = client.dispatch(new Action("a", 1, Map.of("b", 2)));
        server.hears("[\"act\",3,null,{\"type\":\"a\",\"payload\":1,\"meta\":{\"b\":2}}]");
        server.says("[\"ret\",1,null]");
        assertThat(accepted).isCompletedWithValue(null);
        assertThatThrownBy(() -> client.dispatch("text")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.dispatch(Map.of("payload", 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.emit(new Added(1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> client.onAction(Typing.class, told::add)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aListenerThatThrowsHurtsNobody() {
        RedstartClient client = server.open();
        client.on("typing", String.class, who -> {
            throw new IllegalStateException(who);
        });
        client.on("typing", Integer.class, told::add);
        client.on("typing", String.class, told::add);
        server.says("[\"evt\",1,null,\"typing\",\"ann\"]\n[\"evt\",2,null,\"typing\",\"bob\"]");
        assertThat(told).containsExactly("ann", "bob");
        assertThat(server.reported()).hasSize(4);
        server.clock.advance(5000);
        server.hears("[\"ack\",2]");
    }

    @Test
    void tellsNoMoreAfterTheSubscriptionWasClosed() {
        RedstartClient client = server.open();
        Subscription first = client.on("a", String.class, told::add);
        Subscription second = client.on("a", String.class, told::add);
        first.close();
        first.close();
        server.says("[\"evt\",1,null,\"a\",\"x\"]");
        assertThat(told).containsExactly("x");
        second.close();
        server.says("[\"evt\",2,null,\"a\",\"y\"]");
        assertThat(told).containsExactly("x");
    }

    @Test
    void tellsThatTheContractChanged() {
        RedstartClient client = server.client().contract("a").connect();
        client.onContract(told::add);
        server.line().open();
        server.says("[\"welcome\",{\"sid\":\"s1\",\"key\":\"k1\",\"api\":\"b\"}]\n[\"api\",\"b\"]\n[\"api\",\"c\"]");
        assertThat(told).containsExactly("b", "c");
    }

    @Test
    void answersAsksWithTypedArguments() {
        RedstartClient client = server.open();
        client.handle(
                "add",
                ask -> "" + ask.at(0, int.class) + ask.at(1, Integer.class) + ask.at(2, Integer.class) + ask.size());
        client.handle("greet", ask -> "Hi " + ask.named("who", String.class) + ask.at(0, String.class));
        server.says("[\"ask\",1,\"add\",[2,3]]\n[\"ask\",2,\"greet\",{\"who\":\"ann\"}]");
        server.hears("[\"ret\",1,\"23null2\"]");
        server.hears("[\"ret\",2,\"Hi annnull\"]");
    }

    @Test
    void answersAsksLater() {
        RedstartClient client = server.open();
        var choice = new CompletableFuture<Integer>();
        client.handle("choose", ask -> choice.minimalCompletionStage());
        client.handle("refuse", ask -> CompletableFuture.failedStage(new CallException("no_way", "No")));
        server.says("[\"ask\",1,\"choose\",[]]\n[\"ask\",2,\"refuse\",[]]");
        server.hears("[\"err\",2,{\"code\":\"no_way\",\"message\":\"No\"}]");
        choice.complete(4);
        server.hears("[\"ret\",1,4]");
    }

    @Test
    void answersEveryAskThatWaitsHoweverManyMoreCome() {
        RedstartClient client = server.open();
        Deque<CompletableFuture<Integer>> open = new ArrayDeque<>();
        client.handle("choose", ask -> {
            open.add(new CompletableFuture<>());
            return open.getLast();
        });
        for (int id = 1; id <= 1_001; id++) {
            server.says("[\"ask\"," + id + ",\"choose\",[]]");
        }
        server.hears("[\"err\",1001,{\"code\":\"overloaded\",\"message\":\"*\"}]");
        assertThat(open).hasSize(1_000);
        open.removeFirst().complete(4);
        server.hears("[\"ret\",1,4]");
        server.says("[\"ask\",1001,\"choose\",[]]");
        open.removeLast().complete(5);
        server.hears("[\"ret\",1001,5]");
        open.removeFirst().complete(6);
        server.hears("[\"ret\",2,6]");
    }

    @Test
    void keepsTheAnswersThatWereSaidLast() {
        RedstartClient client = server.open();
        AtomicInteger runs = new AtomicInteger();
        client.handle("count", ask -> runs.incrementAndGet());
        for (int id = 1; id <= 2_000; id++) {
            server.says("[\"ask\"," + id + ",\"count\",[]]");
            server.hears("[\"ret\"," + id + "," + id + "]");
        }
        server.says("[\"ask\",1,\"count\",[]]"); // and is said last from now on
        server.hears("[\"ret\",1,1]");
        server.says("[\"ask\",2001,\"count\",[]]");
        server.hears("[\"ret\",2001,2001]");
        server.says("[\"ask\",1,\"count\",[]]");
        server.hears("[\"ret\",1,1]");
        server.says("[\"ask\",3,\"count\",[]]");
        server.hears("[\"ret\",3,3]");
        assertThat(runs).hasValue(2_001);
        server.says("[\"ask\",2,\"count\",[]]");
        server.hears("[\"ret\",2,2002]");
    }

    @Test
    void keepsOrderAndAcknowledgesOnlyWhatTheApplicationHasDealtWith() {
        Deque<Runnable> callbacks = new ArrayDeque<>();
        RedstartClient client = server.client().executor(callbacks::add).connect();
        runAll(callbacks);
        server.welcomes();
        runAll(callbacks);
        client.on("a", Integer.class, told::add);
        var call = client.call("clap", int.class);
        var unused = call.thenAccept(answer -> told.add("answer " + answer));
        server.hears("[\"call\",1,\"clap\",[]]");
        server.says("[\"evt\",1,null,\"a\",1]\n[\"ret\",1,5]\n[\"evt\",2,null,\"a\",2]\n[\"ping\",2]");
        server.hears("[\"pong\",0]");
        assertThat(call).isNotDone();
        runAll(callbacks);
        assertThat(told).containsExactly(1, "answer 5", 2);
        server.clock.advance(5000);
        server.hears("[\"ack\",2]");
    }

    @Test
    void dropsOnlyWhatMayBeLostWhileCallbacksHang() {
        Deque<Runnable> callbacks = new ArrayDeque<>();
        RedstartClient client = server.client().executor(callbacks::add).connect();
        runAll(callbacks);
        server.welcomes();
        runAll(callbacks);
        client.on("a", Integer.class, told::add);
        for (int seq = 1; seq <= Pushes.MAX_WAITING; seq++) {
            server.says("[\"evt\"," + seq + ",null,\"a\"," + seq + "]");
        }
        server.says("[\"evt\",0,null,\"a\",-1]\n[\"evt\",1001,null,\"a\",1001]\n[\"ask\",1,\"x\",[]]");
        server.hearsNothing();
        runAll(callbacks);
        assertThat(told).hasSize(1001).doesNotContain(-1).endsWith(1001);
        for (int seen = 64; seen <= 960; seen += 64) {
            server.hears("[\"ack\"," + seen + "]");
        }
        server.hears("[\"err\",1,{\"code\":\"not_found\",\"message\":\"*\"}]");
        server.clock.advance(5000);
        server.hears("[\"ack\",1001]");
        server.says("[\"evt\",0,null,\"a\",-2]");
        runAll(callbacks);
        assertThat(told).endsWith(-2);
    }

    @Test
    void tellsWhatWasDealtWithWhileTheLineWasAway() {
        Deque<Runnable> callbacks = new ArrayDeque<>();
        RedstartClient client = server.client().executor(callbacks::add).connect();
        runAll(callbacks);
        server.welcomes();
        runAll(callbacks);
        client.on("a", Integer.class, told::add);
        server.says("[\"evt\",1,null,\"a\",1]\n[\"evt\",2,null,\"a\",2]");
        server.line().lose(1006, "");
        server.clock.advance(250);
        Runnable lane = callbacks.remove();
        callbacks.remove().run(); // who asks for a token
        server.line().open();
        server.hears("[\"hello\",{\"v\":1,\"sdk\":\"*\",\"resume\":{\"sid\":\"s1\",\"key\":\"k1\",\"seen\":0}}]");
        lane.run();
        server.says("[\"welcome\",{\"sid\":\"s1\",\"key\":\"k2\",\"resumed\":true}]\n[\"evt\",1,null,\"a\",1]\n"
                + "[\"evt\",2,null,\"a\",2]\n[\"evt\",3,null,\"a\",3]");
        runAll(callbacks);
        assertThat(told).containsExactly(1, 2, 3);
        server.clock.advance(5000);
        server.hears("[\"ack\",3]");
    }

    @Test
    void answersAnAskAlsoWhenNothingElseMayWaitAnyMore() {
        RedstartClient client = server.open();
        var choice = new CompletableFuture<Integer>();
        client.handle("choose", ask -> choice);
        server.says("[\"ask\",1,\"choose\",[]]");
        server.line().lose(1006, "");
        for (int count = 0; count < Outbox.MAX_AWAY; count++) {
            client.cast("a", count);
        }
        choice.complete(4);
        server.clock.advance(250);
        server.line().open();
        server.hears("[\"hello\",\"*\"]");
        server.says("[\"welcome\",{\"sid\":\"s1\",\"key\":\"k2\",\"resumed\":true}]");
        for (int count = 0; count < Outbox.MAX_AWAY; count++) {
            server.hears("[\"cast\",\"a\",[" + count + "]]");
        }
        server.hears("[\"ret\",1,4]");
    }

    private static void runAll(Deque<Runnable> callbacks) {
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
        }
    }
}
