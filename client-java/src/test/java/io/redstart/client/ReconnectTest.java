package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReconnectTest {
    private static final String RESUMED = "[\"welcome\",{\"sid\":\"s1\",\"key\":\"k2\",\"resumed\":true}]";

    private final FakeServer server = new FakeServer();
    private final List<ConnectionState> states = new ArrayList<>();

    @Test
    void triesForEverAndWaitsLongerEachTime() {
        RedstartClient client = server.client().connect();
        client.onState(states::add);
        var waits = new ArrayList<Long>();
        for (int attempt = 1; attempt <= 10; attempt++) {
            server.line().lose(1006, "refused");
            var away = (ConnectionState.Away) client.state();
            assertThat(away.attempt()).isEqualTo(attempt + 1);
            waits.add(away.retryIn().toMillis());
            server.clock.advance(away.retryIn().toMillis());
            assertThat(server.isDialled()).isTrue();
            assertThat(client.state()).isEqualTo(new ConnectionState.Away(Duration.ZERO, attempt + 1, 1006, "refused"));
        }
        assertThat(waits)
                .containsExactly(500L, 1000L, 2000L, 4000L, 8000L, 10_000L, 10_000L, 10_000L, 10_000L, 10_000L);
        assertThat(client.opened()).isNotDone();
        server.welcomes();
        assertThat(client.opened()).isCompletedWithValue(client);
        server.line().lose(1006, "");
        assertThat(((ConnectionState.Away) client.state()).retryIn()).isEqualTo(Duration.ofMillis(250));
    }

    @Test
    void isSlowedDownByAServerThatClosesSoonAfterEachWelcome() {
        RedstartClient client = server.open();
        var waits = new ArrayList<Long>();
        client.onState(state -> {
            if (state instanceof ConnectionState.Away away && !away.retryIn().isZero()) {
                waits.add(away.retryIn().toMillis());
            }
        });
        for (int time = 1; time <= 3; time++) {
            server.line().lose(time == 2 ? 1011 : 4429, "too many");
            server.clock.advance(250L << time);
            server.welcomes();
        }
        server.clock.advance(10_000);
        server.line().lose(4429, "too many");
        server.clock.advance(250);
        server.welcomes();
        server.line().lose(1006, ""); // lines that break are no fault of the server
        assertThat(waits).containsExactly(500L, 1_000L, 2_000L, 250L, 250L);
    }

    @Test
    void knowsWhatAByeSaidWhenTheCloseItselfIsLost() {
        RedstartClient client = server.open();
        server.says("[\"bye\",{\"code\":4001,\"reason\":\"The server stops\",\"retry\":60000}]");
        server.line().lose(1006, "");
        assertThat(client.state())
                .isEqualTo(new ConnectionState.Away(Duration.ofMinutes(1), 1, 4001, "The server stops"));
        server.clock.advance(60_000);
        server.line().open();
        server.says("[\"bye\",{\"code\":4503,\"reason\":\"Too many connections\",\"retry\":1000}]");
        server.line().lose(1006, "");
        assertThat(client.state()).isEqualTo(new ConnectionState.Closed(4503, "Too many connections", true));
    }

    @Test
    void boundsWhatTheServerAsksFor() {
        RedstartClient client = server.open();
        String reason = "x".repeat(5_000);
        server.says("[\"bye\",{\"retry\":9007199254740991,\"reason\":\"" + reason + "\"}]");
        server.line().lose(4001, "");
        assertThat(server.reported()).singleElement().asString().contains("retry is 9007199254740991");
        assertThat(client.state())
                .isEqualTo(new ConnectionState.Away(Duration.ofHours(1), 1, 4001, reason.substring(0, 200)));
        server.clock.advance(3_600_000);
        server.line().open();
        server.says("[\"welcome\",{\"sid\":\"s2\",\"key\":\"k2\",\"why\":\"" + reason
                + "\",\"heartbeat\":9007199254740991}]");
        assertThat(server.reported()).singleElement().asString().contains("heartbeat is 9007199254740991");
        assertThat(client.state()).isEqualTo(new ConnectionState.Open(false, reason.substring(0, 200)));
        server.clock.advance(3_609_999);
        assertThat(client.state()).isInstanceOf(ConnectionState.Open.class);
        server.clock.advance(1);
        assertThat(server.line().closedWith()).isEqualTo(4000);
    }

    @Test
    void tellsThatTheSessionIsFreshBeforeTheEndsOfCallsAndTheFirstPushes() {
        RedstartClient client = server.open();
        var told = new ArrayList<String>();
        client.onState(state -> told.add(state instanceof ConnectionState.Open open ? "" + open.why() : "away"));
        client.onAction(action -> told.add(action.type()));
        var call = client.call("pay", int.class, 5).whenComplete((paid, failure) -> told.add("call"));
        server.line().lose(1006, "");
        server.clock.advance(250);
        server.line().open();
        server.says(
                "[\"welcome\",{\"sid\":\"s2\",\"key\":\"k2\",\"why\":\"gap\"}]\n[\"act\",1,null,{\"type\":\"all\"}]");
        CallTest.assertCode(call, "unknown_outcome");
        assertThat(told).containsExactly("away", "away", "gap", "call", "all");
    }

    @Test
    void isTurnedAwayByAStatusOfHttp() {
        RedstartClient client = server.client().connect();
        server.line().refuse(503, 30_000);
        assertThat(client.state()).isEqualTo(new ConnectionState.Away(Duration.ofSeconds(30), 2, 503, "HTTP 503"));
        server.clock.advance(30_000);
        server.line().refuse(429, 0);
        assertThat(client.state()).isEqualTo(new ConnectionState.Away(Duration.ofSeconds(1), 3, 429, "HTTP 429"));
        server.clock.advance(1_000);
        server.line().refuse(500, Long.MAX_VALUE);
        assertThat(client.state()).isEqualTo(new ConnectionState.Away(Duration.ofHours(1), 4, 500, "HTTP 500"));
        server.clock.advance(3_600_000);
        server.line().refuse(401, 0);
        assertThat(client.state()).isEqualTo(new ConnectionState.Closed(401, "HTTP 401", true));
        CallTest.assertCode(client.opened(), "unavailable");
    }

    @Test
    void onlyAWelcomeCounts() {
        RedstartClient client = server.client().connect();
        for (int attempt = 1; attempt <= 3; attempt++) {
            server.line().open();
            server.line().lose(1006, "");
            server.clock.advance(250L << attempt);
        }
        assertThat(server.lines).hasSize(4);
        assertThat(((ConnectionState.Away) client.state()).attempt()).isEqualTo(4);
    }

    @Test
    void doesNotWaitForAWelcomeForEver() {
        RedstartClient client = server.client().connect();
        server.line().open();
        server.clock.advance(5_000);
        server.says("[\"ping\",0]");
        server.clock.advance(4_999);
        assertThat(client.state()).isInstanceOf(ConnectionState.Connecting.class);
        server.clock.advance(1);
        assertThat(server.lines.get(0).closedWith()).isEqualTo(4000);
        assertThat(client.state()).isInstanceOf(ConnectionState.Away.class);
        assertThat(server.reported()).hasSize(1);
    }

    @Test
    void asksForATokenEachTime() {
        var tokens = new ArrayList<CompletableFuture<@Nullable String>>();
        Supplier<CompletionStage<@Nullable String>> supplier = () -> {
            tokens.add(new CompletableFuture<>());
            return tokens.get(tokens.size() - 1);
        };
        RedstartClient client = server.client().token(supplier).connect();
        assertThat(server.lines).isEmpty();
        tokens.get(0).completeExceptionally(new IllegalStateException("no network"));
        assertThat(client.state()).isInstanceOf(ConnectionState.Away.class);
        assertThat(server.reported()).hasSize(1);
        server.clock.advance(500);
        tokens.get(1).complete("second");
        server.line().open();
        server.hears("[\"hello\",{\"v\":1,\"token\":\"second\",\"sdk\":\"*\"}]");
        server.line().lose(4401, "token expired");
        server.clock.advance(10_000);
        server.clock.advance(30_000);
        assertThat(client.state()).isInstanceOf(ConnectionState.Away.class);
        tokens.get(2).complete("too late");
        assertThat(server.lines).hasSize(1);
    }

    @Test
    void survivesASupplierThatThrowsAndOneWithoutToken() {
        var calls = new ArrayList<String>();
        Supplier<@Nullable CompletionStage<@Nullable String>> supplier = () -> {
            calls.add("asked");
            if (calls.size() == 1) {
                throw new IllegalStateException("broken");
            }
            return null;
        };
        RedstartClient client = server.client().token(supplier).connect();
        assertThat(client.state()).isInstanceOf(ConnectionState.Away.class);
        server.clock.advance(500);
        server.line().open();
        server.hears("[\"hello\",{\"v\":1,\"sdk\":\"*\"}]");
        assertThat(server.reported()).hasSize(1);
    }

    @Test
    void newCredentialsReplaceAFixedToken() {
        RedstartClient client = server.client().token("old").connect();
        server.welcomes();
        var accepted = client.authenticate("new");
        server.hears("[\"auth\",1,\"new\"]");
        server.says("[\"ret\",1,null]");
        assertThat(accepted).isCompletedWithValue(null);
        server.line().lose(1006, "");
        server.clock.advance(250);
        server.line().open();
        server.hears("[\"hello\",{\"v\":1,\"token\":\"new\",\"sdk\":\"*\","
                + "\"resume\":{\"sid\":\"s1\",\"key\":\"k1\",\"seen\":0}}]");
    }

    @Test
    void comesBackAfterABareCloseThatMayBeOfSomethingInBetween() {
        RedstartClient client = server.open();
        server.line().lose(1000, "");
        assertThat(client.state()).isInstanceOf(ConnectionState.Away.class);
    }

    @Test
    void staysAwayWhenTheSessionWasEndedOnPurpose() {
        RedstartClient client = server.open();
        server.says("[\"bye\",{\"code\":1000,\"reason\":\"signed out\",\"retry\":false}]");
        assertThat(client.state()).isEqualTo(new ConnectionState.Closed(1000, "signed out", false));
        server.clock.advance(60_000);
        assertThat(server.lines).hasSize(1);
        assertThat(server.clock.waiting()).isZero();
    }

    @Test
    void failsToOpenWhenItIsClosedBefore() {
        RedstartClient client = server.client().connect();
        client.close();
        CallTest.assertCode(client.opened(), "unavailable");
        assertThat(server.line().closedWith()).isEqualTo(1000);
        server.line().open();
        server.hearsNothing();
    }

    @Test
    void castsSaidWhileAwayLeaveLaterAndBatchesAreNotSaidTwice() {
        RedstartClient client = server.open();
        server.line().slowDown();
        client.emit("first", 0);
        var call = client.call("clap", int.class);
        client.emit("big", "x".repeat(20_000));
        client.emit("bigger", "x".repeat(20_000));
        var last = client.call("clap", int.class);
        server.hears("[\"evt\",\"first\",0]");
        server.line().drain();
        server.hears("[\"call\",1,\"clap\",[]]");
        server.hears("[\"evt\",\"big\",\"*\"]");
        server.line().lose(1006, "");
        server.clock.advance(250);
        server.line().open();
        server.hears("[\"hello\",\"*\"]");
        server.says(RESUMED);
        server.hears("[\"call\",1,\"clap\",[]]");
        server.hears("[\"evt\",\"bigger\",\"*\"]");
        server.hears("[\"call\",2,\"clap\",[]]");
        server.hearsNothing();
        server.says("[\"ret\",1,1]\n[\"ret\",2,2]");
        assertThat(call).isCompletedWithValue(1);
        assertThat(last).isCompletedWithValue(2);
    }

    @Test
    void closesWhenWhatWasSaidHasLeft() {
        RedstartClient client = server.open();
        client.on("go", String.class, none -> client.close()); // a callback does not wait for the end
        server.line().slowDown();
        client.emit("first", 0);
        client.emit("last", 1);
        server.says("[\"evt\",1,null,\"go\",null]");
        CallTest.assertCode(client.call("clap", int.class), "unavailable");
        server.hears("[\"evt\",\"first\",0]");
        assertThat(client.state()).isInstanceOf(ConnectionState.Open.class);
        server.line().drain();
        server.hears("[\"evt\",\"last\",1]");
        server.line().drain();
        assertThat(server.line().closedWith()).isEqualTo(1000);
        assertThat(client.state()).isInstanceOf(ConnectionState.Closed.class);
        assertThat(server.reported).isEmpty();
        assertThat(server.clock.waiting()).isZero();
    }

    @Test
    void doesNotWaitForALineThatHangsToClose() {
        RedstartClient client = server.open();
        client.on("go", String.class, none -> client.close());
        server.line().slowDown();
        var sent = client.call("clap", int.class);
        var unsent = client.call("clap", int.class);
        server.says("[\"evt\",1,null,\"go\",null]");
        server.clock.advance(1_999);
        assertThat(client.state()).isInstanceOf(ConnectionState.Open.class);
        server.clock.advance(1);
        assertThat(server.line().closedWith()).isEqualTo(1000);
        CallTest.assertCode(sent, "unknown_outcome");
        CallTest.assertCode(unsent, "unavailable");
    }

    @Test
    void closesAtOnceWhenTheLineIsLostMeanwhile() {
        RedstartClient client = server.open();
        client.on("go", String.class, none -> client.close());
        server.line().slowDown();
        client.emit("first", 0);
        client.emit("last", 1);
        server.says("[\"evt\",1,null,\"go\",null]");
        server.line().lose(1006, "");
        assertThat(client.state()).isInstanceOf(ConnectionState.Closed.class);
        server.clock.advance(60_000);
        assertThat(server.lines).hasSize(1);
        assertThat(server.reported()).hasSize(1);
    }

    @Test
    void ignoresWhatALineSaysAfterItWasGivenUp() {
        RedstartClient client = server.open();
        FakeLine old = server.line();
        server.says("[\"evt\",5,null,\"a\",1]");
        assertThat(old.closedWith()).isEqualTo(4410);
        old.says("[\"bye\",{\"code\":4507,\"reason\":\"banned\",\"retry\":false}]");
        old.lose(4507, "banned");
        assertThat(client.state()).isInstanceOf(ConnectionState.Away.class);
    }

    @Test
    void reportsBinaryFrames() {
        server.open();
        server.line().saysBinary();
        assertThat(server.reported()).hasSize(1);
    }
}
