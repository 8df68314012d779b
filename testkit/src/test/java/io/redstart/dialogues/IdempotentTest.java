package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Idempotent;
import io.redstart.api.User;
import io.redstart.server.invocation.InvocationSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class IdempotentTest {
    private static final User ANN = new User("ann");

    private final Till till = new Till();

    @RegisterExtension
    final TestServerExtension shop = TestServerExtension.of(TestServer.builder()
            .calls(new InvocationSettings(
                    Duration.ofSeconds(30), 64, 2_000, 1_000, 1 << 20, Duration.ofMinutes(10), 3, 1 << 20))
            .instance(till));

    @Api("till")
    @Singleton
    public static class Till {
        final AtomicInteger paid = new AtomicInteger();
        final Gate gate = new Gate();
        final CompletableFuture<String> later = new CompletableFuture<>();

        @Call
        @Idempotent
        public String pay(long cents, String to) {
            return "receipt " + paid.incrementAndGet() + ": " + cents + " to " + to;
        }

        @Call
        @Idempotent
        public String slow() {
            gate.passUninterruptibly();
            return "receipt " + paid.incrementAndGet();
        }

        @Call
        @Idempotent
        public CompletionStage<String> later() {
            paid.incrementAndGet();
            return later;
        }

        @Call
        @Idempotent
        public void refuse() {
            paid.incrementAndGet();
            throw new CallException("broke", "There is no money");
        }

        @Call
        @Idempotent
        public void refuseForNow() {
            paid.incrementAndGet();
            throw new CallException("busy", "Not now", null, Duration.ofSeconds(1), List.of());
        }

        @Call
        @Idempotent
        public void fail() {
            paid.incrementAndGet();
            throw new IllegalStateException("a secret of ours");
        }

        @Call
        public String look() {
            return "pretty";
        }

        @Call
        public Stream<Integer> list() {
            return Stream.of(1);
        }
    }

    @Test
    void runsOnceAndGivesTheSameAnswerAgain(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',1,'receipt 1: 5 to bob']");
        ann.says("['call',2,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',2,'receipt 1: 5 to bob']");
        assertThat(till.paid).hasValue(1);
        assertThat(server.idempotencyKeys()).isEqualTo(1);
    }

    @Test
    void runsOnceInAllSessionsOfAUser(TestServer server) {
        server.client(ANN).says("['call',1,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',1,'receipt 1: 5 to bob']");
        server.client(ANN).says("['call',7,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',7,'receipt 1: 5 to bob']");
        server.client(new User("eve"))
                .says("['call',1,'till.pay',[5,'bob'],{'key':'k'}]")
                .hears("['ret',1,'receipt 2: 5 to bob']");
    }

    @Test
    void knowsAGuestByItsSession(TestServer server, TestClient client, TestClient other) {
        client.says("['call',1,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',1,'receipt 1: 5 to bob']");
        client.says("['call',2,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',2,'receipt 1: 5 to bob']");
        other.says("['call',1,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',1,'receipt 2: 5 to bob']");
    }

    @Test
    void runsWheneverItIsCalledWithoutAKeyOrWithAnother(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.pay',[5,'bob']]").hears("['ret',1,'receipt 1: 5 to bob']");
        ann.says("['call',2,'till.pay',[5,'bob']]").hears("['ret',2,'receipt 2: 5 to bob']");
        ann.says("['call',3,'till.pay',[5,'bob'],{'key':'a'}]").hears("['ret',3,'receipt 3: 5 to bob']");
        ann.says("['call',4,'till.pay',[5,'bob'],{'key':'b'}]").hears("['ret',4,'receipt 4: 5 to bob']");
    }

    @Test
    void refusesTheSameKeyWithOtherArguments(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',1,'receipt 1: 5 to bob']");
        ann.says("['call',2,'till.pay',[6,'bob'],{'key':'k'}]").hears("['err',2,{'code':'conflict','message':'*'}]");
        ann.saysExactly("[\"call\",3,\"till.pay\", [ 5 , \"b\\u006fb\" ],{\"key\":\"k\"}]")
                .hears("['ret',3,'receipt 1: 5 to bob']");
        assertThat(till.paid).hasValue(1);
    }

    @Test
    void refusesAKeyWhereItMeansNothing(TestServer server, TestClient client) {
        client.says("['call',1,'till.look',[],{'key':'k'}]")
                .hears(
                        "['err',1,{'code':'invalid','message':'till.look takes no key (expected: none, it is not idempotent)'}]");
        client.says("['call',2,'till.list',[],{'key':'k','n':1}]").hears("['err',2,{'code':'invalid','message':'*'}]");
        client.says("['call',3,'till.pay',[5,'bob'],{'key':''}]")
                .hears("['err',3,{'code':'invalid','message':'key has 0 characters (expected: 1 to 256)'}]");
        client.says("['call',4,'till.pay',[5,'bob'],{'key':'" + "k".repeat(257) + "'}]")
                .hears("['err',4,{'code':'invalid','message':'*'}]");
        assertThat(server.idempotencyKeys()).isZero();
    }

    @Test
    void joinsTheRunningOne(TestServer server) {
        TestClient ann = server.client(ANN);
        TestClient phone = server.client(ANN);
        ann.says("['call',1,'till.slow',[],{'key':'k'}]");
        till.gate.isReached();
        phone.says("['call',1,'till.slow',[],{'key':'k'}]", "['call',2,'till.slow',[],{'key':'k'}]")
                .hearsNothing();
        assertThat(server.callCount()).isEqualTo(3);
        till.gate.opens();
        ann.hears("['ret',1,'receipt 1']");
        phone.hears("['ret',1,'receipt 1']");
        phone.hears("['ret',2,'receipt 1']");
        assertThat(till.paid).hasValue(1);
        assertThat(server.callCount()).isZero();
    }

    @Test
    void lettingGoOfAJoinedCallLeavesTheRunningOneAlone(TestServer server) {
        TestClient ann = server.client(ANN);
        TestClient phone = server.client(ANN);
        ann.says("['call',1,'till.later',[],{'key':'k'}]").hearsNothing();
        phone.says("['call',1,'till.later',[],{'key':'k'}]", "['call',2,'till.later',[],{'key':'k','ttl':2000}]");
        phone.says("['cancel',1]").hears("['err',1,{'code':'cancelled','message':'*'}]");
        server.passes(Duration.ofSeconds(2));
        phone.hears("['err',2,{'code':'timeout','message':'*'}]");
        till.later.complete("done");
        ann.hears("['ret',1,'done']");
        phone.hearsNothing();
    }

    @Test
    void runsOnForAUserWhoseSessionIsOver(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.later',[],{'key':'k'}]").hearsNothing();
        ann.closes();
        server.settles();
        TestClient back = server.client(ANN);
        back.says("['call',1,'till.later',[],{'key':'k'}]").hearsNothing();
        till.later.complete("done");
        back.hears("['ret',1,'done']");
        assertThat(till.paid).hasValue(1);
    }

    @Test
    void endsInTimeThoughItsSessionIsOver(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.later',[],{'key':'k'}]").hearsNothing();
        ann.closes();
        server.passes(Duration.ofSeconds(30));
        assertThat(till.later).isCancelled();
        server.client(ANN)
                .says("['call',1,'till.later',[],{'key':'k'}]")
                .hears("['err',1,{'code':'unknown_outcome','message':'*'}]");
        assertThat(till.paid).hasValue(1);
    }

    @Test
    void keepsWhatTheApplicationRefused(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.refuse',[],{'key':'k'}]")
                .hears("['err',1,{'code':'broke','message':'There is no money'}]");
        ann.says("['call',2,'till.refuse',[],{'key':'k'}]")
                .hears("['err',2,{'code':'broke','message':'There is no money'}]");
        assertThat(till.paid).hasValue(1);
    }

    @Test
    void forgetsWhatMayBeTriedAgain(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.refuseForNow',[],{'key':'k'}]")
                .hears("['err',1,{'code':'busy','message':'Not now','retry':1000}]");
        ann.says("['call',2,'till.refuseForNow',[],{'key':'k'}]")
                .hears("['err',2,{'code':'busy','message':'Not now','retry':1000}]");
        assertThat(till.paid).hasValue(2);
        assertThat(server.idempotencyKeys()).isZero();
    }

    @Test
    void doesNotRunAgainWhatFailed(TestServer server) {
        TestClient ann = server.client(ANN);
        String trace = ann.says("['call',1,'till.fail',[],{'key':'k'}]")
                .hears("['err',1,{'code':'internal','message':'*','trace':'*'}]")
                .get(2)
                .get("trace")
                .stringValue();
        ann.says("['call',2,'till.fail',[],{'key':'k'}]")
                .hears("['err',2,{'code':'internal','message':'*','trace':'" + trace + "'}]");
        assertThat(till.paid).hasValue(1);
    }

    @Test
    void doesNotKnowTheOutcomeOfWhatWasCutShort(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.later',[],{'key':'cancelled'}]").hearsNothing();
        ann.says("['cancel',1]").hears("['err',1,{'code':'cancelled','message':'*'}]");
        ann.says("['call',2,'till.later',[],{'key':'cancelled'}]")
                .hears("['err',2,{'code':'unknown_outcome','message':'*'}]");
        assertThat(till.paid).hasValue(1);
    }

    @Test
    void mayBeTriedAgainIfItNeverBegan(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.slow',[]]");
        till.gate.isReached();
        ann.says("['call',2,'till.pay',[5,'bob'],{'key':'k','ttl':1000}]").hearsNothing();
        TestClient phone = server.client(ANN);
        phone.says("['call',1,'till.pay',[5,'bob'],{'key':'k'}]").hearsNothing();
        server.passes(Duration.ofSeconds(1));
        ann.hears("['err',2,{'code':'timeout','message':'*'}]");
        phone.hears("['err',1,{'code':'unavailable','message':'*','retry':0}]");
        phone.says("['call',2,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',2,'receipt 1: 5 to bob']");
        till.gate.opens();
        ann.hears("['ret',1,'receipt 2']");
    }

    @Test
    void joinsByItsIdBeforeItsKey(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.later',[],{'key':'k'}]").hearsNothing();
        ann.cut();
        TestClient back = ann.resumes();
        back.says("['call',1,'till.later',[],{'key':'k'}]").hearsNothing();
        till.later.complete("done");
        back.hears("['ret',1,'done']").get(2);
        back.hearsNothing();
        assertThat(till.paid).hasValue(1);
    }

    @Test
    void keepsAnswersForTenMinutes(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',1,'receipt 1: 5 to bob']");
        server.passes(Duration.ofMinutes(10).minusSeconds(1));
        ann.says("['call',2,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',2,'receipt 1: 5 to bob']");
        server.passes(Duration.ofSeconds(1));
        assertThat(server.idempotencyKeys()).isZero();
        ann.says("['call',3,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',3,'receipt 2: 5 to bob']");
    }

    @Test
    void dropsTheOldestAnswersWhenThereAreTooMany(TestServer server) {
        TestClient ann = server.client(ANN);
        for (int i = 1; i <= 4; i++) {
            ann.says("['call'," + i + ",'till.pay',[5,'bob'],{'key':'k" + i + "'}]")
                    .hears("['ret'," + i + ",'receipt " + i + ": 5 to bob']");
        }
        assertThat(server.idempotencyKeys()).isEqualTo(3);
        assertThat(server.limitHits("idempotency")).isEqualTo(1);
        ann.says("['call',5,'till.pay',[5,'bob'],{'key':'k2'}]").hears("['ret',5,'receipt 2: 5 to bob']");
        ann.says("['call',6,'till.pay',[5,'bob'],{'key':'k1'}]").hears("['ret',6,'receipt 5: 5 to bob']");
    }

    @Test
    void leavesArgumentsThatDoNotFitWithoutATrace(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'till.pay',['much','bob'],{'key':'k'}]").hears("['err',1,{'code':'invalid','*':'*'}]");
        ann.says("['call',2,'till.pay',[5,'bob'],{'key':'k'}]").hears("['ret',2,'receipt 1: 5 to bob']");
    }
}
