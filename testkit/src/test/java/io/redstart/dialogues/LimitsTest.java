package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.OnEvent;
import io.redstart.server.invocation.InvocationSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LimitsTest {
    private final Work work = new Work();

    @RegisterExtension
    final TestServerExtension working = TestServerExtension.of(TestServer.builder()
            .calls(new InvocationSettings(
                    Duration.ofSeconds(30), 64, 2_000, 20, 2048, Duration.ofMinutes(10), 100, 1 << 20))
            .instance(work));

    @Api("work")
    @Singleton
    public static class Work {
        final Gate gate = new Gate();
        final AtomicInteger events = new AtomicInteger();

        @Call
        public void slow() throws InterruptedException {
            gate.pass();
        }

        @Call
        public String text(int length) {
            return "x".repeat(length);
        }

        @OnEvent("tick")
        public void tick() {
            events.incrementAndGet();
        }
    }

    @Test
    void refusesMoreCallsThanMayRunOrWait(TestServer server, TestClient client) {
        for (int id = 1; id <= 64; id++) {
            client.says("['call'," + id + ",'work.slow',[]]");
        }
        work.gate.isReached();
        client.hearsNothing();
        client.says("['call',65,'work.slow',[]]");
        client.hears("['err',65,{'code':'rate_limited','message':'*','retry':100}]");
        assertThat(server.limitHits("calls")).isEqualTo(1);
        assertThat(server.callCount()).isEqualTo(64);
        work.gate.opens();
        for (int id = 1; id <= 64; id++) {
            client.hears("['ret'," + id + ",null]");
        }
        client.says("['call',66,'work.text',[1]]").hears("['ret',66,'x']");
        assertThat(server.callCount()).isZero();
    }

    @Test
    void refusesMoreCallsThanTheNodeMayDo() {
        Work busy = new Work();
        InvocationSettings three =
                new InvocationSettings(Duration.ofSeconds(30), 64, 3, 20, 2048, Duration.ofMinutes(10), 100, 1 << 20);
        try (TestServer server =
                TestServer.builder().calls(three).instance(busy).start()) {
            TestClient one = server.client();
            TestClient two = server.client();
            one.says("['call',1,'work.slow',[]]", "['cast','work.slow',[]]");
            busy.gate.isReached();
            two.says("['call',1,'work.slow',[]]").hearsNothing();
            two.says("['call',2,'work.text',[1]]").hears("['err',2,{'code':'overloaded','message':'*','retry':1000}]");
            one.says("['call',2,'work.text',[1]]").hears("['err',2,{'code':'overloaded','message':'*','retry':1000}]");
            one.says("['call',1,'work.slow',[]]", "['cast','work.text',[1]]", "['evt','tick',null]")
                    .hearsNothing();
            assertThat(server.limitHits("node-calls")).isEqualTo(4);
            busy.gate.opens();
            one.hears("['ret',1,null]");
            two.hears("['ret',1,null]");
            server.settles();
            two.says("['call',3,'work.text',[1]]").hears("['ret',3,'x']");
            assertThat(busy.events).hasValue(0);
        }
    }

    @Test
    void doesNotCountStreamsThatHaveBegun() {
        InvocationSettings two =
                new InvocationSettings(Duration.ofSeconds(30), 64, 2, 20, 2048, Duration.ofMinutes(10), 100, 1 << 20);
        try (TestServer server =
                TestServer.builder().calls(two).api(Feeds.class).start()) {
            TestClient client = server.client();
            for (int id = 1; id <= 5; id++) {
                client.says("['call'," + id + ",'feed',[],{'n':1}]").hears("['item'," + id + ",1,1]");
            }
            client.says("['cancel',3]").hears("['end',3,{'code':'cancelled','message':'*'}]");
            client.says("['more',4,2]").hears("['item',4,2,2]");
            client.hears("['end',4]");
        }
    }

    @Api
    public static class Feeds {
        @Call
        public Stream<Integer> feed() {
            return Stream.of(1, 2);
        }
    }

    @Test
    void closesWhenTooManyMessagesWithoutAnAnswerWait(TestServer server, TestClient client) {
        client.says("['call',1,'work.slow',[]]");
        work.gate.isReached();
        for (int i = 0; i < 20; i++) {
            client.says("['evt','tick',null]");
        }
        client.hearsNothing();
        client.says("['cast','work.text',[1]]");
        client.hears("['bye',{'code':4429,'reason':'*','retry':1000}]");
        client.closedWith(4429);
        assertThat(server.limitHits("waiting")).isEqualTo(1);
        work.gate.opens();
        server.settles();
        assertThat(work.events).hasValue(20);
    }

    @Test
    void saysThatAnAnswerIsTooLarge(TestClient client) {
        client.says("['call',1,'work.text',[2000]]").hears("['ret',1,'*']");
        client.says("['call',2,'work.text',[2048]]").hears("['err',2,{'code':'too_large','message':'*'}]");
    }

    @Test
    void tellsHowLargeAMessageMayBe(TestServer server, TestClient client) {
        int length = 64 * 1024 - "[\"call\",1,\"work.text\",[2]]".length();
        client.says("['call',1,'work.text',[2]" + " ".repeat(length) + "]").hears("['ret',1,'xx']");
        client.says("['call',2,'work.text',[2]" + " ".repeat(length + 1) + "]");
        client.hears("['err',2,{'code':'too_large','message':'work.text takes messages of at most 65536 bytes'}]");
        assertThat(server.limitHits("method-message")).isEqualTo(1);
    }
}
