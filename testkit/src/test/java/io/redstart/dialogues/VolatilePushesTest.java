package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Action;
import io.redstart.api.ActionType;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.EventType;
import io.redstart.api.Keep;
import io.redstart.api.Push;
import io.redstart.api.Recipients;
import io.redstart.api.Session;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.TransportSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class VolatilePushesTest {
    private static final int KIB = 1024;

    /** Half of the outbox is 64 KiB, and what waits of newest pushes may be 10 or 64 KiB. */
    @RegisterExtension
    final TestServerExtension trading = TestServerExtension.of(TestServer.builder()
            .connections(new TransportSettings(64 * KIB, 128 * KIB, 10_000, 0, Duration.ofSeconds(10)))
            .sessions(new SessionSettings(Duration.ofMinutes(2), 10, 128 * KIB, Duration.ofSeconds(30)))
            .api(Market.class));

    @EventType("price")
    @Push(keep = Keep.LATEST, key = "symbol")
    public record Price(String symbol, int cents) {}

    @ActionType("market/opened")
    @Push(keep = Keep.LATEST)
    public record Opened(int day) {}

    @EventType("pointer")
    @Push(keep = Keep.NONE)
    record Pointer(int x) {}

    @EventType("trade")
    @Push(keep = Keep.LATEST, key = "symbol")
    record Trade(String symbol) {}

    @EventType("chat")
    public record Chat(String text) {}

    @Api
    public static class Market {
        @Call
        public void quote(int cents, Session session) {
            session.emit(new Price("A", cents));
            session.emit(new Chat("quoted"));
        }

        @Call
        public void fail(Session session) {
            session.emit(new Price("A", 1));
            session.lossy().now().emit("now", 1);
            throw new CallException("no", "No");
        }
    }

    /** Fills more than half of the outbox of whoever does not read: three messages, the first on its way. */
    private static void fill(TestServer server) {
        for (int i = 0; i < 3; i++) {
            server.sessions().all().emit("large", "x".repeat(35 * KIB));
        }
    }

    private static void hearLarge(TestClient client, int from) {
        for (int i = from; i < from + 3; i++) {
            client.hears("['evt'," + i + ",null,'large','*']");
        }
    }

    @Test
    void haveNoNumberAndAreSentToWhoeverReads(TestServer server, TestClient client) {
        Recipients all = server.sessions().all();
        all.emit(new Price("A", 1));
        all.emit(new Chat("hi"));
        all.emit(new Pointer(3));
        all.dispatch(new Opened(7));
        all.lossy().emit("plain", 4);
        all.latest("A").dispatch(Action.of("typed", 5));
        all.latest("A").dispatch(Map.of("type", "mapped"));
        all.emit(new Chat("bye"));
        client.hears("['evt',0,null,'price',{'symbol':'A','cents':1}]");
        client.hears("['evt',1,null,'chat',{'text':'hi'}]");
        client.hears("['evt',0,null,'pointer',{'x':3}]");
        client.hears("['act',0,null,{'type':'market/opened','payload':{'day':7}}]");
        client.hears("['evt',0,null,'plain',4]");
        client.hears("['act',0,null,{'type':'typed','payload':5}]");
        client.hears("['act',0,null,{'type':'mapped'}]");
        client.hears("['evt',2,null,'chat',{'text':'bye'}]");
    }

    @Test
    void aSlowClientGetsTheNewestPriceAndEveryLineOfTheChat(TestServer server, TestClient client) {
        Recipients all = server.sessions().all();
        client.stopsReading();
        fill(server);
        for (int i = 1; i <= 100; i++) {
            all.emit(new Price("A", i));
            all.emit(new Price("B", -i));
            all.emit(new Pointer(i));
            if (i % 50 == 0) {
                all.emit(new Chat("line " + i));
            }
        }
        client.readsOn();
        hearLarge(client, 1);
        client.hears("['evt',4,null,'chat',{'text':'line 50'}]");
        client.hears("['evt',5,null,'chat',{'text':'line 100'}]");
        client.hears("['evt',0,null,'price',{'symbol':'A','cents':100}]");
        client.hears("['evt',0,null,'price',{'symbol':'B','cents':-100}]");
        client.hearsNothing();
        all.emit(new Price("A", 101));
        client.hears("['evt',0,null,'price',{'symbol':'A','cents':101}]");
    }

    @Test
    void whatIsReplacedKeepsItsPlace(TestServer server, TestClient client) {
        Recipients all = server.sessions().all();
        client.stopsReading();
        fill(server);
        all.latest("A").emit("n", 1);
        all.latest("B").emit("n", 2);
        all.latest("A").emit("other", 3);
        all.latest("A").emit("n", 4);
        client.readsOn();
        hearLarge(client, 1);
        client.hears("['evt',0,null,'n',4]");
        client.hears("['evt',0,null,'n',2]");
        client.hears("['evt',0,null,'other',3]");
        client.hearsNothing();
    }

    @Test
    void withoutAKeyTheWholeTypeHasOneNewest(TestServer server, TestClient client) {
        client.stopsReading();
        fill(server);
        server.sessions().all().dispatch(new Opened(1));
        server.sessions().all().dispatch(new Opened(2));
        client.readsOn();
        hearLarge(client, 1);
        client.hears("['act',0,null,{'type':'market/opened','payload':{'day':2}}]");
        client.hearsNothing();
    }

    @Test
    void anActionIsNoEventOfTheSameName(TestServer server, TestClient client) {
        client.stopsReading();
        fill(server);
        server.sessions().all().latest("").emit("same", 1);
        server.sessions().all().latest("").dispatch(Action.of("same", 2));
        client.readsOn();
        hearLarge(client, 1);
        client.hears("['evt',0,null,'same',1]");
        client.hears("['act',0,null,{'type':'same','payload':2}]");
    }

    @Test
    void anAbsentClientGetsTheNewestBehindWhatItMissed(TestServer server, TestClient client) {
        Recipients all = server.sessions().all();
        client.cut();
        all.emit(new Price("A", 1));
        all.emit(new Chat("hi"));
        all.emit(new Pointer(1));
        all.emit(new Price("A", 2));
        TestClient back = client.resumes();
        back.hears("['evt',1,null,'chat',{'text':'hi'}]");
        back.hears("['evt',0,null,'price',{'symbol':'A','cents':2}]");
        back.hearsNothing();
        back.cut();
        back.resumes().hearsNothing();
    }

    @Test
    void whatWaitedForASlowClientWaitsForItWhenItIsAway(TestServer server, TestClient client) {
        Recipients all = server.sessions().all();
        client.stopsReading();
        fill(server);
        all.emit(new Price("A", 1));
        all.emit(new Price("B", 2));
        client.cut();
        all.emit(new Price("A", 3));
        TestClient back = client.resumes();
        hearLarge(back, 1);
        back.hears("['evt',0,null,'price',{'symbol':'A','cents':3}]");
        back.hears("['evt',0,null,'price',{'symbol':'B','cents':2}]");
        back.hearsNothing();
    }

    @Test
    void whoComesBackAndReadsSlowlyGetsTheNewestWhenThereIsRoom(TestServer server, TestClient client) {
        Recipients all = server.sessions().all();
        client.cut();
        fill(server);
        all.emit(new Price("A", 1));
        TestClient back = server.connects().stopsReading();
        back.says("['hello',{'v':1,'resume':{'sid':'" + client.sid() + "','key':'" + client.key() + "','seen':0}}]");
        server.settles();
        all.emit(new Price("A", 2));
        back.readsOn();
        back.hears("['welcome',{'resumed':true,'*':'*'}]");
        hearLarge(back, 1);
        back.hears("['evt',0,null,'price',{'symbol':'A','cents':2}]");
        back.hearsNothing();
    }

    @Test
    void noMoreKeysWaitThanPushesAreKept(TestServer server, TestClient client) {
        client.cut();
        for (int i = 1; i <= 12; i++) {
            server.sessions().all().emit(new Price("S" + i, i));
        }
        TestClient back = client.resumes();
        for (int i = 3; i <= 12; i++) {
            back.hears("['evt',0,null,'price',{'symbol':'S" + i + "','cents':" + i + "}]");
        }
        back.hearsNothing();
    }

    @Test
    void noMoreBytesWaitThanHalfOfWhatIsKept(TestServer server, TestClient client) {
        client.cut();
        for (int i = 1; i <= 3; i++) {
            server.sessions().all().latest("k" + i).emit("n" + i, "x".repeat(30 * KIB));
        }
        TestClient back = client.resumes();
        back.hears("['evt',0,null,'n2','*']");
        back.hears("['evt',0,null,'n3','*']");
        back.hearsNothing();
    }

    @Test
    void areNeverTheReasonToCloseAConnection(TestServer server, TestClient client) {
        client.stopsReading();
        for (int i = 0; i < 20_000; i++) {
            server.sessions().all().lossy().emit("n", i);
            server.sessions().all().latest("k").emit("m", i);
        }
        assertThat(server.connectionCount()).isEqualTo(1);
        server.sessions().all().emit(new Chat("still here"));
        client.readsOn();
        client.hears("['evt',0,null,'n',0]");
        client.says("['call',1,'quote',[5]]");
        assertThat(client.calls("quote", 6).isNull()).isTrue();
        assertThat(server.limitHits("queued")).isZero();
    }

    @Test
    void doNotFillWhatIsKeptForAClientThatIsAway(TestServer server, TestClient client) {
        client.cut();
        for (int i = 0; i < 1_000; i++) {
            server.sessions().all().emit(new Price("A", i));
            server.sessions().all().emit(new Pointer(i));
        }
        client.resumes().hears("['evt',0,null,'price',{'symbol':'A','cents':999}]");
    }

    @Test
    void leaveWithTheCallThatPushedThem(TestServer server, TestClient client) {
        client.says("['call',1,'quote',[7]]");
        client.hears("['evt',0,null,'price',{'symbol':'A','cents':7},{'c':1}]");
        client.hears("['evt',1,null,'chat',{'text':'quoted'},{'c':1}]");
        client.hears("['ret',1,null]");
        client.says("['call',2,'fail',[]]");
        client.hears("['evt',0,null,'now',1]");
        client.hears("['err',2,{'code':'no','message':'No'}]");
        client.hearsNothing();
    }

    @Test
    void aViewSaysMoreThanTheRecord(TestServer server, TestClient client) {
        client.cut();
        server.sessions().all().latest("k").emit(new Chat("one"));
        server.sessions().all().latest("k").emit(new Chat("two"));
        server.sessions().all().lossy().emit(new Price("A", 1));
        server.sessions().all().latest("").now().emit(new Pointer(1));
        TestClient back = client.resumes();
        back.hears("['evt',0,null,'chat',{'text':'two'}]");
        back.hears("['evt',0,null,'pointer',{'x':1}]");
        back.hearsNothing();
    }

    @Test
    void recordsThatNobodyElseSeesHaveKeysToo(TestServer server, TestClient client) {
        client.cut();
        server.sessions().all().emit(new Trade("A"));
        server.sessions().all().emit(new Trade("B"));
        server.sessions().all().emit(new Trade("A"));
        TestClient back = client.resumes();
        back.hears("['evt',0,null,'trade',{'symbol':'A'}]");
        back.hears("['evt',0,null,'trade',{'symbol':'B'}]");
        back.hearsNothing();
    }
}
