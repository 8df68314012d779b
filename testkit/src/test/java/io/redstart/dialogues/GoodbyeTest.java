package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Session;
import io.redstart.server.session.SessionSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GoodbyeTest {
    private final Work work = new Work();

    @RegisterExtension
    final TestServerExtension working =
            TestServerExtension.of(TestServer.builder().instance(work));

    @Api("work")
    @Singleton
    public static class Work {
        final Gate gate = new Gate();

        @Call
        public String slow() throws InterruptedException {
            gate.pass();
            return "slow";
        }

        @Call
        public String leave(Session session) {
            session.close("enough");
            session.emit("never", null);
            return String.valueOf(session.isOpen());
        }

        @Call
        public Object attribute(String name, Object value, Session session) {
            return session.attribute(name, value);
        }
    }

    @Test
    void endsTheSessionOfAClientThatCloses(TestServer server, TestClient client) {
        client.closes();
        assertThat(server.sessionCount()).isZero();
        client.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
    }

    @Test
    void keepsTheSessionOfAClientThatIsCutOff(TestServer server, TestClient client) {
        client.says("['call',1,'work.attribute',['a',7]]").hears("['ret',1,null]");
        client.cut();
        assertThat(server.sessionCount()).isEqualTo(1);
        TestClient back = client.resumes();
        back.says("['call',2,'work.attribute',['a',8]]").hears("['ret',2,7]");
    }

    @Test
    void closesASessionForTheApplication(TestServer server, TestClient client) {
        client.says("['call',1,'work.leave',[]]");
        client.hears("['bye',{'code':1000,'reason':'enough','retry':false}]");
        assertThat(client.closedWith(1000)).isEqualTo("enough");
        client.hearsNothing();
        assertThat(server.sessionCount()).isZero();
    }

    @Test
    void closesASessionThatIsAway(TestServer server, TestClient client) {
        client.cut();
        server.sessions().find(client.sid()).orElseThrow().close("enough");
        assertThat(server.sessionCount()).isZero();
        client.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
    }

    @Test
    void endsASessionWithItsLineWhereNothingIsKept() {
        SessionSettings none = new SessionSettings(Duration.ZERO, 1_000, 1 << 20, Duration.ofSeconds(30));
        try (TestServer server =
                TestServer.builder().sessions(none).api(Clap.class).start()) {
            TestClient client = server.client();
            assertThat(client.welcome().get("window").asLong()).isZero();
            client.says("['call',1,'clap',[]]").hears("['ret',1,'clap']");
            client.says("['call',1,'clap',[]]").hears("['err',1,{'code':'unknown_outcome','message':'*'}]");
            client.cut();
            assertThat(server.sessionCount()).isZero();
        }
    }

    @Api
    public static class Clap {
        @Call
        public String clap() {
            return "clap";
        }
    }

    @Test
    void letsRunningCallsEndBeforeItStops(TestServer server, TestClient busy, TestClient idle) {
        busy.says("['call',1,'work.slow',[]]");
        work.gate.isReached();
        server.drains();
        busy.hears("['bye',{'code':4001,'reason':'The server stops','retry':0}]");
        idle.hears("['bye',{'code':4001,'reason':'The server stops','retry':0}]");
        server.passes(Duration.ofSeconds(1));
        idle.closedWith(4001);
        busy.says("['call',2,'work.slow',[]]").hears("['err',2,{'code':'unavailable','message':'*','retry':0}]");
        work.gate.opens();
        busy.hears("['ret',1,'slow']");
        server.passes(Duration.ofSeconds(1));
        busy.closedWith(4001);
        assertThat(server.connectionCount()).isZero();
    }

    @Test
    void doesNotWaitForEverBeforeItStops(TestServer server, TestClient busy) {
        busy.says("['call',1,'work.slow',[]]");
        work.gate.isReached();
        server.drains();
        busy.hears("['bye',{'code':4001,'*':'*'}]");
        server.passes(Duration.ofSeconds(29));
        assertThat(server.connectionCount()).isEqualTo(1);
        server.passes(Duration.ofSeconds(1));
        work.gate.opens();
        server.passes(Duration.ofSeconds(1));
        assertThat(server.connectionCount()).isZero();
    }
}
