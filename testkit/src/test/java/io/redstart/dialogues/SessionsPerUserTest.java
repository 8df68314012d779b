package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.redstart.api.User;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.session.SessionSettings.WhenTooMany;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionsPerUserTest {
    private static final User ANN = new User("ann");
    private static final String TOO_MANY =
            "['bye',{'code':4503,'reason':'more than 1 sessions of one user','retry':false}]";

    private final SignInTest.Door door = new SignInTest.Door();

    private TestServer one(WhenTooMany then) {
        return TestServer.builder()
                .sessions(new SessionSettings().perUser(1, then))
                .instance(door)
                .start();
    }

    @Test
    void refusesToSignInMore() {
        try (TestServer server = one(WhenTooMany.REFUSE)) {
            TestClient first = server.client();
            first.says("['call',1,'door.in',['ann']]").hears("['user','ann','*']");
            first.hears("['ret',1,1]");
            TestClient second = server.client();
            second.says("['call',1,'door.in',['ann']]");
            second.hears(
                    "['err',1,{'code':'too_many_sessions','message':'More than 1 sessions of one user','data':{'max':1,'count':1}}]");
            assertThat(server.limitHits("user-sessions")).isEqualTo(1);
            second.says("['call',2,'door.who',[]]").hears("['ret',2,null]");
            first.says("['call',2,'door.out',[]]").hears("['user',null,'*']");
            first.hears("['ret',2,true]");
            second.says("['call',3,'door.in',['ann']]").hears("['user','ann','*']");
            second.hears("['ret',3,1]");
        }
    }

    @Test
    void refusesWhoComesAsAUserWithTooMany() {
        try (TestServer server = one(WhenTooMany.REFUSE)) {
            TestClient first = server.client(ANN);
            TestClient second = server.connects(ANN).says("['hello',{'v':1}]");
            second.hears(TOO_MANY);
            second.closedWith(4503);
            assertThat(server.sessionCount()).isEqualTo(1);
            first.cut();
            first.resumes().closes();
            server.client(ANN);
        }
    }

    @Test
    void closesTheOldestForWhoComes() {
        try (TestServer server = one(WhenTooMany.CLOSE_OLDEST)) {
            TestClient first = server.client(ANN);
            TestClient second = server.client(ANN);
            first.hears(TOO_MANY);
            first.closedWith(4503);
            TestClient third = server.client();
            third.says("['call',1,'door.in',['ann']]").hears("['user','ann','*']");
            third.hears("['ret',1,1]");
            second.hears(TOO_MANY);
            assertThat(server.sessions().count("ann")).isEqualTo(1);
            third.cut();
            server.client(ANN);
            third.returns().hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        }
    }

    @Test
    void letsOneOfTwoInWhoSignInAtOnce() {
        try (TestServer server = one(WhenTooMany.REFUSE)) {
            for (int round = 0; round < 20; round++) {
                List<TestClient> both = List.of(server.client(), server.client());
                String name = "user" + round;
                both.forEach(client -> client.says("['call',1,'door.both',['" + name + "']]"));
                long in = both.stream()
                        .filter(client -> client.hears("['*','*','*']")
                                .get(0)
                                .stringValue()
                                .equals("user"))
                        .count();
                assertThat(in).isEqualTo(1);
                assertThat(server.sessions().count(name)).isEqualTo(1);
            }
        }
    }

    @Test
    void leavesOneOfTwoForWhomTheOldestIsClosed() {
        try (TestServer server = one(WhenTooMany.CLOSE_OLDEST)) {
            for (int round = 0; round < 20; round++) {
                List<TestClient> both = List.of(server.client(), server.client());
                String name = "user" + round;
                both.forEach(client -> client.says("['call',1,'door.both',['" + name + "']]"));
                int tried = 2 * (round + 1);
                await().until(() -> door.tried.get() == tried);
                server.settles();
                assertThat(server.sessions().count(name)).isEqualTo(1);
                assertThat(server.sessions().of(name).stream()).hasSize(1);
                server.sessions().of(name).stream().forEach(session -> session.close("next round"));
                assertThat(server.sessions().users()).isZero();
            }
        }
    }

    @Test
    void letsAnyNumberInUnlessSetOtherwise() {
        try (TestServer server = TestServer.builder().start()) {
            Stream.generate(() -> server.client(ANN)).limit(10).forEach(client -> {});
            assertThat(server.sessions().count("ann")).isEqualTo(10);
        }
    }
}
