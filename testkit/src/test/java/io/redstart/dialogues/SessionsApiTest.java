package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.SessionStore;
import io.redstart.api.StoredSession;
import io.redstart.api.User;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.MemorySessionStore;
import io.redstart.server.session.SessionStoreSettings;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SessionsApiTest {
    private static final User DESK = new User("desk", Set.of("reception"), Map.of());
    private static final String ANN = "{'id':'ann','name':'Ann'}";

    @RegisterExtension
    final TestServerExtension hotel = TestServerExtension.of(
            TestServer.builder().sessionStore(new SessionStoreSettings(Duration.ofHours(1), 2, 100, "reception")));

    private static String opens(TestClient desk, int id, String client) {
        desk.says("['call'," + id + ",'sessions.open',{'user':" + ANN + ",'address':'192.0.2.7','client':'" + client
                + "','data':{'room':7}}]");
        return desk.hears("['ret'," + id + ",{'id':'*','opened':'*','lastRequest':'*','address':'192.0.2.7','client':'"
                        + client + "','user':" + ANN + ",'data':{'room':7}}]")
                .get(2)
                .get("id")
                .stringValue();
    }

    @Test
    void keepsSessionsOfUsers(TestServer server) {
        TestClient desk = server.client(DESK);
        String id = opens(desk, 1, "app");
        assertThat(opens(desk, 2, "app")).isEqualTo(id);
        desk.says("['call',3,'sessions.list',['ann']]").hears("['ret',3,[{'id':'" + id + "','*':'*'}]]");
        desk.says("['call',4,'sessions.load',['ann','" + id + "']]").hears("['ret',4,{'id':'" + id + "','*':'*'}]");
        desk.says("['call',5,'sessions.store',['ann','" + id + "',{'room':8,'note':null}]]")
                .hears("['ret',5,true]");
        desk.says("['call',6,'sessions.load',['ann','" + id + "']]")
                .hears("['ret',6,{'data':{'room':8,'note':null},'*':'*'}]");
        desk.says("['call',7,'sessions.delete',['ann','" + id + "']]").hears("['ret',7,true]");
        desk.says("['call',8,'sessions.load',['ann','" + id + "']]").hears("['ret',8,null]");
        opens(desk, 9, "app");
        desk.says("['call',10,'sessions.close',['ann','192.0.2.7','app']]").hears("['ret',10,true]");
        desk.says("['call',11,'sessions.close',['ann','192.0.2.7','app']]").hears("['ret',11,false]");
        desk.says("['call',12,'sessions.list',['ann']]").hears("['ret',12,[]]");
    }

    @Test
    void refusesWhatDoesNotFit(TestServer server) {
        TestClient desk = server.client(DESK);
        desk.says("['call',1,'sessions.open',[{'name':'Ann'},'a','c']]");
        desk.hears("['err',1,{'code':'invalid','message':'user: id is null (expected: 1 to 255 characters)'}]");
        desk.says("['call',2,'sessions.open',[" + ANN + ",'a','c',{'text':'" + "x".repeat(100) + "'}]]");
        desk.hears("['err',2,{'code':'too_large','*':'*'}]");
        desk.says("['call',3,'sessions.open',['ann','a','c']]").hears("['err',3,{'code':'invalid','*':'*'}]");
        opens(desk, 4, "one");
        opens(desk, 5, "two");
        desk.says("['call',6,'sessions.open',[" + ANN + ",'a','three']]")
                .hears("['err',6,{'code':'overloaded','*':'*'}]");
        server.passes(Duration.ofHours(1));
        desk.says("['call',7,'sessions.list',['ann']]").hears("['ret',7,[]]");
    }

    @Test
    void isForThoseWithTheRole(TestServer server) {
        TestClient guest = server.client();
        guest.says("['call',1,'sessions.list',['ann']]").hears("['err',1,{'code':'unauthenticated','*':'*'}]");
        TestClient user = server.client(new User("eve", Set.of("sessions"), Map.of()));
        user.says("['call',1,'sessions.list',['ann']]").hears("['err',1,{'code':'forbidden','*':'*'}]");
        server.sessions().find(guest.sid()).orElseThrow().signIn(new User("bob", Set.of("reception"), Map.of()));
        guest.hears("['user','bob','*']");
        guest.says("['call',2,'sessions.list',['ann']]").hears("['ret',2,[]]");
    }

    @Test
    void usesTheStoreOfTheProgram() {
        SessionStore own = new MemorySessionStore(new SessionStoreSettings(), InstantSource.system(), Observer.NONE);
        try (TestServer server = TestServer.builder()
                .sessionStore(new SessionStoreSettings(Duration.ofHours(1), 2, 100, "reception"))
                .instance(own)
                .start()) {
            String id = opens(server.client(DESK), 1, "app");
            assertThat(own.list("ann")).extracting(StoredSession::id).containsExactly(id);
        }
    }

    @Test
    void isNotThereUnlessARoleIsSet() {
        try (TestServer server = TestServer.builder().start()) {
            TestClient desk = server.client(DESK);
            desk.says("['call',1,'sessions.list',['ann']]").hears("['err',1,{'code':'not_found','*':'*'}]");
        }
    }
}
