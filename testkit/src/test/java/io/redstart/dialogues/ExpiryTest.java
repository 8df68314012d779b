package io.redstart.dialogues;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.Call;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.Session;
import io.redstart.api.User;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ExpiryTest {
    @RegisterExtension
    final TestServerExtension guarded = TestServerExtension.of(Guard.class, Who.class);

    /** Believes a token of the form {@code user:role:end}, with the end in seconds since 1970. */
    public static class Guard implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            String token = handshake.stage() == Handshake.Stage.UPGRADE ? handshake.query("t") : handshake.token();
            if (token == null) {
                return (handshake.stage() == Handshake.Stage.UPGRADE ? Decision.undecided() : Decision.guest()).now();
            }
            String[] parts = token.split(":", -1);
            if (parts[0].equals("old")) {
                return Decision.expired().now();
            }
            User user = new User(parts[0], Set.of(parts[1]), Map.of());
            return Decision.accept(user, Instant.ofEpochSecond(Long.parseLong(parts[2])))
                    .now();
        }
    }

    @Api("who")
    @PermitAll
    public static class Who {
        @Call
        public String ami(User user) {
            return user.id() + user.roles();
        }

        @Call
        public String session(Session session) {
            return Objects.requireNonNull(session.user()).roles().toString();
        }
    }

    private static String token(TestServer server, String role, long seconds) {
        return "ann:" + role + ":" + server.time().plusSeconds(seconds).getEpochSecond();
    }

    private static TestClient ann(TestServer server, long seconds) {
        TestClient client = server.connects();
        client.says("['hello',{'v':1,'token':'" + token(server, "user", seconds) + "'}]");
        client.hears("['welcome',{'resumed':false,'*':'*'}]");
        return client;
    }

    private static void isToldThatTheyHaveEnded(TestClient client) {
        client.hears("['bye',{'code':4401,'reason':'The credentials have ended','retry':0}]");
        client.closedWith(4401);
    }

    @Test
    void asksForNewCredentialsInTime(TestServer server) {
        TestClient ann = ann(server, 600);
        server.passes(Duration.ofSeconds(539));
        ann.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        ann.hears("['auth',60000]");
        ann.says("['auth',1,'" + token(server, "admin", 600) + "']").hears("['ret',1,true]");
        server.passes(Duration.ofSeconds(539));
        ann.hearsNothing();
        assertThat(ann.calls("who.ami").asString()).isEqualTo("ann[admin]");
        assertThat(ann.calls("who.session").asString()).isEqualTo("[admin]");
        server.passes(Duration.ofSeconds(1));
        ann.hears("['auth',60000]");
    }

    @Test
    void closesWhenNothingNewIsBrought(TestServer server) {
        TestClient ann = ann(server, 600);
        server.passes(Duration.ofSeconds(599));
        ann.hears("['auth',60000]");
        assertThat(ann.calls("who.ami").asString()).isEqualTo("ann[user]");
        server.passes(Duration.ofSeconds(1));
        isToldThatTheyHaveEnded(ann);
        assertThat(server.sessionCount()).isEqualTo(1);
    }

    @Test
    void goesOnWithFreshCredentials(TestServer server) {
        TestClient ann = ann(server, 600);
        server.passes(Duration.ofMinutes(10));
        ann.hears("['auth',60000]");
        isToldThatTheyHaveEnded(ann);
        server.sessions().of("ann").emit("news", 1);
        String resume = "'resume':{'sid':'" + ann.sid() + "','key':'" + ann.key() + "','seen':0}";
        TestClient stale = server.connects().says("['hello',{'v':1,'token':'old'," + resume + "}]");
        isToldThatTheyHaveEnded(stale);
        TestClient back = server.connects()
                .says("['hello',{'v':1,'token':'" + token(server, "admin", 600) + "'," + resume + "}]");
        back.hears("['welcome',{'sid':'" + ann.sid() + "','resumed':true,'*':'*'}]");
        back.hears("['evt',1,null,'news',1]");
        assertThat(back.calls("who.ami").asString()).isEqualTo("ann[admin]");
        server.passes(Duration.ofMinutes(9));
        back.hears("['auth',60000]");
    }

    @Test
    void takesOnlyTheSameUserBack(TestServer server) {
        TestClient ann = ann(server, 600);
        ann.cut();
        TestClient bob = server.connects()
                .says("['hello',{'v':1,'token':'"
                        + token(server, "user", 600).replace("ann", "bob")
                        + "','resume':{'sid':'" + ann.sid() + "','key':'" + ann.key() + "','seen':0}}]");
        bob.hears("['welcome',{'resumed':false,'why':'denied','*':'*'}]");
    }

    @Test
    void doesNotRemindOrEndASessionWhoseClientIsAway(TestServer server) {
        TestClient ann = ann(server, 70);
        server.passes(Duration.ofSeconds(1));
        ann.cut();
        server.passes(Duration.ofSeconds(100));
        assertThat(server.sessionCount()).isEqualTo(1);
        TestClient back = server.connects()
                .says("['hello',{'v':1,'token':'" + token(server, "user", 600) + "','resume':{'sid':'" + ann.sid()
                        + "','key':'" + ann.key() + "','seen':0}}]");
        back.hears("['welcome',{'resumed':true,'*':'*'}]");
        back.hearsNothing();
    }

    @Test
    void asksForShortCredentialsInTheMiddleOfTheirTime(TestServer server) {
        TestClient ann = ann(server, 20);
        server.passes(Duration.ofSeconds(9));
        ann.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        ann.hears("['auth',10000]");
    }

    @Test
    void isNotContentWithTheSameCredentials(TestServer server) {
        String token = token(server, "user", 100);
        TestClient ann = server.connects();
        ann.says("['hello',{'v':1,'token':'" + token + "'}]").hears("['welcome','*']");
        server.passes(Duration.ofSeconds(50));
        ann.hears("['auth',50000]");
        ann.says("['auth',1,'" + token + "']").hears("['ret',1,true]");
        server.passes(Duration.ofSeconds(49));
        ann.hearsNothing();
        server.passes(Duration.ofSeconds(1));
        isToldThatTheyHaveEnded(ann);
    }

    @Test
    void refusesCredentialsThatHaveEnded(TestServer server) {
        TestClient ann = ann(server, 600);
        ann.says("['auth',1,'old']").hears("['err',1,{'code':'token_expired','message':'*','retry':0}]");
        ann.says("['auth',2,'" + token(server, "user", 0) + "']")
                .hears("['err',2,{'code':'token_expired','message':'*','retry':0}]");
        assertThat(ann.calls("who.ami").asString()).isEqualTo("ann[user]");
    }

    @Test
    void sendsAwayWhoComesWithCredentialsThatHaveEnded(TestServer server) {
        for (String token : new String[] {"old", token(server, "user", 0), token(server, "user", -1)}) {
            isToldThatTheyHaveEnded(server.connects().says("['hello',{'v':1,'token':'" + token + "'}]"));
        }
        isToldThatTheyHaveEnded(server.connects("/ws?t=old"));
        assertThat(server.sessionCount()).isZero();
    }

    @Test
    void countsFromTheUpgradeWhatWasDecidedThere(TestServer server) {
        TestClient ann = server.connects("/ws?t=" + token(server, "user", 100));
        ann.greets();
        server.passes(Duration.ofSeconds(50));
        ann.hears("['auth',50000]");
    }

    @Test
    void neverEndsForAGuest(TestServer server, TestClient guest) {
        server.passes(Duration.ofHours(2));
        guest.hearsNothing();
    }
}
