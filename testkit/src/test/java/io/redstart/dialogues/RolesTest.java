package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.OnAction;
import io.redstart.api.OnEvent;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.security.DenyAll;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RolesTest {
    private static final User ANN = new User("ann", Set.of("clerk"), Map.of());
    private static final User BOB = new User("bob", Set.of("boss", "cook"), Map.of());

    @RegisterExtension
    final Log log = new Log(Level.WARN);

    private final Office office = new Office();

    @RegisterExtension
    final TestServerExtension open =
            TestServerExtension.of(TestServer.builder().instance(office).api(Hall.class));

    @Api("office")
    @Singleton
    @RolesAllowed({"clerk", "boss"})
    public static class Office {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @Call
        public String file(int pages) {
            return pages + " pages";
        }

        @Call
        @RolesAllowed("boss")
        public String fire(String name) {
            return name + " is fired";
        }

        @Call
        @PermitAll
        public String hello() {
            return "hello";
        }

        @Call
        @DenyAll
        public String vault() {
            return "gold";
        }

        @Call
        @RolesAllowed("**")
        public String canteen() {
            return "soup";
        }

        @Call
        public Stream<Integer> papers() {
            return Stream.of(1, 2, 3);
        }

        @OnAction("office/opened")
        @RolesAllowed("boss")
        public String opened() {
            seen.add("opened");
            return "open";
        }

        @OnEvent("bell")
        @RolesAllowed("boss")
        public void bell() {
            seen.add("boss's bell");
        }
    }

    @Api("hall")
    @Singleton
    public static class Hall {
        @Call
        public String enter() {
            return "in the hall";
        }
    }

    public static class Porter implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            String token = handshake.token();
            if (handshake.stage() == Handshake.Stage.UPGRADE) {
                return Decision.undecided().now();
            }
            if (token == null) {
                return Decision.guest().now();
            }
            String[] parts = token.split(":", 2);
            return Decision.accept(new User(parts[0], Set.of(parts[1].split(",")), Map.of()))
                    .now();
        }
    }

    @Test
    void letsThoseInWhoHaveOneOfTheRoles(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'office.file',[3]]").hears("['ret',1,'3 pages']");
        server.client(BOB).says("['call',1,'office.file',[3]]").hears("['ret',1,'3 pages']");
        server.client(new User("eve"))
                .says("['call',1,'office.file',[3]]")
                .hears("['err',1,{'code':'forbidden','message':'office.file is not for this user'}]");
        server.client()
                .says("['call',1,'office.file',[3]]")
                .hears("['err',1,{'code':'unauthenticated','message':'office.file is not for guests'}]");
        assertThat(server.refusals("office.file", "forbidden")).isEqualTo(1);
        assertThat(server.refusals("office.file", "unauthenticated")).isEqualTo(1);
    }

    @Test
    void takesTheMethodsOwnWordBeforeTheClasss(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'office.fire',['bob']]").hears("['err',1,{'code':'forbidden','message':'*'}]");
        server.client(BOB).says("['call',1,'office.fire',['ann']]").hears("['ret',1,'ann is fired']");
        server.client().says("['call',1,'office.hello',[]]").hears("['ret',1,'hello']");
    }

    @Test
    void letsNobodyIn(TestServer server) {
        server.client(BOB).says("['call',1,'office.vault',[]]").hears("['err',1,{'code':'forbidden','message':'*'}]");
        server.client()
                .says("['call',1,'office.vault',[]]")
                .hears("['err',1,{'code':'unauthenticated','message':'*'}]");
    }

    @Test
    void letsAnyUserIn(TestServer server) {
        server.client(new User("eve")).says("['call',1,'office.canteen',[]]").hears("['ret',1,'soup']");
        server.client()
                .says("['call',1,'office.canteen',[]]")
                .hears("['err',1,{'code':'unauthenticated','message':'*'}]");
    }

    @Test
    void judgesBeforeItLooksAtArguments(TestServer server) {
        server.client()
                .says("['call',1,'office.file',['many',[{}]]]")
                .hears("['err',1,{'code':'unauthenticated','message':'*'}]");
        server.client(ANN)
                .says("['call',1,'office.file',['many']]")
                .hears("['err',1,{'code':'invalid','message':'*','fields':'*'}]");
    }

    @Test
    void judgesAStreamWhenItBegins(TestServer server) {
        server.client()
                .says("['call',1,'office.papers',[],{'n':1}]")
                .hears("['err',1,{'code':'unauthenticated','message':'*'}]");
        TestClient ann = server.client(ANN);
        ann.says("['call',1,'office.papers',[],{'n':1}]").hears("['item',1,1,1]");
        ann.says("['more',1,5]").hears("['item',1,2,2]");
        ann.hears("['item',1,3,3]");
        ann.hears("['end',1]");
    }

    @Test
    void refusesCastsWithoutAWord(TestServer server) {
        server.client().says("['cast','office.file',[1]]").hearsNothing();
        assertThat(server.refusals("office.file", "unauthenticated")).isEqualTo(1);
    }

    @Test
    void judgesActionsAndEvents(TestServer server) {
        TestClient ann = server.client(ANN);
        ann.says("['act',1,null,{'type':'office/opened'}]").hears("['err',1,{'code':'forbidden','message':'*'}]");
        ann.says("['evt','bell',null]").hearsNothing();
        assertThat(office.seen).isEmpty();
        assertThat(server.refusals("office/opened", "forbidden")).isEqualTo(1);
        assertThat(server.refusals("bell", "forbidden")).isEqualTo(1);
        TestClient bob = server.client(BOB);
        bob.says("['act',1,null,{'type':'office/opened'}]").hears("['ret',1,'open']");
        bob.says("['evt','bell',null]").hearsNothing();
        assertThat(office.seen).containsExactly("opened", "boss's bell");
    }

    @Test
    void letsEverybodyReachWhatIsNotMarkedWhileNobodySaysWhoTheyAre(TestServer server) {
        server.client().says("['call',1,'hall.enter',[]]").hears("['ret',1,'in the hall']");
        assertThat(log.events()).isEmpty();
    }

    @Test
    void letsNobodyReachWhatIsNotMarkedOnceThereIsAnAuthenticator(TestServer server) throws Exception {
        TestClient guest = server.client();
        TestClient bob = server.client(BOB);
        server.deploys("porter", Porter.class);
        guest.says("['call',1,'hall.enter',[]]").hears("['err',1,{'code':'unauthenticated','message':'*'}]");
        bob.says("['call',1,'hall.enter',[]]").hears("['err',1,{'code':'forbidden','message':'*'}]");
        guest.says("['call',2,'office.hello',[]]").hears("['ret',2,'hello']");
        server.removes("porter");
        guest.says("['call',3,'hall.enter',[]]").hears("['err',3,{'code':'unauthenticated','message':'*'}]");
    }

    @Test
    void namesInTheLogWhatNobodyMayReach(TestServer server) throws Exception {
        server.deploys("porter", Porter.class);
        assertThat(warnings()).singleElement().asString().startsWith("Nobody may reach hall.enter, office.vault ");
        server.deploys("other", Unmarked.class);
        assertThat(warnings()).hasSize(2);
        assertThat(warnings().get(1)).startsWith("Nobody may reach other, other/acted ");
    }

    @Api
    public static class Unmarked {
        @Call
        public void other() {}

        @OnAction("other/acted")
        public void acted() {}
    }

    private List<String> warnings() {
        return log.events().stream()
                .filter(event -> event.getLevel() == Level.WARN)
                .map(event -> event.getFormattedMessage())
                .toList();
    }

    @Test
    void readsTheRolesAtEveryCall(TestServer server) throws Exception {
        server.deploys("porter", Porter.class);
        TestClient cat = server.connects().says("['hello',{'v':1,'token':'cat:clerk'}]");
        cat.hears("['welcome','*']");
        cat.says("['call',1,'office.fire',['bob']]").hears("['err',1,{'code':'forbidden','message':'*'}]");
        cat.says("['auth',2,'cat:boss']").hears("['ret',2,true]");
        cat.says("['call',3,'office.fire',['bob']]").hears("['ret',3,'bob is fired']");
        cat.says("['auth',4,'cat:clerk']").hears("['ret',4,true]");
        cat.says("['call',5,'office.fire',['bob']]").hears("['err',5,{'code':'forbidden','message':'*'}]");
    }

    @Test
    void answersARepeatedCallThoughTheRoleIsGone(TestServer server) throws Exception {
        server.deploys("porter", Porter.class);
        TestClient cat = server.connects().says("['hello',{'v':1,'token':'cat:boss'}]");
        cat.hears("['welcome','*']");
        cat.says("['call',1,'office.fire',['bob']]").hears("['ret',1,'bob is fired']");
        cat.cut();
        TestClient back = server.connects()
                .says("['hello',{'v':1,'token':'cat:clerk','resume':{'sid':'" + cat.sid() + "','key':'" + cat.key()
                        + "','seen':0}}]");
        back.hears("['welcome',{'resumed':true,'*':'*'}]");
        back.says("['call',1,'office.fire',['bob']]").hears("['ret',1,'bob is fired']");
        back.says("['call',2,'office.fire',['bob']]").hears("['err',2,{'code':'forbidden','message':'*'}]");
    }
}
