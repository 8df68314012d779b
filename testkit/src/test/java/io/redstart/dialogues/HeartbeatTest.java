package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.NonBlocking;
import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HeartbeatTest {
    private static final String MUCH = "x".repeat(20_000);

    @RegisterExtension
    final TestServerExtension beating = TestServerExtension.of(
            TestServer.builder().protocol(new DispatchSettings()).api(Clap.class));

    @Api
    public static class Clap {
        @Call
        public String clap() {
            return "clap";
        }

        @Call
        @NonBlocking
        public String quick() {
            return "clap";
        }

        @Call
        @NonBlocking
        public String much() {
            return MUCH;
        }
    }

    @Test
    void pingsASilentClient(TestServer server, TestClient client) {
        server.passes(Duration.ofSeconds(24));
        client.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        client.hears("['ping',0]");
        client.says("['pong',0]");
        server.passes(Duration.ofSeconds(24));
        client.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        client.hears("['ping',0]");
    }

    private static void calls(TestClient client, int first, int last) {
        for (int id = first; id <= last; id++) {
            client.says("['call'," + id + ",'quick',[]]").hears("['ret'," + id + ",'clap']");
        }
    }

    @Test
    void asksABusyClientWhetherItHasHadItsAnswers(TestServer server, TestClient client) {
        calls(client, 1, 63);
        client.hearsNothing();
        calls(client, 64, 64);
        client.hears("['ping',0]");
        calls(client, 65, 100);
        client.hearsNothing();
        client.says("['pong',0]");
        calls(client, 101, 127);
        client.hearsNothing();
        calls(client, 128, 128);
        client.hears("['ping',0]");
    }

    @Test
    void asksEarlierWhereAnswersAreLarge(TestServer server, TestClient client) {
        for (int id = 1; id <= 4; id++) {
            client.hearsNothing();
            client.says("['call'," + id + ",'much',[]]").hears("['ret'," + id + ",'" + MUCH + "']");
        }
        client.hears("['ping',0]"); // four times 20,000 bytes are more than 64 KiB
    }

    @Test
    void hasTimeForTheAnswerOfABusyClient(TestServer server, TestClient client) {
        calls(client, 1, 64);
        client.hears("['ping',0]");
        server.passes(Duration.ofSeconds(12));
        calls(client, 65, 100);
        server.passes(Duration.ofSeconds(12));
        calls(client, 101, 101);
        assertThat(server.connectionCount()).isEqualTo(1);
    }

    @Test
    void tellsTheLastPush(TestServer server, TestClient client) {
        server.sessions().all().emit("a", null);
        server.sessions().all().emit("b", null);
        client.hears("['evt',1,null,'a',null]");
        client.hears("['evt',2,null,'b',null]");
        server.passes(Duration.ofSeconds(25));
        client.hears("['ping',2]");
        client.says("['pong',2]");
    }

    @Test
    void pingsWhenItHasNothingToSayAlsoIfTheClientHas(TestServer server, TestClient client) {
        for (int i = 0; i < 5; i++) {
            server.passes(Duration.ofSeconds(5));
            client.says("['evt','alive',null]");
        }
        client.hears("['ping',0]");
    }

    @Test
    void pingsAClientThatSaysNothingAlsoIfTheServerDoes(TestServer server, TestClient client) {
        for (int i = 1; i <= 5; i++) {
            server.passes(Duration.ofSeconds(5));
            server.sessions().all().emit("alive", null);
            if (i < 5) {
                client.hears("['evt'," + i + ",null,'alive',null]");
            }
        }
        client.hears("['ping',4]");
        client.hears("['evt',5,null,'alive',null]");
    }

    @Test
    void cutsAClientThatDoesNotAnswer(TestServer server, TestClient client) {
        server.passes(Duration.ofSeconds(25));
        client.hears("['ping',0]");
        server.passes(Duration.ofSeconds(10));
        client.hearsNothing();
        assertThat(server.connectionCount()).isEqualTo(1);
        server.passes(Duration.ofSeconds(1));
        client.closedWith(1006);
        assertThat(server.connectionCount()).isZero();
        TestClient back = client.resumes();
        back.says("['call',1,'clap',[]]").hears("['ret',1,'clap']");
    }

    @Test
    void cutsALineThatTheClientDoesNotClose(TestServer server, TestClient client) {
        client.doesNotClose();
        client.saysExactly("1\n2\n3\n4");
        client.hears("['bye',{'code':4509,'*':'*'}]");
        assertThat(server.connectionCount()).isEqualTo(1);
        server.passes(Duration.ofSeconds(11));
        assertThat(server.connectionCount()).isZero();
    }
}
