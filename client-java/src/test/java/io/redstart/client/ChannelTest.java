package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Action;
import io.redstart.api.ActionType;
import io.redstart.api.CallException;
import io.redstart.api.EventType;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChannelTest {
    @ActionType("chat/said")
    record Said(String line) {}

    @EventType("typing")
    record Typing(boolean on) {}

    record Room(List<String> lines) {}

    private final FakeServer server = new FakeServer();
    private final List<@Nullable Object> told = new ArrayList<>();

    /** A channel whose state and lines are remembered, joined. */
    private RemoteChannel joined() {
        RemoteChannel room = server.open().channel("room:1");
        room.onState(Room.class, state -> told.add(state.value()));
        room.onAction(Said.class, said -> told.add(said.line()));
        room.onLeft(told::add);
        CompletableFuture<?> join = room.join();
        server.hears("[\"join\",1,\"room:1\",{}]");
        server.says("[\"state\",1,\"room:1\",[\"e1\",0],{\"lines\":[]}]");
        assertThat(join).isNotDone();
        server.says("[\"ret\",1,null]");
        assertThat(join).isCompleted();
        return room;
    }

    private void says(int seq, String line, int offset) {
        server.says("[\"act\"," + seq + ",\"room:1\",{\"type\":\"chat/said\",\"payload\":{\"line\":\"" + line
                + "\"}},{\"o\":" + offset + ",\"u\":\"ann\"}]");
    }

    /** The line breaks, and the session is gone. */
    private void freshSession(String sid) {
        server.line().lose(1006, "");
        server.clock.advance(1_000);
        server.line().open();
        server.hears("[\"hello\",\"*\"]");
        server.says("[\"welcome\",{\"sid\":\"" + sid + "\",\"key\":\"k\",\"resumed\":false,\"why\":\"expired\"}]");
    }

    @Test
    void tellsTheStateBeforeTheJoinIsAnsweredAndKeepsWhereItIs() {
        RemoteChannel room = joined();
        assertThat(told).containsExactly(new Room(List.of()));
        assertThat(room.joined()).isTrue();
        assertThat(room.position()).isEqualTo(new Position("e1", 0));
        says(2, "one", 1);
        assertThat(room.position()).isEqualTo(new Position("e1", 1));
        server.says("[\"state\",3,\"room:1\",[\"e1\",2],null]");
        assertThat(room.position()).isEqualTo(new Position("e1", 2));
        assertThat(told).containsExactly(new Room(List.of()), "one", null);
    }

    @Test
    void tellsWhatIsSaidInItAloneAndTheClientToo() {
        RemoteChannel room = joined();
        RedstartClient client = server.open();
        RemoteChannel other = client.channel("room:1");
        var all = new ArrayList<Object>();
        other.onActionWithInfo((action, info) -> all.add(List.of(action.type(), info.user(), info.offset())));
        other.on(Typing.class, all::add);
        Subscription typing = other.on("typing", Map.class, all::add);
        client.onAction(Said.class, said -> all.add("client: " + said.line()));
        says(1, "one", 1);
        server.says("[\"act\",2,\"room:2\",{\"type\":\"chat/said\",\"payload\":{\"line\":\"two\"}},{\"o\":1}]\n"
                + "[\"evt\",3,\"room:1\",\"typing\",{\"on\":true}]\n[\"evt\",4,null,\"typing\",{\"on\":true}]");
        typing.close();
        server.says("[\"evt\",5,\"room:1\",\"typing\",{\"on\":false}]");
        assertThat(all)
                .containsExactly(
                        List.of("chat/said", "ann", 1L),
                        "client: one",
                        "client: two",
                        new Typing(true),
                        Map.of("on", true),
                        new Typing(false));
        assertThat(room.joined()).isTrue();
    }

    @Test
    void catchesUpInAFreshSession() {
        RemoteChannel room = joined();
        says(2, "one", 1);
        freshSession("s2");
        assertThat(room.joined()).isFalse();
        server.hears("[\"join\",2,\"room:1\",{\"since\":[\"e1\",1]}]");
        says(1, "two", 2);
        server.says("[\"ret\",2,null]");
        assertThat(room.joined()).isTrue();
        freshSession("s3");
        server.hears("[\"join\",3,\"room:1\",{\"since\":[\"e1\",2]}]");
        says(1, "two", 2); // under way when it joined, and in what it has missed
        says(2, "three", 3);
        server.says("[\"ret\",3,null]");
        assertThat(told).containsExactly(new Room(List.of()), "one", "two", "three");
        assertThat(room.position()).isEqualTo(new Position("e1", 3));
        server.clock.advance(5_000);
        server.hears("[\"ack\",2]"); // what was not handed over is acknowledged too
    }

    @Test
    void catchesUpFromWhatHasArrivedThoughTheApplicationWasBusy() {
        var tasks = new ArrayDeque<Runnable>();
        boolean[] busy = new boolean[1];
        RedstartClient client = server.client()
                .executor(task -> {
                    if (busy[0]) {
                        tasks.add(task);
                    } else {
                        task.run();
                    }
                })
                .connect();
        server.welcomes();
        RemoteChannel room = client.channel("room:1");
        room.onAction(Said.class, said -> told.add(said.line()));
        room.join();
        server.hears("[\"join\",1,\"room:1\",{}]");
        server.says("[\"state\",1,\"room:1\",[\"e1\",0],null]\n[\"ret\",1,null]");
        busy[0] = true;
        says(2, "one", 1);
        server.line().lose(1006, "");
        server.clock.advance(1_000);
        tasks.removeLast().run(); // looks for a token, beside what the application is told
        server.line().open();
        server.hears("[\"hello\",\"*\"]");
        server.says("[\"welcome\",{\"sid\":\"s2\",\"key\":\"k\",\"resumed\":false,\"why\":\"expired\"}]");
        server.hears("[\"join\",2,\"room:1\",{\"since\":[\"e1\",1]}]");
        assertThat(room.position()).isEqualTo(new Position("e1", 0));
        busy[0] = false;
        tasks.forEach(Runnable::run);
        assertThat(told).containsExactly("one");
        assertThat(room.position()).isEqualTo(new Position("e1", 1));
    }

    @Test
    void isNotJoinedAgainOnceItWasLeft() {
        RemoteChannel room = joined();
        CompletableFuture<?> leave = room.leave();
        server.hears("[\"leave\",2,\"room:1\"]");
        server.says("[\"ret\",2,null]");
        assertThat(leave).isCompleted();
        assertThat(room.joined()).isFalse();
        assertThat(room.position()).isNull();
        freshSession("s2");
        server.hearsNothing();
    }

    @Test
    void isNotJoinedWhenItIsLeftWhileItIsBeingJoined() {
        RemoteChannel room = server.open().channel("room:1");
        room.onJoined(() -> told.add("joined"));
        CompletableFuture<?> join = room.join();
        room.leave();
        server.hears("[\"join\",1,\"room:1\",{}]");
        server.hears("[\"leave\",2,\"room:1\"]");
        server.says("[\"ret\",1,null]\n[\"ret\",2,null]");
        assertThat(join).isCompleted();
        assertThat(room.joined()).isFalse();
        assertThat(told).isEmpty();
        freshSession("s2");
        server.hearsNothing();
    }

    @Test
    void isNotJoinedWhenItIsRefusedOrGivenUp() {
        RemoteChannel room = server.open().channel("room:1");
        CompletableFuture<?> refused = room.join();
        server.hears("[\"join\",1,\"room:1\",{}]");
        server.says("[\"err\",1,{\"code\":\"forbidden\",\"message\":\"No\"}]");
        assertThatThrownBy(refused::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        CallException.class, why -> assertThat(why.code()).isEqualTo("forbidden"));
        room.join().cancel(true);
        server.hears("[\"join\",2,\"room:1\",{}]");
        server.hears("[\"cancel\",2]");
        CompletableFuture<?> late =
                room.with(CallOptions.NONE.timeout(Duration.ofSeconds(1))).join();
        server.hears("[\"join\",3,\"room:1\",{}]");
        server.clock.advance(1_000);
        assertThat(late).isCompletedExceptionally();
        server.hears("[\"cancel\",3]");
        assertThat(room.joined()).isFalse();
        freshSession("s2");
        server.hearsNothing();
    }

    @Test
    void isJoinedByTheSecondOfTwoJoinsWhenTheFirstFails() {
        RemoteChannel room = server.open().channel("room:1");
        CompletableFuture<?> first = room.join();
        CompletableFuture<?> second = room.join();
        server.says("[\"err\",1,{\"code\":\"rate_limited\",\"message\":\"No\"}]\n[\"ret\",2,null]");
        assertThat(first).isCompletedExceptionally();
        assertThat(second).isCompleted();
        assertThat(room.joined()).isTrue();
    }

    @Test
    void tellsThatItMayNotBeJoinedAgain() {
        RemoteChannel room = joined();
        freshSession("s2");
        server.hears("[\"join\",2,\"room:1\",{\"since\":[\"e1\",0]}]");
        server.says("[\"err\",2,{\"code\":\"forbidden\",\"message\":\"No more\"}]");
        assertThat(told.get(1)).isInstanceOfSatisfying(ChannelLeft.class, left -> {
            assertThat(left.why()).isEqualTo("refused");
            assertThat(Objects.requireNonNull(left.error()).code()).isEqualTo("forbidden");
        });
        assertThat(server.reported()).singleElement().asString().contains("No more");
        assertThat(room.joined()).isFalse();
        freshSession("s3");
        server.hearsNothing();
    }

    @Test
    void isNotRefusedWhenTheServerStopsOrTheClientIsClosed() {
        RemoteChannel room = joined();
        freshSession("s2");
        server.hears("[\"join\",2,\"room:1\",{\"since\":[\"e1\",0]}]");
        server.says("[\"err\",2,{\"code\":\"unavailable\",\"message\":\"The server stops\"}]");
        freshSession("s3");
        server.hears("[\"join\",3,\"room:1\",{\"since\":[\"e1\",0]}]");
        server.line().lose(1006, "");
        server.clock.advance(120_000); // a join of the client's own does not end by itself
        if (server.isDialled()) {
            freshSession("s4");
        }
        assertThat(told).containsExactly(new Room(List.of()));
        assertThat(server.reported()).isEmpty();
        assertThat(room.name()).isEqualTo("room:1");
    }

    @Test
    void tellsThatItWasTakenOut() {
        RemoteChannel room = joined();
        server.says("[\"left\",2,\"room:1\",\"revoked\"]");
        assertThat(told).contains(new ChannelLeft("revoked", null));
        assertThat(room.joined()).isFalse();
        freshSession("s2");
        server.hearsNothing();
    }

    @Test
    void tellsWhoComesAndGoesAndWhoIsThere() {
        RemoteChannel room = joined();
        room.onPresence(told::add);
        server.says("[\"who\",2,\"room:1\",\"ann\",true]\n[\"who\",3,\"room:1\",\"ann\",false]");
        assertThat(told).contains(new Presence("ann", true), new Presence("ann", false));
        CompletableFuture<Here> who = room.who();
        server.hears("[\"who\",2,\"room:1\"]");
        server.says("[\"ret\",2,{\"users\":[\"ann\"],\"guests\":1,\"sessions\":3}]");
        assertThat(who).isCompletedWithValue(new Here(List.of("ann"), 1, 3));
    }

    @Test
    void saysActionsEventsAndStates() {
        RemoteChannel room = server.open().channel("room:1");
        room.dispatch(new Said("one"));
        room.of("ann").dispatch(new Action("chat/cleared", null, Map.of()));
        room.publish(new Typing(true));
        room.of("ann").publish("poke", null);
        room.set(new Room(List.of()));
        room.of("ann").set(null, SetOptions.NONE.lasting(Duration.ofSeconds(5)).quietly());
        room.state(Room.class);
        CompletableFuture<Room> state = room.of("ann").state(Room.class);
        room.grant("joe");
        room.revoke("joe");
        server.hears("[\"act\",1,\"room:1\",{\"type\":\"chat/said\",\"payload\":{\"line\":\"one\"}}]");
        server.hears("[\"act\",2,\"room:1\",{\"type\":\"chat/cleared\"},{\"user\":\"ann\"}]");
        server.hears("[\"pub\",3,\"room:1\",\"typing\",{\"on\":true}]");
        server.hears("[\"pub\",4,\"room:1\",\"poke\",null,{\"user\":\"ann\"}]");
        server.hears("[\"set\",5,\"room:1\",{\"lines\":[]}]");
        server.hears("[\"set\",6,\"room:1\",null,{\"user\":\"ann\",\"ttl\":5000,\"quiet\":true}]");
        server.hears("[\"get\",7,\"room:1\"]");
        server.hears("[\"get\",8,\"room:1\",{\"user\":\"ann\"}]");
        server.hears("[\"grant\",9,\"room:1\",\"joe\"]");
        server.hears("[\"revoke\",10,\"room:1\",\"joe\"]");
        server.says("[\"ret\",8,{\"lines\":[\"x\"]}]");
        assertThat(state).isCompletedWithValue(new Room(List.of("x")));
    }

    @Test
    void saysAtOnceWhatCannotBeSaid() {
        RemoteChannel room = server.open().channel("room:1");
        assertThatThrownBy(() -> room.dispatch("text")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SetOptions.NONE.lasting(Duration.ofMillis(-1)))
                .hasMessage("lasting: PT-0.001S (expected: zero or more)");
        var endless = new HashMap<String, Object>();
        endless.put("itself", endless);
        assertThat(room.set(endless)).isCompletedExceptionally();
        server.hearsNothing();
    }
}
