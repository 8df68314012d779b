package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Handshake;
import io.redstart.api.OnClose;
import io.redstart.api.OnOpen;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HooksTest {
    private final Lobby lobby = new Lobby();

    @RegisterExtension
    final Log log = new Log();

    @RegisterExtension
    final TestServerExtension open =
            TestServerExtension.of(TestServer.builder().instance(lobby).api(Own.class));

    @Api("lobby")
    @Singleton
    public static class Lobby {
        final List<String> log = new CopyOnWriteArrayList<>();
        final Gate gate = new Gate();

        @OnOpen
        public void opened(Session session, Sessions sessions, Handshake handshake) throws InterruptedException {
            String mode = handshake.query("mode");
            if ("refuse".equals(mode)) {
                throw new CallException("full", "The lobby is full");
            }
            if ("break".equals(mode)) {
                throw new IllegalStateException("a secret of ours");
            }
            if ("slow".equals(mode)) {
                gate.pass();
            }
            session.emit("loaded", sessions.all().size());
            log.add("open");
        }

        @OnClose
        public void closed(Session session) {
            log.add("close " + session.isOpen());
            session.emit("never", null);
            if ("break".equals(session.handshake().query("close"))) {
                throw new IllegalStateException("broken");
            }
        }

        @Call
        public String hi() {
            log.add("hi");
            return "hi";
        }
    }

    @Api("own")
    public static class Own {
        static final List<String> LOG = new CopyOnWriteArrayList<>();
        private final Session session;
        private int calls;

        public Own(Session session) {
            this.session = session;
        }

        @Call
        public int count() {
            return ++calls;
        }

        @Call
        public boolean mine(Session caller) {
            return caller.equals(session);
        }

        @OnClose
        public void closed() {
            LOG.add(session.id() + " " + calls);
        }
    }

    @Test
    void opensBeforeTheFirstCall(TestServer server) {
        TestClient client = server.connects();
        client.says("['call',1,'lobby.hi',[]]").hears("['welcome','*']");
        client.hears("['evt',1,null,'loaded',1]");
        client.hears("['ret',1,'hi']");
        assertThat(lobby.log).containsExactly("open", "hi");
    }

    @Test
    void letsCallsWaitForASlowOpening(TestServer server) {
        TestClient client = server.connects("/ws?mode=slow").greets();
        client.says("['call',1,'lobby.hi',[]]");
        lobby.gate.isReached();
        client.hearsNothing();
        lobby.gate.opens();
        client.hears("['evt',1,null,'loaded',1]");
        client.hears("['ret',1,'hi']");
    }

    @Test
    void refusesASession(TestServer server) {
        TestClient client = server.connects("/ws?mode=refuse").greets();
        client.hears("['bye',{'code':4507,'reason':'The lobby is full','retry':false}]");
        client.closedWith(4507);
        server.settles();
        assertThat(server.sessionCount()).isZero();
        assertThat(log.events()).isEmpty();
    }

    @Test
    void closesWhenAnOpeningBreaks(TestServer server) {
        TestClient client = server.connects("/ws?mode=break").greets();
        client.hears("['bye',{'code':4001,'reason':'The server failed','retry':1000}]");
        client.closedWith(4001);
        assertThat(log.events()).hasSize(1);
    }

    @Test
    void closesOnceWhenTheClientLeaves(TestServer server) {
        TestClient client = server.client();
        client.hears("['evt',1,null,'loaded',1]");
        client.closes();
        server.settles();
        server.passes(Duration.ofSeconds(200));
        assertThat(lobby.log).containsExactly("open", "close false");
    }

    @Test
    void closesOnceWhenTheClientDoesNotComeBack(TestServer server) {
        TestClient client = server.client();
        client.hears("['evt',1,null,'loaded',1]");
        client.cut();
        server.settles();
        assertThat(lobby.log).containsExactly("open");
        TestClient back = client.resumes();
        server.settles();
        assertThat(lobby.log).containsExactly("open");
        back.cut();
        server.passes(Duration.ofMinutes(2));
        assertThat(lobby.log).containsExactly("open", "close false");
    }

    @Test
    void goesOnWhenAClosingBreaks(TestServer server) {
        TestClient client = server.connects("/ws?close=break").greets();
        client.hears("['evt',1,null,'loaded',1]");
        client.says("['call',1,'own.count',[]]").hears("['ret',1,1]");
        client.closes();
        server.settles();
        assertThat(log.events())
                .singleElement()
                .extracting(event -> event.getThrowableProxy().getMessage())
                .isEqualTo("broken");
        assertThat(Own.LOG).contains(client.sid() + " 1");
    }

    @Test
    void makesAnObjectForEachSession(TestServer server) {
        TestClient ann = server.client();
        TestClient bob = server.client();
        ann.hears("['evt',1,null,'loaded','*']");
        bob.hears("['evt',1,null,'loaded',2]");
        ann.says("['call',1,'own.count',[]]", "['call',2,'own.count',[]]").hears("['ret',1,1]");
        ann.hears("['ret',2,2]");
        bob.says("['call',1,'own.count',[]]").hears("['ret',1,1]");
        bob.says("['call',2,'own.mine',[]]").hears("['ret',2,true]");
    }

    @Test
    void keepsTheObjectOfASessionThatComesBack(TestServer server) {
        TestClient client = server.client();
        client.hears("['evt',1,null,'loaded',1]");
        client.says("['call',1,'own.count',[]]").hears("['ret',1,1]");
        client.cut();
        client.resumes().says("['call',2,'own.count',[]]").hears("['ret',2,2]");
    }
}
