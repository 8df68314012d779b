package io.redstart.dialogues;

import static io.redstart.dialogues.Frames.frame;
import static io.redstart.dialogues.Frames.heard;
import static io.redstart.dialogues.Frames.id;
import static io.redstart.dialogues.Frames.tables;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.redstart.api.Api;
import io.redstart.api.Authenticator;
import io.redstart.api.CallContext;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.Interceptor;
import io.redstart.api.OnPacket;
import io.redstart.api.Packet;
import io.redstart.api.RateLimit;
import io.redstart.api.Session;
import io.redstart.api.User;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.testkit.TestClient;
import io.redstart.testkit.TestServer;
import io.redstart.testkit.TestServerExtension;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

class PacketSwapTest {
    private static final List<String> LOG = new CopyOnWriteArrayList<>();

    @RegisterExtension
    final TestServerExtension empty = TestServerExtension.of(TestServer.builder());

    @Test
    void aBinaryFrameIsAnError(TestServer server) {
        TestClient client = server.client();

        client.saysBinary(new byte[] {0, 0}).hearsNothing();

        assertThat(client.welcome().has("packets")).isFalse();
        assertThat(server.protocolErrors()).isEqualTo(1);
    }

    @Test
    void aDeployTellsOfPacketsAndASwapKeepsTheIdsOfWhatStaysTheSame(TestServer server) throws Exception {
        TestClient client = server.client();

        server.deploys("game", First.class);
        JsonNode first = client.hears("['packets',{'*':'*'}]").get(1);
        client.saysBinary(frame(first, new Ping(1))).hears(heard(first, new Ping(1)));
        server.deploys("game", Second.class);
        JsonNode second = client.hears("['packets',{'*':'*'}]").get(1);

        assertThat(second.get("hash")).isNotEqualTo(first.get("hash"));
        assertThat(id(second, "up", "ping")).isEqualTo(id(first, "up", "ping"));
        assertThat(id(second, "up", "pong")).isNotEqualTo(id(first, "up", "pong"));
        client.saysBinary(frame(second, new Ping(2), new NewPong(3))).hears(heard(second, new Ping(2)));
        client.hears(heard(second, new NewPong(3)));
    }

    @Test
    void whatIsUnderWayWhileItsSchemaChangesIsPassedOverAndNoMistake(TestServer server) throws Exception {
        TestClient client = server.client();
        server.deploys("game", First.class);
        JsonNode first = client.hears("['packets',{'*':'*'}]").get(1);
        byte[] underWay = frame(first, new OldPong("before"), new Ping(4), new OldPong("after"));

        server.deploys("game", Second.class);
        JsonNode second = client.hears("['packets',{'*':'*'}]").get(1);
        client.saysBinary(underWay);

        client.hears(heard(second, new Ping(4)));
        client.hearsNothing();
        assertThat(server.protocolErrors()).isZero();
        assertThat(LOG).isEmpty();
    }

    @Test
    void whoWasAwayIsToldOfTheNewPacketsWithItsWelcome(TestServer server) throws Exception {
        TestClient client = server.client();
        client.cut();

        server.deploys("game", First.class);

        assertThat(tables(client.resumes()).get("up")).hasSize(2);
    }

    @Test
    void packetsThatAreGoneAreNotOfferedAnyMore(TestServer server) throws Exception {
        TestClient client = server.client();
        server.deploys("game", First.class);
        client.hears("['packets',{'*':'*'}]");

        server.removes("game");

        client.hears("['packets',{'hash':'*'}]");
    }

    @Test
    void twoBundlesCannotHaveThePacketOfOneName(TestServer server) throws Exception {
        server.deploys("game", First.class);

        RejectedBundleException rejected =
                catchThrowableOfType(RejectedBundleException.class, () -> server.deploys("other", Second.class));

        assertThat(rejected.getMessage()).contains("is already in bundle game");
    }

    @Test
    void rolesAndLimitsStandBeforeAPacket(TestServer server) throws Exception {
        server.deploys("guarded", Guarded.class, Watching.class, Doorman.class);
        TestClient guest = server.client();
        TestClient admin = server.client(new User("ada", Set.of("admin"), Map.of()));

        guest.saysBinary(frame(tables(guest), new Ping(1), new OldPong("open")));
        server.settles(); // each session has a turn of its own
        admin.saysBinary(frame(tables(admin), new Ping(2), new Ping(3), new OldPong("open")));
        server.settles();

        assertThat(LOG)
                .containsExactly("PACKET pong", "pong open", "PACKET ping", "ping 2", "PACKET pong", "pong open");
        assertThat(server.refusals("ping", "unauthenticated")).isEqualTo(1);
        assertThat(server.refusals("ping", "rate_limited")).isEqualTo(1);
    }

    @BeforeEach
    void forget() {
        LOG.clear();
    }

    @Packet("ping")
    public record Ping(int number) {}

    @Packet("pong")
    public record OldPong(String text) {}

    @Packet("pong")
    public record NewPong(long number) {}

    @Api("game")
    public static class First {
        @OnPacket
        public void ping(Ping ping, Session session) {
            session.send(ping);
        }

        @OnPacket
        public void pong(OldPong pong) {
            LOG.add("old " + pong.text());
        }
    }

    @Api("game")
    public static class Second {
        @OnPacket
        public void ping(Ping ping, Session session) {
            session.send(ping);
        }

        @OnPacket
        public void pong(NewPong pong, Session session) {
            session.send(pong);
        }
    }

    @Api("guarded")
    @Singleton
    @PermitAll
    public static class Guarded {
        @OnPacket
        @RolesAllowed("admin")
        @RateLimit(permits = 1, per = "1m")
        public void ping(Ping ping) {
            LOG.add("ping " + ping.number());
        }

        @OnPacket
        public void pong(OldPong pong) {
            LOG.add("pong " + pong.text());
        }
    }

    public static class Watching implements Interceptor {
        @Override
        public @Nullable Object around(CallContext call, Next next) throws Exception {
            LOG.add(call.kind() + " " + call.target());
            return next.proceed();
        }
    }

    public static class Doorman implements Authenticator {
        @Override
        public CompletionStage<Decision> authenticate(Handshake handshake) {
            return Decision.guest().now();
        }
    }
}
