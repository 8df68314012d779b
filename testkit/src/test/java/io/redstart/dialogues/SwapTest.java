package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.OnAction;
import io.redstart.api.OnClose;
import io.redstart.api.OnOpen;
import io.redstart.api.Session;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SwapTest {
    @RegisterExtension
    final TestServerExtension empty = TestServerExtension.of(TestServer.builder());

    private static final List<String> LOG = new CopyOnWriteArrayList<>();
    private static volatile Gate gate = new Gate();
    private static volatile CompletableFuture<String> later = new CompletableFuture<>();

    @Api("greeter")
    @PermitAll
    public static class Old {
        @Call
        public String hi() {
            return "old";
        }

        @Call
        public String slow() throws InterruptedException {
            gate.pass();
            return "old";
        }

        @Call
        public CompletionStage<String> later() {
            return later;
        }

        @Call
        public Stream<Integer> stream() {
            return Stream.of(1, 2);
        }

        @OnOpen
        public void opened(Session session) {
            LOG.add("old opened");
            session.emit("hi", "old");
        }

        @OnClose
        public void closed() {
            LOG.add("old closed");
        }
    }

    @Api("greeter")
    @PermitAll
    public static class New {
        @Call
        public String hi() {
            return "new";
        }

        @Call
        public String added() {
            return "added";
        }

        @OnOpen
        public void opened(Session session) {
            LOG.add("new opened");
            session.emit("hi", "new");
        }

        @OnClose
        public void closed() {
            LOG.add("new closed");
        }
    }

    @Api("greeter")
    public static class Rival {
        @Call
        public String hi() {
            return "rival";
        }

        @OnAction("greeter/waved")
        public void waved() {}

        @Call
        public String other() {
            return "other";
        }
    }

    @Api("waver")
    public static class Waver {
        @OnAction("greeter/waved")
        public void waved() {}
    }

    public static class GuardOne implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            return Decision.guest().now();
        }
    }

    public static class GuardTwo extends GuardOne {}

    @BeforeEach
    void begin() {
        LOG.clear();
        gate = new Gate();
        later = new CompletableFuture<>();
    }

    @Test
    void sendsNewCallsToTheNewCode(TestServer server, TestClient client) throws Exception {
        client.says("['call',1,'greeter.hi',[]]").hears("['err',1,{'code':'not_found','message':'*'}]");
        assertThat(server.deploys("greeter", Old.class).toCompletableFuture()).isDone();
        client.hears("['evt',1,null,'hi','old']");
        client.says("['call',2,'greeter.hi',[]]").hears("['ret',2,'old']");
        CompletableFuture<Void> free = server.deploys("greeter", New.class).toCompletableFuture();
        client.hears("['evt',2,null,'hi','new']");
        client.says("['call',3,'greeter.hi',[]]").hears("['ret',3,'new']");
        client.says("['call',4,'greeter.added',[]]").hears("['ret',4,'added']");
        client.says("['call',5,'greeter.slow',[]]").hears("['err',5,{'code':'not_found','message':'*'}]");
        server.settles();
        assertThat(free).isDone();
    }

    @Test
    void endsWhatRunsInTheOldCode(TestServer server, TestClient client, TestClient other) throws Exception {
        server.deploys("greeter", Old.class);
        client.hears("['evt',1,null,'hi','old']");
        other.hears("['evt',1,null,'hi','old']");
        client.says("['call',1,'greeter.slow',[]]");
        gate.isReached();
        other.says("['call',1,'greeter.later',[]]", "['call',2,'greeter.stream',[],{'n':1}]")
                .hears("['item',2,1,1]");
        CompletableFuture<Void> free = server.deploys("greeter", New.class).toCompletableFuture();
        other.hears("['evt',2,null,'hi','new']");
        other.says("['call',3,'greeter.hi',[]]").hears("['ret',3,'new']");
        gate.opens();
        client.hears("['ret',1,'old']");
        client.hears("['evt',2,null,'hi','new']");
        assertThat(free).isNotDone();
        later.complete("old");
        other.hears("['ret',1,'old']");
        server.settles();
        assertThat(free).isNotDone();
        other.says("['more',2,5]").hears("['item',2,2,2]");
        other.hears("['end',2]");
        server.settles();
        assertThat(free).isDone();
    }

    @Test
    void tellsBothThatASessionBeginsAndEnds(TestServer server, TestClient client) throws Exception {
        server.deploys("greeter", Old.class);
        client.hears("['evt',1,null,'hi','old']");
        server.deploys("greeter", New.class);
        server.settles();
        assertThat(LOG).containsExactlyInAnyOrder("old opened", "new opened", "old closed");
        client.closes();
        server.settles();
        assertThat(LOG).endsWith("new closed").hasSize(4);
    }

    @Test
    void tellsASessionThatIsAwayToo(TestServer server, TestClient client) throws Exception {
        client.cut();
        server.deploys("greeter", Old.class);
        server.settles();
        assertThat(LOG).containsExactly("old opened");
        client.resumes().hears("['evt',1,null,'hi','old']");
    }

    @Test
    void takesABundleOutOfUse(TestServer server, TestClient client) throws Exception {
        server.deploys("greeter", Old.class);
        client.hears("['evt',1,null,'hi','old']");
        CompletableFuture<Void> free = server.removes("greeter").toCompletableFuture();
        client.says("['call',1,'greeter.hi',[]]").hears("['err',1,{'code':'not_found','message':'*'}]");
        server.settles();
        assertThat(free).isDone();
        assertThat(LOG).containsExactly("old opened", "old closed");
        assertThat(server.removes("nothing").toCompletableFuture()).isDone();
    }

    @Test
    void rejectsABundleWithAllItsConflictsAndChangesNothing(TestServer server, TestClient client) throws Exception {
        server.deploys("greeter", Old.class, GuardOne.class);
        server.deploys("waver", Waver.class);
        RejectedBundleException rejected = catchThrowableOfType(
                RejectedBundleException.class, () -> server.deploys("rival", Rival.class, GuardTwo.class));
        assertThat(rejected.mistakes())
                .extracting(Mistake::toString)
                .satisfiesExactlyInAnyOrder(
                        mistake -> assertThat(mistake)
                                .contains("Rival.hi")
                                .contains("'greeter.hi'")
                                .contains("greeter"),
                        mistake -> assertThat(mistake).contains("Rival.waved").contains("'greeter/waved'"),
                        mistake -> assertThat(mistake).contains("GuardTwo").contains("authenticator"));
        client.hears("['evt',1,null,'hi','old']");
        client.says("['call',1,'greeter.other',[]]").hears("['err',1,{'code':'not_found','message':'*'}]");
        client.says("['call',2,'greeter.hi',[]]").hears("['ret',2,'old']");
        assertThat(LOG).containsExactly("old opened");
    }
}
