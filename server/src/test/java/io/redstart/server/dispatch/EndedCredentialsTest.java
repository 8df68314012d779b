package io.redstart.server.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.invocation.Catalogue;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.invocation.InvocationSettings;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes after credentials have ended and before the clock's next tick. */
class EndedCredentialsTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");
    private static final String REFUSAL =
            "[\"err\",1,{\"code\":\"token_expired\",\"message\":\"The credentials have ended\",\"retry\":0}]";
    private static final String BYE = "[\"bye\",{\"code\":4401,\"reason\":\"The credentials have ended\",\"retry\":0}]";

    private final AtomicLong now = new AtomicLong(1_000);
    private final List<String> heard = new ArrayList<>();
    private final SessionRegistry registry =
            new SessionRegistry(new SessionSettings(), new TransportSettings().backlog(), Runnable::run, Observer.NONE);

    private final class Line implements Carrier {
        @Override
        public void write(Frame frame, Runnable done) {
            heard.addAll(new String(frame.bytes(), UTF_8).lines().toList());
            done.run();
        }

        @Override
        public void close(int code, String reason) {
            heard.add("closed " + code);
        }

        @Override
        public void cut() {}

        @Override
        public InetSocketAddress peer() {
            return PEER;
        }
    }

    /** A client whose credentials end in ten seconds, and who is welcome. */
    private ConnectionLife greets() {
        InvocationSettings calls = new InvocationSettings();
        Catalogue catalogue = new Catalogue(
                registry,
                NamespaceChannels.inMemory(registry, new ChannelSettings(), now::get, Observer.NONE),
                calls,
                now::get,
                false,
                false);
        Dispatcher dispatcher = new Dispatcher(
                registry,
                new Invocation(catalogue, registry, calls, Runnable::run, now::get, Observer.NONE),
                new Authentication(
                        catalogue,
                        null,
                        new AuthSettings(),
                        Duration.ofSeconds(5),
                        Runnable::run,
                        now::get,
                        () -> DAY.plusMillis(now.get() - 1_000)),
                new DispatchSettings(),
                new TransportSettings(),
                now::get,
                Observer.NONE,
                () -> "contract",
                "node");
        Handshake handshake = new Handshake("/ws", Map.of(), Map.of(), PEER, null, Handshake.Stage.UPGRADE);
        ConnectionLife life =
                dispatcher.connect("websocket", handshake, Decision.accept(new User("ann"), DAY.plusSeconds(10)));
        life.opened(new Connection(new Line(), new TransportSettings(), now::get));
        says(life, "['hello',{'v':1}]");
        assertThat(heard).singleElement().asString().startsWith("[\"welcome\"");
        heard.clear();
        return life;
    }

    private static void says(ConnectionLife life, String message) {
        byte[] bytes = message.replace('\'', '"').getBytes(UTF_8);
        life.text(bytes, 0, bytes.length);
    }

    @Test
    void isTakenUntilTheyEnd() {
        ConnectionLife life = greets();
        now.addAndGet(9_999);
        says(life, "['act',1,null,{'type':'x'}]");
        assertThat(heard).singleElement().asString().contains("not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"['call',1,'any',[]]", "['act',1,null,{'type':'x'}]"})
    void isRefusedAfterwards(String late) {
        ConnectionLife life = greets();
        now.addAndGet(10_000);
        says(life, late);
        assertThat(heard).containsExactly(REFUSAL, BYE, "closed 4401");
        says(life, "['call',2,'any',[]]");
        assertThat(heard).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"['cast','any',[]]", "['evt','any',1]"})
    void endsTheConnectionWithoutAnAnswerWhereThereIsNone(String late) {
        ConnectionLife life = greets();
        now.addAndGet(10_000);
        says(life, late);
        assertThat(heard).containsExactly(BYE, "closed 4401");
    }

    @Test
    void mayStillBeAnAcknowledgement() {
        ConnectionLife life = greets();
        now.addAndGet(10_000);
        says(life, "['ack',0]");
        says(life, "['pong',0]");
        assertThat(heard).isEmpty();
    }
}
