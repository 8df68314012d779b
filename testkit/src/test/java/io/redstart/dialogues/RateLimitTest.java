package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.OnAction;
import io.redstart.api.OnEvent;
import io.redstart.api.RateLimit;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RateLimitTest {
    private final Bar bar = new Bar();

    @RegisterExtension
    final TestServerExtension limited =
            TestServerExtension.of(TestServer.builder().instance(bar).api(Together.class));

    @Api("bar")
    @Singleton
    public static class Bar {
        final AtomicInteger rung = new AtomicInteger();

        @Call
        @RateLimit(permits = 3, per = "1s")
        public String drink(int size) {
            return "drink " + size;
        }

        @Call
        @RateLimit(permits = 1, per = "1s", burst = 2)
        public void toast() {}

        @Call
        @RateLimit(permits = 1, per = "1m", by = RateLimit.By.USER)
        public void pay() {}

        @Call
        @RateLimit(permits = 1, per = "1s", by = RateLimit.By.ADDRESS)
        public void enter() {}

        @Call
        @RateLimit(permits = 2, per = "1s", by = RateLimit.By.METHOD)
        public void sing() {}

        @Call
        @RateLimit(permits = 2, per = "1s")
        @RateLimit(permits = 3, per = "1h")
        public void smoke() {}

        @OnAction("bar/waved")
        @RateLimit(permits = 1)
        public void waved() {}

        @OnEvent("ring")
        @RateLimit(permits = 1)
        public void ring() {
            rung.incrementAndGet();
        }
    }

    @Api("together")
    @Singleton
    @RateLimit(permits = 2, per = "10s")
    public static class Together {
        @Call
        public void one() {}

        @Call
        @RateLimit(permits = 1, per = "1s")
        public void other() {}
    }

    private static void refuses(TestClient client, int id, String call, long retry) {
        client.says("['call'," + id + ",'" + call + "',[]]")
                .hears("['err'," + id + ",{'code':'rate_limited','message':'" + call + " is called too often','retry':"
                        + retry + "}]");
    }

    private static void lets(TestClient client, int id, String call) {
        client.says("['call'," + id + ",'" + call + "',[]]").hears("['ret'," + id + ",null]");
    }

    @Test
    void refusesWhatComesTooOftenAndSaysExactlyWhenAgain(TestServer server, TestClient client) {
        for (int id = 1; id <= 3; id++) {
            client.says("['call'," + id + ",'bar.drink',[1]]").hears("['ret'," + id + ",'drink 1']");
        }
        client.says("['call',4,'bar.drink',[1]]")
                .hears("['err',4,{'code':'rate_limited','message':'bar.drink is called too often','retry':334}]");
        server.passes(Duration.ofMillis(333));
        client.says("['call',5,'bar.drink',[1]]").hears("['err',5,{'code':'rate_limited','message':'*','retry':1}]");
        server.passes(Duration.ofMillis(1));
        client.says("['call',6,'bar.drink',[1]]").hears("['ret',6,'drink 1']");
        assertThat(server.limitHits("rate")).isEqualTo(2);
        assertThat(server.refusals("bar.drink", "rate_limited")).isEqualTo(2);
    }

    @Test
    void refusesBeforeItLooksAtArguments(TestClient client) {
        for (int id = 1; id <= 3; id++) {
            client.says("['call'," + id + ",'bar.drink',['much']]")
                    .hears("['err'," + id + ",{'code':'invalid','*':'*'}]");
        }
        client.says("['call',4,'bar.drink',['much',{}]]")
                .hears("['err',4,{'code':'rate_limited','message':'*','retry':334}]");
    }

    @Test
    void savesUpABurst(TestServer server, TestClient client) {
        lets(client, 1, "bar.toast");
        lets(client, 2, "bar.toast");
        refuses(client, 3, "bar.toast", 1000);
        server.passes(Duration.ofMinutes(1));
        lets(client, 4, "bar.toast");
        lets(client, 5, "bar.toast");
        refuses(client, 6, "bar.toast", 1000);
    }

    @Test
    void countsEachSessionApart(TestServer server, TestClient client, TestClient other) {
        lets(client, 1, "bar.toast");
        lets(client, 2, "bar.toast");
        refuses(client, 3, "bar.toast", 1000);
        lets(other, 1, "bar.toast");
    }

    @Test
    void countsAllSessionsOfAUserTogether(TestServer server, TestClient guest, TestClient other) {
        User ann = new User("ann");
        lets(server.client(ann), 1, "bar.pay");
        refuses(server.client(ann), 1, "bar.pay", 60_000);
        lets(server.client(new User("bob")), 1, "bar.pay");
        lets(guest, 1, "bar.pay");
        refuses(guest, 2, "bar.pay", 60_000);
        lets(other, 1, "bar.pay");
    }

    @Test
    void countsAnAddressTogether(TestServer server) throws UnknownHostException {
        lets(server.client(InetAddress.getByName("10.0.0.1")), 1, "bar.enter");
        refuses(server.client(InetAddress.getByName("10.0.0.1")), 1, "bar.enter", 1000);
        lets(server.client(InetAddress.getByName("10.0.0.2")), 1, "bar.enter");
        lets(server.client(InetAddress.getByName("2001:db8:0:1::1")), 1, "bar.enter");
        refuses(server.client(InetAddress.getByName("2001:db8:0:1:ffff::2")), 1, "bar.enter", 1000);
        lets(server.client(InetAddress.getByName("2001:db8:0:2::1")), 1, "bar.enter");
    }

    @Test
    void countsEverybodyTogether(TestServer server, TestClient client, TestClient other) {
        lets(client, 1, "bar.sing");
        lets(other, 1, "bar.sing");
        refuses(client, 2, "bar.sing", 500);
        refuses(other, 2, "bar.sing", 500);
        server.passes(Duration.ofMillis(500));
        lets(other, 3, "bar.sing");
    }

    @Test
    void keepsSeveralLimitsAndTakesNothingIfOneRefuses(TestServer server, TestClient client) {
        lets(client, 1, "bar.smoke");
        lets(client, 2, "bar.smoke");
        refuses(client, 3, "bar.smoke", 500);
        server.passes(Duration.ofMillis(500));
        lets(client, 4, "bar.smoke");
        refuses(client, 5, "bar.smoke", 1_199_500);
        server.passes(Duration.ofSeconds(1));
        refuses(client, 6, "bar.smoke", 1_198_500);
    }

    @Test
    void boundsAllMethodsOfAClassTogether(TestServer server, TestClient client) {
        lets(client, 1, "together.one");
        lets(client, 2, "together.other");
        refuses(client, 3, "together.one", 5000);
        refuses(client, 4, "together.other", 5000);
        server.passes(Duration.ofSeconds(5));
        lets(client, 5, "together.other");
        refuses(client, 6, "together.one", 5000);
    }

    @Test
    void boundsActionsEventsAndCasts(TestServer server, TestClient client) {
        client.says("['act',1,null,{'type':'bar/waved'}]").hears("['ret',1,null]");
        client.says("['act',2,null,{'type':'bar/waved'}]")
                .hears("['err',2,{'code':'rate_limited','message':'*','retry':1000}]");
        client.says("['evt','ring',null]", "['evt','ring',null]").hearsNothing();
        assertThat(bar.rung).hasValue(1);
        assertThat(server.refusals("ring", "rate_limited")).isEqualTo(1);
        lets(client, 3, "bar.toast");
        client.says("['cast','bar.toast',[]]", "['cast','bar.toast',[]]").hearsNothing();
        assertThat(server.refusals("bar.toast", "rate_limited")).isEqualTo(1);
    }

    @Test
    void doesNotCountACallThatIsRepeatedAfterAResume(TestServer server, TestClient client) {
        lets(client, 1, "bar.toast");
        lets(client, 2, "bar.toast");
        client.cut();
        TestClient back = client.resumes();
        lets(back, 1, "bar.toast");
        lets(back, 2, "bar.toast");
        refuses(back, 3, "bar.toast", 1000);
    }

    @Test
    void forgetsWhoHasBeenIdle(TestServer server) throws UnknownHostException {
        lets(server.client(InetAddress.getByName("10.0.0.1")), 1, "bar.enter");
        lets(server.client(new User("ann")), 1, "bar.pay");
        assertThat(server.limiterEntries()).isEqualTo(2);
        server.passes(Duration.ofSeconds(59));
        refuses(server.client(new User("ann")), 1, "bar.pay", 1000);
        assertThat(server.limiterEntries()).isEqualTo(2);
        server.passes(Duration.ofSeconds(62));
        assertThat(server.limiterEntries()).isZero();
    }

    @Test
    void beginsAnewWithANewVersion(TestServer server, TestClient client) throws Exception {
        server.deploys("bar2", Bar2.class);
        lets(client, 1, "bar2.drink");
        refuses(client, 2, "bar2.drink", 1000);
        server.deploys("bar2", Bar2.class);
        lets(client, 3, "bar2.drink");
    }

    @Api("bar2")
    public static class Bar2 {
        @Call
        @RateLimit(permits = 1)
        public void drink() {}
    }
}
