package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallContext;
import io.redstart.api.Concurrent;
import io.redstart.api.Session;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CancelTest {
    private final Work work = new Work();

    @RegisterExtension
    final TestServerExtension working =
            TestServerExtension.of(TestServer.builder().instance(work));

    @Api("work")
    @Singleton
    public static class Work {
        final List<String> log = new CopyOnWriteArrayList<>();
        final Gate gate = new Gate();
        final CompletableFuture<String> stage = new CompletableFuture<>();

        @Call
        public String blocks(Session session, CallContext call) throws InterruptedException {
            session.emit("never", null);
            call.onCancel(() -> log.add("told"));
            try {
                gate.pass();
                return "done";
            } catch (InterruptedException e) {
                log.add("interrupted, cancelled " + call.cancelled());
                throw e;
            }
        }

        @Call
        public String stubborn() {
            gate.passUninterruptibly();
            return "done";
        }

        @Call
        @Concurrent
        public String beside() throws InterruptedException {
            gate.pass();
            return "done";
        }

        @Call
        public CompletionStage<String> stage() {
            return stage;
        }

        @Call
        public boolean isInterrupted() {
            log.add("ran");
            return Thread.currentThread().isInterrupted();
        }

        @Call
        public long remaining(CallContext call) {
            return call.remaining().toMillis();
        }

        @Call
        public String trace(CallContext call) {
            call.onCancel(() -> log.add("never told"));
            return call.traceparent();
        }
    }

    @Test
    void endsACastInTimeToo(TestServer server, TestClient client) {
        client.says("['cast','work.blocks',[]]", "['call',1,'work.isInterrupted',[]]");
        work.gate.isReached();
        server.passes(Duration.ofSeconds(29));
        client.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        assertThat(work.log).containsExactlyInAnyOrder("told", "interrupted, cancelled true");
        client.hears("['err',1,{'code':'timeout','message':'*'}]");
        client.says("['call',2,'work.isInterrupted',[]]").hears("['ret',2,false]");
    }

    @Test
    void doesNotRunACastThatHasWaitedTooLong(TestServer server, TestClient client) {
        client.says("['call',1,'work.stubborn',[]]", "['cast','work.isInterrupted',[]]");
        work.gate.isReached();
        server.passes(Duration.ofSeconds(30));
        client.hears("['err',1,{'code':'timeout','message':'*'}]");
        work.gate.opens();
        server.settles();
        assertThat(work.log).isEmpty();
    }

    @Test
    void interruptsARunningMethod(TestClient client) {
        client.says("['call',1,'work.blocks',[]]");
        work.gate.isReached();
        client.says("['cancel',1]").hears("['err',1,{'code':'cancelled','message':'*'}]");
        client.hearsNothing();
        assertThat(work.log).contains("told", "interrupted, cancelled true").hasSize(2);
        client.says("['call',2,'work.isInterrupted',[]]").hears("['ret',2,false]");
    }

    @Test
    void doesNotRunAMethodThatWaited(TestClient client) {
        client.says("['call',1,'work.stubborn',[]]", "['call',2,'work.isInterrupted',[]]");
        work.gate.isReached();
        client.says("['cancel',2]").hears("['err',2,{'code':'cancelled','message':'*'}]");
        work.gate.opens();
        client.hears("['ret',1,'done']");
        client.hearsNothing();
        assertThat(work.log).isEmpty();
    }

    @Test
    void answersAtOnceAlsoIfTheMethodGoesOn(TestServer server, TestClient client) {
        client.says("['call',1,'work.stubborn',[]]", "['call',2,'work.isInterrupted',[]]");
        work.gate.isReached();
        client.says("['cancel',1]").hears("['err',1,{'code':'cancelled','message':'*'}]");
        client.hearsNothing();
        CompletableFuture<Void> free = server.removes("test").toCompletableFuture();
        assertThat(free).isNotDone();
        work.gate.opens();
        client.hears("['ret',2,false]");
        server.settles();
        assertThat(free).isDone();
    }

    @Test
    void holdsTheBundleAsLongAsACancelledMethodRuns(TestServer server, TestClient client) {
        client.says("['call',1,'work.stubborn',[]]");
        work.gate.isReached();
        client.says("['cancel',1]").hears("['err',1,{'code':'cancelled','message':'*'}]");
        CompletableFuture<Void> free = server.removes("test").toCompletableFuture();
        server.settles();
        assertThat(free).isNotDone();
        work.gate.opens();
        server.settles();
        assertThat(free).isDone();
    }

    @Test
    void cancelsAStage(TestClient client) {
        client.says("['call',1,'work.stage',[]]").hearsNothing();
        client.says("['cancel',1]").hears("['err',1,{'code':'cancelled','message':'*'}]");
        assertThat(work.stage).isCancelled();
        client.hearsNothing();
    }

    @Test
    void cancelsAConcurrentMethod(TestClient client) {
        client.says("['call',1,'work.beside',[]]");
        work.gate.isReached();
        client.says("['cancel',1]").hears("['err',1,{'code':'cancelled','message':'*'}]");
        client.hearsNothing();
    }

    @Test
    void passesOverWhatItDoesNotKnow(TestServer server, TestClient client) {
        client.says("['cancel',7]", "['more',7,1]").hearsNothing();
        assertThat(server.protocolErrors()).isZero();
    }

    @Test
    void cancelsAllCallsOfASessionThatEnds(TestServer server, TestClient client) {
        client.says("['call',1,'work.blocks',[]]", "['call',2,'work.isInterrupted',[]]");
        work.gate.isReached();
        client.closes();
        server.settles();
        assertThat(work.log).contains("told", "interrupted, cancelled true").hasSize(2);
        assertThat(server.callCount()).isZero();
    }

    @Test
    void doesNotTellACallThatHasEnded(TestClient client) {
        client.says("['call',1,'work.trace',[],{'tp':'00-1-2-00'}]").hears("['ret',1,'00-1-2-00']");
        client.says("['cancel',1]").hearsNothing();
        assertThat(work.log).isEmpty();
    }

    @Test
    void answersForAMethodThatIsTooSlow(TestServer server, TestClient client) {
        client.says("['call',1,'work.blocks',[]]");
        work.gate.isReached();
        server.passes(Duration.ofSeconds(29));
        client.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        client.hears("['err',1,{'code':'timeout','message':'*'}]");
        assertThat(work.log).contains("told", "interrupted, cancelled true");
    }

    @Test
    void answersForAStageThatIsTooSlow(TestServer server, TestClient client) {
        client.says("['call',1,'work.stage',[],{'ttl':2000}]").hearsNothing();
        server.passes(Duration.ofSeconds(1));
        client.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        client.hears("['err',1,{'code':'timeout','message':'*'}]");
        assertThat(work.stage).isCancelled();
    }

    @Test
    void doesNotRunACallWhoseTimeIsUp(TestServer server, TestClient client) {
        client.says("['call',1,'work.stubborn',[]]", "['call',2,'work.isInterrupted',[],{'ttl':1000}]");
        work.gate.isReached();
        server.passes(Duration.ofSeconds(1));
        client.hears("['err',2,{'code':'timeout','message':'*'}]");
        work.gate.opens();
        client.hears("['ret',1,'done']");
        client.says("['call',3,'work.isInterrupted',[],{'ttl':0}]").hears("['err',3,{'code':'timeout','message':'*'}]");
        assertThat(work.log).isEmpty();
    }

    @Test
    void tellsAMethodHowLongItHas(TestClient client) {
        client.says("['call',1,'work.remaining',[],{'ttl':5000}]");
        assertThat(client.hears("['ret',1,'*']").get(2).asLong()).isBetween(1L, 5_000L);
        client.says("['call',2,'work.remaining',[],{'ttl':500000}]");
        assertThat(client.hears("['ret',2,'*']").get(2).asLong()).isBetween(6_000L, 30_000L);
    }
}
