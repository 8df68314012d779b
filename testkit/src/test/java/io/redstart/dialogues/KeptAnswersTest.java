package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.Session;
import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class KeptAnswersTest {
    private final Counter counter = new Counter();

    @RegisterExtension
    final TestServerExtension counting = TestServerExtension.of(
            TestServer.builder().protocol(new DispatchSettings()).instance(counter));

    @Api("counter")
    @Singleton
    public static class Counter {
        final AtomicInteger runs = new AtomicInteger();
        final Gate gate = new Gate();

        @Call
        public int add(Session session) {
            session.emit("added", null);
            return runs.incrementAndGet();
        }

        @Call
        public int slow() throws InterruptedException {
            gate.pass();
            return runs.incrementAndGet();
        }

        @Call
        public void fail() {
            throw new CallException("no", "No " + runs.incrementAndGet());
        }
    }

    @Test
    void givesTheAnswerAgain(TestClient client) {
        client.says("['call',1,'counter.add',[]]").hears("['evt',1,null,'added',null]");
        client.hears("['ret',1,1]");
        client.says("['call',2,'counter.fail',[]]").hears("['err',2,{'code':'no','message':'No 2'}]");
        client.cut();
        TestClient back = client.resumes();
        back.says("['call',1,'counter.add',[]]", "['call',2,'counter.fail',[]]").hears("['ret',1,1]");
        back.hears("['err',2,{'code':'no','message':'No 2'}]");
        back.hearsNothing();
        assertThat(counter.runs).hasValue(2);
    }

    @Test
    void doesNotTakeAnAnswerAsHadThatWasNeverSent(TestServer server, TestClient client) {
        client.says("['call',1,'counter.slow',[]]");
        counter.gate.isReached();
        client.cut();
        counter.gate.opens();
        server.settles();
        server.sessions().all().emit("n", 1);
        TestClient back = client.resumes();
        back.hears("['evt',1,null,'n',1]");
        back.says("['ack',1]", "['call',1,'counter.slow',[]]").hears("['ret',1,1]");
    }

    @Test
    void givesTheAnswerToACallThatEndedWhileTheClientWasAway(TestServer server, TestClient client) {
        client.says("['call',1,'counter.slow',[]]");
        counter.gate.isReached();
        client.cut();
        counter.gate.opens();
        server.settles();
        TestClient back = client.resumes();
        back.says("['call',1,'counter.slow',[]]").hears("['ret',1,1]");
        back.hearsNothing();
        assertThat(counter.runs).hasValue(1);
    }

    @Test
    void joinsACallThatStillRuns(TestClient client) {
        client.says("['call',1,'counter.slow',[]]");
        counter.gate.isReached();
        client.cut();
        TestClient back = client.resumes();
        back.says("['call',1,'counter.slow',[]]").hearsNothing();
        counter.gate.opens();
        back.hears("['ret',1,1]");
        back.hearsNothing();
        assertThat(counter.runs).hasValue(1);
    }

    @Test
    void givesTheAnswerAlsoIfTheMethodIsGone(TestServer server, TestClient client) {
        client.says("['call',1,'counter.fail',[]]").hears("['err',1,{'code':'no','message':'*'}]");
        client.cut();
        server.removes("test");
        TestClient back = client.resumes();
        back.says("['call',1,'counter.fail',[]]").hears("['err',1,{'code':'no','message':'No 1'}]");
        back.says("['call',2,'counter.fail',[]]").hears("['err',2,{'code':'not_found','message':'*'}]");
    }

    @Test
    void forgetsAnAnswerTheClientHasHad(TestServer server, TestClient client) {
        client.says("['call',1,'counter.add',[]]").hears("['evt',1,null,'added',null]");
        client.hears("['ret',1,1]");
        client.says("['ack',1]", "['call',1,'counter.add',[]]").hears("['ret',1,1]");
        server.sessions().all().emit("later", null);
        client.hears("['evt',2,null,'later',null]");
        client.says("['ack',2]", "['call',1,'counter.add',[]]");
        client.hears("['err',1,{'code':'unknown_outcome','message':'*'}]");
        assertThat(counter.runs).hasValue(1);
    }

    @Test
    void forgetsAnAnswerAfterAPong(TestServer server, TestClient client) {
        client.says("['call',1,'counter.fail',[]]").hears("['err',1,'*']");
        server.passes(Duration.ofSeconds(25));
        client.hears("['ping',0]");
        client.says("['call',2,'counter.fail',[]]").hears("['err',2,'*']");
        client.says("['pong',0]");
        client.says("['call',1,'counter.fail',[]]").hears("['err',1,{'code':'unknown_outcome','message':'*'}]");
        client.says("['call',2,'counter.fail',[]]").hears("['err',2,{'code':'no','message':'No 2'}]");
    }

    @Test
    void keepsNoMoreThanAThousandAnswers() {
        try (TestServer unasked = TestServer.builder().instance(counter).start()) { // asks for no proof
            TestClient client = unasked.client();
            for (int id = 1; id <= 1_001; id++) {
                client.says("['call'," + id + ",'counter.fail',[]]").hears("['err'," + id + ",{'code':'no','*':'*'}]");
            }
            client.says("['call',1,'counter.fail',[]]").hears("['err',1,{'code':'unknown_outcome','message':'*'}]");
            client.says("['call',2,'counter.fail',[]]").hears("['err',2,{'code':'no','message':'No 2'}]");
        }
    }

    @Test
    void doesNotRunAnActionTwice(TestClient client) {
        client.says("['act',1,null,{'type':'x/unknown'}]").hears("['err',1,{'code':'not_found','message':'*'}]");
        client.says("['act',1,null,{'type':'x/unknown'}]").hears("['err',1,{'code':'not_found','message':'*'}]");
    }

    @Test
    void doesNotRunACallTwiceOnOneLineEither(TestClient client) {
        client.says("['call',5,'counter.slow',[]]", "['call',5,'counter.slow',[]]");
        counter.gate.isReached();
        counter.gate.opens();
        client.hears("['ret',5,1]");
        client.hearsNothing();
        client.says("['call',4,'counter.slow',[]]").hears("['err',4,{'code':'unknown_outcome','message':'*'}]");
        assertThat(counter.runs).hasValue(1);
    }
}
