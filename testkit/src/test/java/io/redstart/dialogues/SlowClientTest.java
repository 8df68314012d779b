package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.TransportSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SlowClientTest {
    private static final int KIB = 1024;

    @RegisterExtension
    final TestServerExtension sending = TestServerExtension.of(TestServer.builder()
            .connections(new TransportSettings(64 * KIB, 128 * KIB, 10_000, 0, Duration.ofSeconds(10)))
            .sessions(new SessionSettings(Duration.ofMinutes(2), 1_000, 256 * KIB, Duration.ofSeconds(30)))
            .api(Clap.class));

    @Api
    public static class Clap {
        @Call
        public String clap() {
            return "clap";
        }
    }

    private static void push(TestServer server, int kib) {
        server.sessions().all().emit("data", "x".repeat(kib * KIB - 64));
    }

    @Test
    void closesWhenTooMuchWaitsAndLetsTheClientComeBack(TestServer server, TestClient client) {
        client.stopsReading();
        for (int i = 0; i < 5; i++) {
            push(server, 30);
        }
        assertThat(server.connectionCount()).isEqualTo(1);
        push(server, 30);
        client.readsOn();
        client.hears("['evt',1,null,'data','*']");
        client.closedWith(4408);
        server.settles();
        assertThat(server.limitHits("queued")).isEqualTo(1);
    }

    @Test
    void cutsALineThatIsStuck(TestServer server, TestClient client) {
        client.stopsReading();
        push(server, 1);
        server.passes(Duration.ofSeconds(10));
        assertThat(server.connectionCount()).isEqualTo(1);
        server.passes(Duration.ofSeconds(1));
        client.closedWith(1006);
        assertThat(server.connectionCount()).isZero();
        assertThat(server.limitHits("queue-age")).isEqualTo(1);
        TestClient back = client.resumes();
        back.hears("['evt',1,null,'data','*']");
    }

    @Test
    void sendsWhatWaitedInItsOrder(TestServer server, TestClient client) {
        client.stopsReading();
        for (int i = 1; i <= 100; i++) {
            server.sessions().all().emit("n", i);
        }
        client.says("['call',1,'clap',[]]");
        server.settles();
        client.readsOn();
        for (int i = 1; i <= 100; i++) {
            client.hears("['evt'," + i + ",null,'n'," + i + "]");
        }
        client.hears("['ret',1,'clap']");
    }

    @Test
    void doesNotTakeWhatWasMissedForTooMuch(TestServer server, TestClient client) {
        client.cut();
        for (int i = 0; i < 4; i++) {
            push(server, 60);
        }
        TestClient back = server.connects().stopsReading();
        back.says("['hello',{'v':1,'resume':{'sid':'" + client.sid() + "','key':'" + client.key() + "','seen':0}}]");
        push(server, 60);
        back.readsOn();
        back.hears("['welcome',{'resumed':true,'*':'*'}]");
        for (int i = 1; i <= 5; i++) {
            back.hears("['evt'," + i + ",null,'data','*']");
        }
        back.says("['call',1,'clap',[]]").hears("['ret',1,'clap']");
    }
}
