package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Idempotent;
import io.redstart.api.RateLimit;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInTest {
    private static final String GUESTS = "{'calls':['door.both','door.clear','door.fail','door.in','door.inAs',"
            + "'door.leaveTogether','door.out','door.pay','door.tell','door.who'],'actions':[],'events':[]}";
    private static final String CLERKS = "{'calls':['door.both','door.clear','door.fail','door.in','door.inAs',"
            + "'door.leaveTogether','door.out','door.pay','door.sell','door.tell','door.who'],'actions':[],'events':[]}";

    @RegisterExtension
    final Log log = new Log();

    private final Door door = new Door();

    @RegisterExtension
    final TestServerExtension house =
            TestServerExtension.of(TestServer.builder().instance(door).api(RolesTest.Porter.class));

    @Api("door")
    @Singleton
    @PermitAll
    public static class Door {
        final CyclicBarrier together = new CyclicBarrier(2);
        final AtomicInteger paid = new AtomicInteger();
        /** How often somebody tried to be one of two. */
        final AtomicInteger tried = new AtomicInteger();

        @Call
        public int in(String name, Session session) {
            return session.signIn(name);
        }

        @Call
        public int inAs(String name, String role, Session session) {
            return session.signIn(new User(name, Set.of(role), Map.of()));
        }

        @Call
        public boolean out(Session session) {
            return session.signOut();
        }

        @Call
        public int clear(String name, Sessions sessions) {
            return sessions.clear(name);
        }

        @Call
        public @Nullable String who(Session session) {
            User user = session.user();
            return user == null ? null : user.id();
        }

        @Call
        @RolesAllowed("clerk")
        public String sell() {
            return "sold";
        }

        @Call
        public void tell(String name, Sessions sessions) {
            sessions.of(name).emit("told", null);
        }

        @Call
        public void fail(String name, Session session) {
            session.signIn(name);
            session.emit("never", null);
            throw new IllegalStateException("a secret of ours");
        }

        @Call
        @RateLimit(permits = 1, per = "1m", by = RateLimit.By.USER)
        @Idempotent
        public int pay() {
            return paid.incrementAndGet();
        }

        @Call
        public int both(String name, Session session) throws Exception {
            together.await();
            try {
                return session.signIn(name);
            } finally {
                tried.incrementAndGet();
            }
        }

        @Call
        public boolean leaveTogether(Session session) throws Exception {
            together.await();
            return session.signOut();
        }
    }

    private static TestClient signedIn(TestServer server, String name) {
        TestClient client = guest(server);
        client.says("['call',1,'door.in',['" + name + "']]");
        client.hears("['user','" + name + "',{'why':'signed_in'}]");
        client.hears("['ret',1,'*']");
        return client;
    }

    private static TestClient guest(TestServer server) {
        return server.connects().greets();
    }

    private static TestClient greets(TestServer server, String token) {
        TestClient client = server.connects().says("['hello',{'v':1,'token':'" + token + "'}]");
        client.hears("['welcome','*']");
        return client;
    }

    @Test
    void tellsTheClientWhoItIsBeforeTheCallIsAnswered(TestServer server) {
        TestClient client = guest(server);
        assertThat(client.welcome().has("user")).isFalse();
        client.says("['call',1,'door.in',['ann']]");
        client.hears("['user','ann',{'why':'signed_in'}]");
        client.hears("['ret',1,1]");
        client.says("['call',2,'door.who',[]]").hears("['ret',2,'ann']");
        client.says("['call',3,'door.out',[]]");
        client.hears("['user',null,{'why':'signed_out','last':true}]");
        client.hears("['ret',3,true]");
        client.says("['call',4,'door.who',[]]").hears("['ret',4,null]");
        client.says("['call',5,'door.out',[]]").hears("['ret',5,false]");
    }

    @Test
    void saysWhoItIsInTheWelcome(TestServer server) {
        assertThat(greets(server, "ann:guide").welcome().get("user").stringValue())
                .isEqualTo("ann");
    }

    @Test
    void makesTheSessionOneOfTheUsers(TestServer server) {
        TestClient first = signedIn(server, "ann");
        TestClient second = signedIn(server, "ann");
        TestClient other = guest(server);
        other.says("['call',1,'door.tell',['ann']]").hears("['ret',1,null]");
        first.hears("['evt',1,null,'told',null]");
        second.hears("['evt',1,null,'told',null]");
        assertThat(server.sessions().count("ann")).isEqualTo(2);
        assertThat(server.sessions().count("bob")).isZero();
        assertThat(server.sessions().users()).isEqualTo(1);
        assertThat(server.sessions().signedIn().size()).isEqualTo(2);
        server.sessions()
                .signedIn()
                .except(server.sessions().find(first.sid()).orElseThrow())
                .emit("hi", 1);
        second.hears("['evt',2,null,'hi',1]");
        first.hearsNothing();
        other.hearsNothing();
        first.closes();
        server.settles();
        assertThat(server.sessions().count("ann")).isEqualTo(1);
    }

    @Test
    void isAConflictWhereThereIsAUser(TestServer server) {
        TestClient ann = signedIn(server, "ann");
        ann.says("['call',2,'door.in',['bob']]");
        ann.hears(
                "['err',2,{'code':'conflict','message':'The session is of user \\u0027ann\\u0027 already (expected: a guest\\u0027s)'}]");
        ann.says("['call',3,'door.in',['ann']]").hears("['err',3,{'code':'conflict','*':'*'}]");
        TestClient guide = greets(server, "eve:guide");
        guide.says("['call',1,'door.in',['bob']]").hears("['err',1,{'code':'conflict','*':'*'}]");
        assertThat(server.sessions().count("bob")).isZero();
    }

    @Test
    void staysWhenTheCallFails(TestServer server) {
        TestClient client = guest(server);
        client.says("['call',1,'door.fail',['ann']]");
        client.hears("['user','ann',{'why':'signed_in'}]");
        client.hears("['err',1,{'code':'internal','*':'*'}]");
        client.says("['call',2,'door.who',[]]").hears("['ret',2,'ann']");
        assertThat(log.events()).isNotEmpty();
    }

    @Test
    void refusesNamesThatAreTheServersOwn(TestServer server) {
        guest(server);
        Session session = server.sessions().all().stream().findFirst().orElseThrow();
        assertThatThrownBy(() -> session.signIn("$control"))
                .hasMessage("id: '$control' (expected: not to begin with $)");
        assertThatThrownBy(() -> session.signIn(new User("ann", Set.of("$control"), Map.of())))
                .hasMessage("roles: '$control' (expected: not to begin with $)");
        assertThatThrownBy(() -> session.signIn("")).isInstanceOf(IllegalArgumentException.class);
        assertThat(session.user()).isNull();
    }

    @Test
    void changesWhatMayBeUsedFromTheNextCallOn(TestServer server) {
        TestClient client = guest(server);
        client.says("['can',1]").hears("['ret',1," + GUESTS + "]");
        client.says("['call',2,'door.sell',[]]").hears("['err',2,{'code':'unauthenticated','*':'*'}]");
        client.says("['call',3,'door.inAs',['ann','clerk']]");
        client.hears("['user','ann',{'why':'signed_in'}]");
        client.hears("['can'," + CLERKS + "]");
        client.hears("['ret',3,1]");
        client.says("['call',4,'door.sell',[]]").hears("['ret',4,'sold']");
        client.says("['call',5,'door.out',[]]");
        client.hears("['user',null,{'why':'signed_out','last':true}]");
        client.hears("['can'," + GUESTS + "]");
        client.hears("['ret',5,true]");
        client.says("['call',6,'door.sell',[]]").hears("['err',6,{'code':'unauthenticated','*':'*'}]");
    }

    @Test
    void lastsAcrossAResume(TestServer server) {
        TestClient ann = signedIn(server, "ann");
        ann.cut();
        TestClient again = ann.resumes();
        assertThat(again.welcome().get("user").stringValue()).isEqualTo("ann");
        again.says("['call',7,'door.who',[]]").hears("['ret',7,'ann']");
        Session session = server.sessions().find(again.sid()).orElseThrow();
        again.cut();
        session.signOut();
        assertThat(again.resumes().welcome().has("user")).isFalse();
    }

    @Test
    void comesBackWithTheCredentialsItCameWith(TestServer server) {
        TestClient eve = greets(server, "eve:guide");
        eve.says("['call',1,'door.out',[]]").hears("['user',null,{'why':'signed_out','last':true}]");
        eve.hears("['ret',1,true]");
        eve.says("['call',2,'door.in',['ann']]").hears("['user','ann',{'why':'signed_in'}]");
        eve.hears("['ret',2,1]");
        eve.cut();
        String resume = ",'resume':{'sid':'" + eve.sid() + "','key':'" + eve.key() + "','seen':0}}]";
        server.connects()
                .says("['hello',{'v':1,'token':'ann:guide'" + resume)
                .hears("['welcome',{'resumed':false,'why':'denied','*':'*'}]");
        TestClient back = server.connects().says("['hello',{'v':1,'token':'eve:guide'" + resume);
        back.hears("['welcome',{'resumed':true,'user':'ann','*':'*'}]");
        back.says("['call',3,'door.who',[]]").hears("['ret',3,'ann']");
    }

    @Test
    void renewsTheCredentialsItCameWith(TestServer server) {
        TestClient eve = greets(server, "eve:guide");
        eve.says("['call',1,'door.out',[]]").hears("['user','*','*']");
        eve.hears("['ret',1,true]");
        eve.says("['call',2,'door.in',['ann']]").hears("['user','*','*']");
        eve.hears("['ret',2,1]");
        eve.says("['auth',3,'ann:clerk']").hears("['err',3,{'code':'forbidden','*':'*'}]");
        eve.says("['auth',4,'eve:clerk']").hears("['ret',4,true]");
        eve.says("['call',5,'door.who',[]]").hears("['ret',5,'ann']");
        eve.says("['call',6,'door.sell',[]]").hears("['err',6,{'code':'forbidden','*':'*'}]");
        TestClient guest = signedIn(server, "ann");
        guest.says("['auth',2,'ann:clerk']").hears("['err',2,{'code':'forbidden','*':'*'}]");
    }

    @Test
    void countsForRatesAndKeysOfTheUser(TestServer server) {
        TestClient first = signedIn(server, "ann");
        TestClient second = guest(server);
        first.says("['call',2,'door.pay',[],{'key':'k'}]").hears("['ret',2,1]");
        second.says("['call',1,'door.pay',[]]").hears("['ret',1,2]");
        second.says("['call',2,'door.in',['ann']]").hears("['user','ann','*']");
        second.hears("['ret',2,2]");
        second.says("['call',3,'door.pay',[]]").hears("['err',3,{'code':'rate_limited','*':'*'}]");
        server.passes(Duration.ofMinutes(1));
        second.says("['call',4,'door.pay',[],{'key':'k'}]").hears("['ret',4,1]");
        first.says("['call',3,'door.pay',[]]").hears("['err',3,{'code':'rate_limited','*':'*'}]");
    }

    @Test
    void clearsAllAndTellsOneThatItWasTheLast(TestServer server) {
        List<TestClient> ann = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ann.add(signedIn(server, "ann"));
        }
        ann.get(4).cut();
        TestClient bob = signedIn(server, "bob");
        server.settles();
        assertThat(server.sessions().clear("ann")).isEqualTo(5);
        int last = 0;
        for (TestClient each : ann.subList(0, 4)) {
            last += each.hears("['user',null,{'why':'cleared','*':'*'}]").get(2).has("last") ? 1 : 0;
        }
        assertThat(last).isEqualTo(1);
        assertThat(ann.get(4).resumes().welcome().has("user")).isFalse();
        bob.hearsNothing();
        assertThat(server.sessions().clear("ann")).isZero();
        assertThat(server.sessions().users()).isEqualTo(1);
        bob.says("['call',2,'door.clear',['bob']]").hears("['user',null,{'why':'cleared','last':true}]");
        bob.hears("['ret',2,1]");
    }

    @Test
    void tellsOneOfTwoWhoGoAtOnceThatItWasTheLast(TestServer server) {
        for (int round = 0; round < 20; round++) {
            TestClient one = signedIn(server, "ann");
            TestClient two = signedIn(server, "ann");
            one.says("['call',2,'door.leaveTogether',[]]");
            two.says("['call',2,'door.leaveTogether',[]]");
            boolean first = one.hears("['user',null,'*']").get(2).has("last");
            boolean second = two.hears("['user',null,'*']").get(2).has("last");
            assertThat(first).isNotEqualTo(second);
            one.hears("['ret',2," + first + "]");
            two.hears("['ret',2," + second + "]");
        }
    }

    @Test
    void doesNothingToASessionThatIsOver(TestServer server) {
        guest(server);
        Session session = server.sessions().all().stream().findFirst().orElseThrow();
        session.kill();
        assertThatThrownBy(() -> session.signIn("ann")).hasMessage("The session is over");
        assertThat(session.signOut()).isFalse();
        assertThat(server.sessions().users()).isZero();
    }
}
