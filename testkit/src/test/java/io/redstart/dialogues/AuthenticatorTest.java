package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.Session;
import io.redstart.api.User;
import io.redstart.testkit.RefusedException;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AuthenticatorTest {
    @RegisterExtension
    final Log log = new Log();

    @RegisterExtension
    final TestServerExtension guarded = TestServerExtension.of(Guard.class, Who.class);

    /** Believes everything: {@code ?user=…} or a token of the form {@code kind:name}. */
    public static class Guard implements Authenticator {
        static volatile CompletableFuture<Decision> later = new CompletableFuture<>();

        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            if (handshake.stage() == Handshake.Stage.UPGRADE) {
                String user = handshake.query("user");
                return user == null
                        ? Decision.undecided().now()
                        : decide(user.equals("nobody") ? "refuse" : "ok", user);
            }
            String token = handshake.token();
            if (token == null) {
                return Decision.guest().now();
            }
            String[] parts = token.split(":", 2);
            return decide(parts[0], parts.length == 1 ? "" : parts[1]);
        }

        private static CompletionStage<Decision> decide(String kind, String name) {
            return switch (kind) {
                case "ok" -> Decision.accept(new User(name)).now();
                case "admin" ->
                    Decision.accept(new User(name, Set.of("admin"), Map.of())).now();
                case "later" -> later;
                case "undecided" -> Decision.undecided().now();
                case "fail" -> CompletableFuture.failedFuture(new IllegalStateException("a secret of ours"));
                case "throw" -> throw new IllegalStateException("a secret of ours");
                default -> Decision.refuse("Who are you?").now();
            };
        }
    }

    @Api("who")
    @PermitAll
    public static class Who {
        @Call
        public String ami(@Nullable User user) {
            return user == null ? "guest" : user.id() + user.roles();
        }

        @Call
        public String members(User user) {
            return "hello " + user.id();
        }

        @Call
        public Object session(Session session) {
            return session.user() == null ? "guest" : session.user().id();
        }
    }

    @AfterEach
    void forget() {
        Guard.later = new CompletableFuture<>();
    }

    private static TestClient greets(TestServer server, String token) {
        return server.connects().says("['hello',{'v':1,'token':'" + token + "'}]");
    }

    @Test
    void acceptsAtTheDoor(TestServer server) {
        TestClient ann = server.connects("/ws?user=ann").greets();
        ann.says("['call',1,'who.ami',[]]").hears("['ret',1,'ann[]']");
        ann.says("['call',2,'who.members',[]]").hears("['ret',2,'hello ann']");
        ann.says("['call',3,'who.session',[]]").hears("['ret',3,'ann']");
        assertThat(server.sessions().of("ann").size()).isEqualTo(1);
    }

    @Test
    void refusesAtTheDoor(TestServer server) {
        assertThatThrownBy(() -> server.connects("/ws?user=nobody"))
                .isInstanceOf(RefusedException.class)
                .hasMessage("Who are you?")
                .extracting("status")
                .isEqualTo(401);
        assertThat(server.connectionCount()).isZero();
    }

    @Test
    void failsAtTheDoor(TestServer server) {
        assertThatThrownBy(() -> server.connects("/ws?user="))
                .isInstanceOf(RefusedException.class)
                .extracting("status")
                .isEqualTo(500);
    }

    @Test
    void decidesByTheToken(TestServer server) {
        TestClient ann = greets(server, "ok:ann");
        ann.hears("['welcome','*']");
        ann.says("['call',1,'who.ami',[]]").hears("['ret',1,'ann[]']");
    }

    @Test
    void letsGuestsIn(TestServer server) {
        TestClient guest = server.connects();
        guest.says("['call',1,'who.ami',[]]").hears("['welcome','*']");
        guest.hears("['ret',1,'guest']");
    }

    @Test
    void refusesAToken(TestServer server) {
        TestClient client = greets(server, "wrong");
        client.hears("['bye',{'code':4501,'reason':'Who are you?','retry':false}]");
        client.closedWith(4501);
        TestClient undecided = greets(server, "undecided");
        undecided.hears("['bye',{'code':4501,'reason':'*','retry':false}]");
        undecided.closedWith(4501);
        assertThat(server.sessionCount()).isZero();
    }

    @Test
    void closesWhenItFails(TestServer server) {
        for (String token : new String[] {"fail", "throw"}) {
            TestClient client = greets(server, token);
            client.hears("['bye',{'code':4001,'reason':'The server failed','retry':1000}]");
            client.closedWith(4001);
        }
        assertThat(log.events()).hasSize(2);
    }

    @Test
    void holdsMessagesUntilItHasDecided(TestServer server) {
        TestClient client = greets(server, "later");
        client.says("['call',1,'who.ami',[]]", "['call',2,'who.ami',[]]").hearsNothing();
        Guard.later.complete(Decision.accept(new User("ann")));
        client.hears("['welcome','*']");
        client.hears("['ret',1,'ann[]']");
        client.hears("['ret',2,'ann[]']");
        client.says("['call',3,'who.ami',[]]").hears("['ret',3,'ann[]']");
    }

    @Test
    void boundsWhatItHolds(TestServer server) {
        TestClient client = greets(server, "later");
        for (int i = 0; i < 9; i++) {
            client.says("['cast','who.ami',['" + "x".repeat(1000) + "']]");
        }
        client.hears("['bye',{'code':4500,'*':'*'}]");
        client.closedWith(4500);
        assertThat(server.limitHits("before-welcome")).isEqualTo(1);
        Guard.later.complete(Decision.guest());
        server.settles();
        server.passes(Duration.ofMinutes(2));
        assertThat(server.sessionCount()).isZero();
    }

    @Test
    void forgetsAClientThatLeavesBeforeItHasDecided(TestServer server) {
        TestClient client = greets(server, "later");
        client.cut();
        Guard.later.complete(Decision.guest());
        server.settles();
        server.passes(Duration.ofMinutes(2));
        assertThat(server.sessionCount()).isZero();
    }

    @Test
    void renewsCredentials(TestServer server) {
        TestClient ann = greets(server, "ok:ann");
        ann.hears("['welcome','*']");
        ann.says("['auth',1,'admin:ann']").hears("['ret',1,true]");
        ann.says("['call',2,'who.ami',[]]").hears("['ret',2,'ann[admin]']");
    }

    @Test
    void doesNotTakeTheCredentialsOfSomebodyElse(TestServer server) {
        TestClient ann = greets(server, "ok:ann");
        ann.hears("['welcome','*']");
        ann.says("['auth',1,'ok:bob']").hears("['err',1,{'code':'forbidden','message':'*'}]");
        ann.says("['auth',2,'wrong']").hears("['err',2,{'code':'unauthenticated','message':'*'}]");
        ann.says("['auth',3,'throw']").hears("['err',3,{'code':'unavailable','message':'*'}]");
        ann.says("['call',4,'who.ami',[]]").hears("['ret',4,'ann[]']");
    }

    @Test
    void asksAgainWhoItIsWhenAClientComesBack(TestServer server) {
        TestClient ann = greets(server, "ok:ann");
        ann.hears("['welcome','*']");
        ann.cut();
        TestClient thief = ann.returns();
        thief.hears("['welcome',{'resumed':false,'why':'denied','*':'*'}]");
        TestClient back = server.connects()
                .says("['hello',{'v':1,'token':'admin:ann','resume':{'sid':'" + ann.sid() + "','key':'" + ann.key()
                        + "','seen':0}}]");
        back.hears("['welcome',{'resumed':true,'*':'*'}]");
        back.says("['call',1,'who.ami',[]]").hears("['ret',1,'ann[admin]']");
    }

    @Test
    void letsNobodyInWhenItIsGone(TestServer server) throws Exception {
        server.deploys("other", Who2.class);
        server.removes("test");
        assertThatThrownBy(server::connects).isInstanceOf(RefusedException.class);
        server.deploys("test", Guard.class);
        server.connects("/ws?user=ann").greets();
    }

    @Test
    void mayBeNeeded() {
        try (TestServer server =
                TestServer.builder().needsAuthenticator().api(Who2.class).start()) {
            assertThatThrownBy(server::connects).isInstanceOf(RefusedException.class);
        }
    }

    @Api("who2")
    public static class Who2 {
        @Call
        public void nothing() {}
    }
}
