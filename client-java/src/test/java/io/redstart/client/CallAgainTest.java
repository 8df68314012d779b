package io.redstart.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls that are made again, because the server said that they did not run, or because they have a key. */
class CallAgainTest {
    private static final CallOptions RETRIED = CallOptions.NONE.retried();

    private final FakeServer server = new FakeServer();
    private final RedstartClient client = server.open();

    private void refuses(long id, String code, long retry) {
        server.says("[\"err\"," + id + ",{\"code\":\"" + code + "\",\"message\":\"Busy\",\"retry\":" + retry + "}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rate_limited", "overloaded", "unavailable"})
    void waitAsLongAsTheServerSays(String code) {
        var call = client.with(RETRIED).call("clap", String.class, 2);
        server.hears("[\"call\",1,\"clap\",[2],{\"ttl\":30000}]");
        refuses(1, code, 1_000);
        server.clock.advance(999);
        server.hearsNothing();
        server.clock.advance(1);
        server.hears("[\"call\",2,\"clap\",[2],{\"ttl\":29000}]");
        server.says("[\"ret\",2,\"clap clap\"]");
        assertThat(call).isCompletedWithValue("clap clap");
    }

    @ParameterizedTest
    @CsvSource({"internal,5", "overloaded,30000", "room_full,5"})
    void failWhenTheyMayHaveRunOrItWouldBeTooLate(String code, long retry) {
        var call = client.with(RETRIED).call("clap", String.class, 2);
        refuses(1, code, retry);
        CallTest.assertCode(call, code);
    }

    @Test
    void failWhenNobodyWantsThem() {
        var call = client.call("clap", String.class, 2);
        refuses(1, "overloaded", 5);
        CallTest.assertCode(call, "overloaded");
        var action = client.with(RETRIED).dispatch(io.redstart.api.Action.of("a", null));
        refuses(2, "overloaded", 5);
        CallTest.assertCode(action, "overloaded");
    }

    @Test
    void doNotHammerAServerThatSaysAtOnce() {
        var call = client.with(RETRIED.timeout(Duration.ofSeconds(1))).call("clap", String.class);
        for (int id = 1; id <= 10; id++) {
            server.hears("[\"call\"," + id + ",\"clap\",[]]");
            refuses(id, "rate_limited", 0);
            server.clock.advance(100);
        }
        CallTest.assertCode(call, "rate_limited");
        server.hearsNothing();
    }

    @Test
    void getIdsInTheOrderInWhichTheyLeaveAlsoOverALostLine() {
        var first = client.with(RETRIED).call("first", String.class);
        server.hears("[\"call\",1,\"first\",[]]");
        refuses(1, "overloaded", 1_000);
        var second = client.call("second", String.class);
        server.hears("[\"call\",2,\"second\",[]]");
        server.line().lose(1006, "");
        server.clock.advance(250);
        server.line().open();
        server.hears("[\"hello\",\"*\"]");
        server.says("[\"welcome\",{\"sid\":\"s1\",\"key\":\"k2\",\"resumed\":true}]");
        server.hears("[\"call\",2,\"second\",[]]");
        server.hearsNothing();
        server.clock.advance(750);
        server.hears("[\"call\",3,\"first\",[]]");
        server.says("[\"ret\",3,\"one\"]\n[\"ret\",2,\"two\"]");
        assertThat(first).isCompletedWithValue("one");
        assertThat(second).isCompletedWithValue("two");
    }

    @Test
    void canBeCancelledWhileTheyWaitAndEndWithTheClient() {
        CompletableFuture<String> one = client.with(RETRIED).call("one", String.class);
        CompletableFuture<String> two =
                client.with(RETRIED.timeout(Duration.ZERO)).call("two", String.class);
        server.hears("[\"call\",1,\"one\",[]]");
        server.hears("[\"call\",2,\"two\",[]]");
        refuses(1, "overloaded", 1_000);
        refuses(2, "overloaded", 9_007_199_254_740_991L);
        one.cancel(false);
        server.hearsNothing(); // the server knows that it does not run
        client.close();
        CallTest.assertCode(two, "unavailable");
        assertThat(server.clock.waiting()).isZero();
    }

    @Test
    void askOnceMoreWithAKeyWhenTheirAnswerIsNotKept() {
        var call = client.with(CallOptions.NONE.key("order-1")).call("pay", String.class, 5);
        server.hears("[\"call\",1,\"pay\",[5]]");
        server.says("[\"err\",1,{\"code\":\"unknown_outcome\",\"message\":\"Not kept\"}]");
        server.clock.advance(100);
        server.hears("[\"call\",2,\"pay\",[5],{\"ttl\":29900,\"key\":\"order-1\"}]");
        server.says("[\"err\",2,{\"code\":\"unknown_outcome\",\"message\":\"Not kept\"}]");
        CallTest.assertCode(call, "unknown_outcome");
    }

    @Test
    void areNeverActionsWhichCarryNoKey() {
        var action = client.with(CallOptions.NONE.key("order-1")).dispatch(io.redstart.api.Action.of("paid", null));
        server.hears("[\"act\",1,null,{\"type\":\"paid\"}]");
        server.line().lose(1006, "");
        server.clock.advance(250);
        server.welcomes();
        CallTest.assertCode(action, "unknown_outcome");
        server.hearsNothing();
    }
}
