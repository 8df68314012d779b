package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class HelloTest {
    @RegisterExtension
    final TestServerExtension server =
            TestServerExtension.of(TestServer.builder().api(Echo.class));

    @Api
    public static class Echo {
        @Call
        public String echo(String text) {
            return text;
        }
    }

    @Test
    void isWelcome(TestServer server) {
        TestClient client = server.connects();
        client.says("['hello',{'v':1,'sdk':'test 1','later':[1,{}]}]");
        client.hears("['welcome',{'sid':'*','key':'*','resumed':false,'window':120000,'heartbeat':0,"
                + "'limits':{'message':65536,'answer':1048576,'calls':64},'api':'contract','node':'test'}]");
        assertThat(client.sid()).hasSize(22);
        assertThat(client.key()).hasSize(43).isNotEqualTo(client.sid());
    }

    @Test
    void takesACallForAnEmptyHello(TestServer server) {
        TestClient client = server.connects();
        client.says("['call',1,'echo',['hi']]");
        client.hears("['welcome',{'resumed':false,'*':'*'}]");
        client.hears("['ret',1,'hi']");
    }

    @Test
    void takesHelloWithoutFactsForAnEmptyHello(TestServer server) {
        TestClient client = server.connects();
        client.says("['hello']").hears("['welcome','*']");
    }

    @Test
    void countsWhatIsNoMessageAlsoWhenItComesFirst(TestServer server) {
        TestClient client = server.connects();
        client.saysExactly("what?").hears("['welcome','*']");
        client.says("['call',1,'echo',['hi']]").hears("['ret',1,'hi']");
        assertThat(server.protocolErrors()).isEqualTo(1);
    }

    @Test
    void refusesAnotherVersion(TestServer server) {
        TestClient client = server.connects();
        client.says("['hello',{'v':2}]");
        client.hears("['bye',{'code':4500,'reason':'v is 2 (expected: 1)','retry':false}]");
        client.closedWith(4500);
    }

    @Test
    void saysHelloOnlyOnce(TestServer server, TestClient client) {
        client.says("['hello',{'v':1}]").hearsNothing();
        assertThat(server.protocolErrors()).isEqualTo(1);
    }

    @Test
    void doesNotWaitForHelloForEver(TestServer server) {
        TestClient client = server.connects();
        server.passes(Duration.ofSeconds(5));
        client.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        client.hears("['bye',{'code':4408,'reason':'*','retry':0}]");
        client.closedWith(4408);
        assertThat(server.limitHits("hello")).isEqualTo(1);
    }

    @Test
    void doesNotTakeEmptyLinesForALifeSign(TestServer server) {
        TestClient client = server.connects();
        for (int i = 0; i < 4; i++) {
            server.passes(Duration.ofSeconds(2));
            client.saysExactly("\n");
        }
        client.hears("['bye',{'code':4408,'*':'*'}]");
        client.closedWith(4408);
    }

    @Test
    void bindsTheFirstMessage(TestServer server) {
        TestClient client = server.connects();
        client.says(
                "['call',1,'echo',['" + "x".repeat(Math.toIntExact(new DispatchSettings().maxBeforeWelcome())) + "']]");
        client.hears("['bye',{'code':4500,'*':'*'}]");
        client.closedWith(4500);
        assertThat(server.limitHits("before-welcome")).isEqualTo(1);
    }
}
