package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.User;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.identity.TokenSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class UserConnectionsTest {
    private static final User ANN = new User("ann");

    @RegisterExtension
    final TestServerExtension few = TestServerExtension.of(TestServer.builder()
            .auth(new AuthSettings(Duration.ofSeconds(60), 2, false, "", new TokenSettings()))
            .api(Echo.class));

    @Api
    public static class Echo {
        @Call
        public String echo(String text) {
            return text;
        }
    }

    private static void isTooMuch(TestServer server, TestClient client) {
        client.hears("['bye',{'code':4503,'reason':'more than 2 connections of one user','retry':false}]");
        client.closedWith(4503);
        assertThat(server.limitHits("user-connections")).isEqualTo(1);
    }

    @Test
    void areBounded(TestServer server) {
        TestClient first = server.client(ANN);
        server.client(ANN);
        isTooMuch(server, server.connects(ANN).says("['hello',{'v':1}]"));
        assertThat(server.sessionCount()).isEqualTo(2);
        server.client(new User("bob"));
        first.closes();
        server.client(ANN);
    }

    @Test
    void countWhileTheyAreOpen(TestServer server) {
        server.client(ANN).cut();
        server.client(ANN).cut();
        server.client(ANN);
        server.client(ANN);
        assertThat(server.sessionCount()).isEqualTo(4);
    }

    @Test
    void countOnceForASessionThatIsTakenOver(TestServer server) {
        TestClient ann = server.client(ANN);
        server.client(ANN);
        TestClient again = ann.resumes();
        ann.closedWith(4409);
        again.says("['call',1,'echo',['hi']]").hears("['ret',1,'hi']");
        TestClient once = again.resumes();
        once.cut();
        once.resumes();
        isTooMuch(server, server.connects(ANN).says("['hello',{'v':1}]"));
    }

    @Test
    void areBoundedForASessionThatComesBack(TestServer server) {
        TestClient away = server.client(ANN);
        away.cut();
        server.client(ANN);
        TestClient last = server.client(ANN);
        isTooMuch(server, away.returns());
        last.cut();
        away.resumes();
    }

    @Test
    void areNotTakenByWhoCannotComeBack(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.cut();
        for (int i = 0; i < 5; i++) {
            TestClient stranger = server.connects(ANN)
                    .says("['hello',{'v':1,'resume':{'sid':'" + ann.sid() + "','key':'no','seen':0}}]");
            stranger.hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
            stranger.closes();
        }
        ann.resumes();
    }

    @Test
    void areNotCountedForGuests(TestServer server) {
        for (int i = 0; i < 5; i++) {
            server.client();
        }
        assertThat(server.sessionCount()).isEqualTo(5);
    }
}
