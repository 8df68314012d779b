package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.NonBlocking;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TakeoverTest {
    private final Notes notes = new Notes();

    @RegisterExtension
    final TestServerExtension noting =
            TestServerExtension.of(TestServer.builder().instance(notes));

    @Api
    @Singleton
    public static class Notes {
        final List<String> log = new CopyOnWriteArrayList<>();
        final Gate gate = new Gate();

        @Call
        @NonBlocking
        public void note(String text) {
            if (text.equals("slow")) {
                gate.passUninterruptibly();
            }
            log.add(text);
        }
    }

    /** The old line is in the middle of a message when the client comes back on a new one. */
    @Test
    void waitsForTheMessageThatIsBeingWorkedOffAndPassesOverTheRest(TestServer server, TestClient client)
            throws InterruptedException {
        Thread old = new Thread(() -> client.says("['cast','note',['slow']]", "['cast','note',['late']]"));
        old.start();
        notes.gate.isReached();
        TestClient back = client.returns().hearsNothing();
        notes.gate.opens();
        back.hears("['welcome',{'sid':'" + client.sid() + "','resumed':true,'*':'*'}]");
        back.says("['cast','note',['new']]", "['call',1,'note',['last']]").hears("['ret',1,null]");
        old.join();
        client.closedWith(4409);
        assertThat(notes.log).containsExactly("slow", "new", "last");
    }

    @Test
    void givesItToOneOfTwoWhoComeMeanwhile(TestServer server, TestClient client) throws InterruptedException {
        Thread old = new Thread(() -> client.says("['cast','note',['slow']]"));
        old.start();
        notes.gate.isReached();
        TestClient first = client.returns().hearsNothing();
        TestClient second = client.returns().hearsNothing();
        notes.gate.opens();
        first.hears("['welcome',{'resumed':true,'*':'*'}]");
        first.closedWith(4409);
        second.hears("['welcome',{'sid':'" + client.sid() + "','resumed':true,'*':'*'}]");
        second.says("['call',1,'note',['last']]").hears("['ret',1,null]");
        old.join();
        assertThat(notes.log).containsExactly("slow", "last");
        assertThat(server.sessionCount()).isEqualTo(1);
    }

    @Test
    void doesNotMakeAThiefWait(TestServer server, TestClient client) throws InterruptedException {
        Thread old = new Thread(() -> client.says("['cast','note',['slow']]"));
        old.start();
        notes.gate.isReached();
        TestClient thief = server.connects();
        thief.says("['hello',{'v':1,'resume':{'sid':'" + client.sid() + "','key':'guess','seen':0}}]");
        thief.hears("['welcome',{'resumed':false,'why':'unknown','*':'*'}]");
        notes.gate.opens();
        old.join();
        client.says("['call',1,'note',['last']]").hears("['ret',1,null]");
    }
}
