package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Session;
import io.redstart.api.User;
import io.redstart.server.session.SessionSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ResumeTest {
    @RegisterExtension
    final TestServerExtension counting = TestServerExtension.of(TestServer.builder()
            .sessions(new SessionSettings(Duration.ofMinutes(2), 10, 64 * 1024, Duration.ofSeconds(30)))
            .api(Counter.class));

    @Api
    public static class Counter {
        private final AtomicInteger calls = new AtomicInteger();

        @Call
        public int count() {
            return calls.incrementAndGet();
        }

        @Call
        public void push(int number, Session session) {
            session.emit("n", number);
        }
    }

    private static void emit(TestServer server, int number) {
        server.sessions().all().emit("n", number);
    }

    @Test
    void goesOnWithTheSameSession(TestServer server, TestClient client) {
        client.says("['call',1,'count',[]]").hears("['ret',1,1]");
        client.cut();
        assertThat(server.sessionCount()).isEqualTo(1);
        TestClient back = client.resumes();
        assertThat(back.sid()).isEqualTo(client.sid());
        assertThat(back.key()).isNotEqualTo(client.key());
        back.says("['call',2,'count',[]]").hears("['ret',2,2]");
    }

    @Test
    void sendsWhatWasMissedOnceAndInOrder(TestServer server, TestClient client) {
        emit(server, 1);
        emit(server, 2);
        client.hears("['evt',1,null,'n',1]");
        client.cut();
        emit(server, 3);
        emit(server, 4);
        TestClient back = client.resumes();
        back.hears("['evt',2,null,'n',2]");
        back.hears("['evt',3,null,'n',3]");
        back.hears("['evt',4,null,'n',4]");
        emit(server, 5);
        back.hears("['evt',5,null,'n',5]");
        back.hearsNothing();
        back.cut();
        back.resumes().hearsNothing();
    }

    @Test
    void closesTheOldLineAndHearsItNoMore(TestServer server, TestClient client) {
        client.doesNotClose();
        TestClient back = client.resumes();
        client.closedWith(4409);
        client.says("['call',1,'count',[]]");
        server.settles();
        back.hearsNothing();
        back.says("['call',1,'count',[]]").hears("['ret',1,1]");
        client.cut();
        assertThat(server.connectionCount()).isEqualTo(1);
        assertThat(server.sessionCount()).isEqualTo(1);
    }

    @Test
    void needsTheKey(TestServer server, TestClient client) {
        TestClient thief = server.connects();
        thief.says("['hello',{'v':1,'resume':{'sid':'" + client.sid() + "','key':'guess','seen':0}}]");
        thief.hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        assertThat(thief.sid()).isNotEqualTo(client.sid());
        client.says("['call',1,'count',[]]").hears("['ret',1,1]");
    }

    @Test
    void takesAKeyOnlyOnce(TestClient client) {
        TestClient back = client.resumes();
        back.says("['call',1,'count',[]]").hears("['ret',1,1]");
        TestClient again = client.returns();
        again.hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        back.says("['call',2,'count',[]]").hears("['ret',2,2]");
    }

    @Test
    void takesTheKeyBeforeAsLongAsTheNewOneMayBeLost(TestServer server, TestClient client) {
        client.cut();
        emit(server, 1);
        for (int i = 0; i < 3; i++) {
            client.returns().cut(); // before it has heard its welcome
        }
        TestClient back = client.resumes();
        back.hears("['evt',1,null,'n',1]");
        back.cut();
        TestClient known = back.resumes();
        known.says("['pong',1]");
        assertThat(server.sessionCount()).isEqualTo(1);
        client.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        back.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
    }

    @Test
    void takesAKeyAgainUntilTheClientHasTheNewOne(TestServer server, TestClient client) {
        emit(server, 1);
        client.cut();
        client.returns().cut(); // the welcome is lost, and the new key with it
        emit(server, 2);
        TestClient back = client.resumes();
        back.hears("['evt',1,null,'n',1]");
        back.hears("['evt',2,null,'n',2]");
        back.says("['call',1,'count',[]]").hears("['ret',1,1]");
        client.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        back.cut();
        back.resumes();
    }

    @Test
    void doesNotGiveASessionToAnotherUser(TestServer server) {
        TestClient ann = server.client(new User("ann"));
        ann.cut();
        TestClient bob = server.connects();
        bob.says("['hello',{'v':1,'resume':{'sid':'" + ann.sid() + "','key':'" + ann.key() + "','seen':0}}]");
        bob.hears("['welcome',{'resumed':false,'why':'denied','*':'*'}]");
        ann.resumes().says("['call',1,'count',[]]").hears("['ret',1,1]");
    }

    @Test
    void saysThatItIsTooLate(TestServer server, TestClient client) {
        client.cut();
        server.passes(Duration.ofSeconds(119));
        assertThat(server.sessionCount()).isEqualTo(1);
        server.passes(Duration.ofSeconds(1));
        assertThat(server.sessionCount()).isZero();
        TestClient thief = server.connects();
        thief.says("['hello',{'v':1,'resume':{'sid':'" + client.sid() + "','key':'guess','seen':0}}]");
        thief.hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        client.returns().hears("['welcome',{'resumed':false,'why':'expired','*':'*'}]");
        server.passes(Duration.ofMinutes(2));
        client.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
    }

    @Test
    void saysThatItIsUnknownWhatItEndedItself(TestServer server, TestClient client) {
        client.closes();
        server.settles();
        client.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
    }

    @Test
    void endsASessionThatMissesTooMuch(TestServer server, TestClient client, TestClient other) {
        client.cut();
        for (int i = 1; i <= 10; i++) {
            emit(server, i);
            other.hears("['evt'," + i + ",null,'n'," + i + "]");
        }
        assertThat(server.sessionCount()).isEqualTo(2);
        emit(server, 11);
        server.settles();
        assertThat(server.sessionCount()).isEqualTo(1);
        client.returns().hears("['welcome',{'resumed':false,'why':'gap','*':'*'}]");
    }

    @Test
    void neverReplaysOnlyAPart(TestServer server, TestClient client) {
        for (int i = 1; i <= 41; i++) {
            emit(server, i);
        }
        client.hears("['evt',1,null,'n',1]");
        client.cut();
        TestClient first = client.returns();
        first.hears("['welcome',{'resumed':true,'*':'*'}]");
        for (int i = 2; i <= 41; i++) {
            first.hears("['evt'," + i + ",null,'n'," + i + "]");
        }
        emit(server, 42);
        TestClient late = server.connects();
        late.says("['hello',{'v':1,'resume':{'sid':'" + first.sid() + "','key':'" + first.key() + "','seen':1}}]");
        late.hears("['welcome',{'resumed':false,'why':'gap','*':'*'}]");
        late.hearsNothing();
        first.hears("['evt',42,null,'n',42]");
        first.closedWith(4409);
    }

    @Test
    void keepsABurstForAClientThatIsCutBeforeItCouldAcknowledge(TestServer server, TestClient client) {
        for (int i = 1; i <= 40; i++) {
            emit(server, i);
        }
        client.cut();
        for (int i = 41; i <= 50; i++) {
            emit(server, i);
        }
        TestClient back = client.resumes();
        for (int i = 1; i <= 50; i++) {
            back.hears("['evt'," + i + ",null,'n'," + i + "]");
        }
    }

    @Test
    void asksForTheKeyBeforeItSaysWhoseTheSessionIs(TestServer server) {
        TestClient ann = server.client(new User("ann"));
        TestClient thief = server.connects();
        thief.says("['hello',{'v':1,'resume':{'sid':'" + ann.sid() + "','key':'guess','seen':0}}]");
        thief.hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        ann.says("['call',1,'count',[]]").hears("['ret',1,1]");
    }

    @Test
    void endsASessionWhoseClientIsToldNotToComeBack(TestServer server, TestClient client) {
        client.doesNotClose();
        client.says("no", "message", "at", "all");
        client.hears("['bye',{'code':4509,'reason':'*','retry':false}]");
        client.closedWith(4509);
        assertThat(server.sessionCount()).isZero();
        client.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
    }

    @Test
    void doesNotBelieveAPositionThatWasNeverSent(TestServer server, TestClient client) {
        client.cut();
        TestClient back = server.connects();
        back.says("['hello',{'v':1,'resume':{'sid':'" + client.sid() + "','key':'" + client.key() + "','seen':5}}]");
        back.hears("['welcome',{'resumed':false,'why':'gap','*':'*'}]");
    }

    @Test
    void closesOnAnAcknowledgementOfWhatWasNeverSent(TestServer server, TestClient client) {
        emit(server, 1);
        client.hears("['evt',1,null,'n',1]");
        client.says("['ack',1]", "['ack',0]", "['pong',1]").hearsNothing();
        client.says("['ack',2]");
        client.hears("['bye',{'code':4400,'reason':'*','retry':0}]");
        client.closedWith(4400);
        client.resumes();
    }

    @Test
    void keepsNothingThatWasAcknowledged(TestServer server, TestClient client) {
        for (int i = 1; i <= 25; i++) {
            emit(server, i);
            client.hears("['evt'," + i + ",null,'n'," + i + "]");
            client.says("['ack'," + i + "]");
        }
        client.cut();
        for (int i = 26; i <= 35; i++) {
            emit(server, i);
        }
        TestClient back = client.resumes();
        for (int i = 26; i <= 35; i++) {
            back.hears("['evt'," + i + ",null,'n'," + i + "]");
        }
    }

    @Test
    void goesOnManyTimes(TestServer server, TestClient client) {
        TestClient now = client;
        for (int i = 1; i <= 30; i++) {
            emit(server, 2 * i - 1);
            now.hears("['evt'," + (2 * i - 1) + ",null,'n','*']");
            now.cut();
            emit(server, 2 * i);
            now = now.resumes();
            now.hears("['evt'," + 2 * i + ",null,'n','*']");
            now.says("['ack'," + 2 * i + "]");
        }
        assertThat(server.sessionCount()).isEqualTo(1);
    }
}
