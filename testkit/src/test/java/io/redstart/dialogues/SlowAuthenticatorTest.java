package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SlowAuthenticatorTest {
    @RegisterExtension
    final Log log = new Log();

    @RegisterExtension
    final TestServerExtension guarded = TestServerExtension.of(Guard.class);

    /** Answers when the test wants it, or waits for something that never comes. */
    public static class Guard implements Authenticator {
        static volatile CompletableFuture<Decision> later = new CompletableFuture<>();
        static volatile boolean interrupted;

        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            if (handshake.stage() == Handshake.Stage.UPGRADE) {
                return Decision.undecided().now();
            }
            String token = handshake.token() == null ? "" : handshake.token();
            return switch (token) {
                case "later" -> later;
                case "waits" -> waits();
                default -> Decision.accept(new User(token)).now();
            };
        }

        private static CompletionStage<Decision> waits() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException told) {
                interrupted = true;
            }
            return Decision.guest().now();
        }
    }

    @Api("other")
    public static class Other {
        @Call
        public void nothing() {}
    }

    @BeforeEach
    void forget() {
        Guard.later = new CompletableFuture<>();
        Guard.interrupted = false;
    }

    private static TestClient greets(TestServer server, String token) {
        return server.connects().says("['hello',{'v':1,'token':'" + token + "'}]");
    }

    private void isSentAwayForNow(TestServer server, TestClient client) {
        server.passes(Duration.ofSeconds(5));
        client.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        client.hears("['bye',{'code':4001,'reason':'The server failed','retry':1000}]");
        client.closedWith(4001);
        assertThat(log.events())
                .singleElement()
                .satisfies(event -> assertThat(event.getThrowableProxy().getMessage())
                        .isEqualTo("It did not answer within 5000 ms"));
    }

    @Test
    void isNotWaitedForForEver(TestServer server) {
        TestClient client = greets(server, "later");
        isSentAwayForNow(server, client);
        Guard.later.complete(Decision.accept(new User("ann")));
        server.settles();
        assertThat(server.sessionCount()).isZero();
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void isInterrupted(TestServer server) {
        isSentAwayForNow(server, greets(server, "waits"));
        server.settles();
        assertThat(Guard.interrupted).isTrue();
        greets(server, "ann").hears("['welcome','*']");
    }

    @Test
    void hasTheWholeTimeHoweverLateHelloCame(TestServer server) {
        TestClient client = server.connects();
        server.passes(Duration.ofSeconds(4));
        client.says("['hello',{'v':1,'token':'later'}]");
        server.passes(Duration.ofSeconds(5));
        Guard.later.complete(Decision.accept(new User("ann")));
        client.hears("['welcome','*']");
    }

    @Test
    void doesNotHoldItsBundle(TestServer server) throws Exception {
        TestClient client = greets(server, "later");
        CompletableFuture<Void> free = server.deploys("test", Other.class).toCompletableFuture();
        assertThat(free).isNotDone();
        isSentAwayForNow(server, client);
        server.settles();
        assertThat(free).isCompleted();
    }

    @Test
    void isNotWaitedForOnALiveLine(TestServer server) {
        TestClient ann = greets(server, "ann");
        ann.hears("['welcome','*']");
        ann.says("['auth',1,'later']").hearsNothing();
        ann.says("['auth',2,'ann']").hears("['err',2,{'code':'rate_limited','message':'*','retry':100}]");
        server.passes(Duration.ofSeconds(6));
        ann.hears("['err',1,{'code':'unavailable','message':'The server failed'}]");
        ann.says("['auth',3,'ann']").hears("['ret',3,true]");
    }
}
