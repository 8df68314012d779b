package io.redstart.server.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.invocation.Catalogue;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.invocation.InvocationSettings;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionListener;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WelcomeTest {
    private static final InetSocketAddress PEER = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);

    private final List<String> happened = new ArrayList<>();
    private final SessionRegistry registry =
            new SessionRegistry(new SessionSettings(), new TransportSettings().backlog(), Runnable::run, Observer.NONE);

    private final class Line implements Carrier {
        @Override
        public void write(Frame frame, Runnable done) {
            happened.add(new String(frame.bytes(), UTF_8).startsWith("[\"welcome\"") ? "welcome" : "other");
            done.run();
        }

        @Override
        public void close(int code, String reason) {}

        @Override
        public void cut() {}

        @Override
        public InetSocketAddress peer() {
            return PEER;
        }
    }

    private ConnectionLife connect() {
        Catalogue catalogue = new Catalogue(
                registry,
                NamespaceChannels.inMemory(registry, new ChannelSettings(), () -> 0, Observer.NONE),
                new InvocationSettings(),
                () -> 0,
                false,
                false);
        Invocation invocation =
                new Invocation(catalogue, registry, new InvocationSettings(), Runnable::run, () -> 0, Observer.NONE);
        Dispatcher dispatcher = new Dispatcher(
                registry,
                invocation,
                new Authentication(
                        catalogue,
                        null,
                        new AuthSettings(),
                        Duration.ofSeconds(5),
                        Runnable::run,
                        () -> 0,
                        InstantSource.system()),
                new DispatchSettings(),
                new TransportSettings(),
                () -> 0,
                Observer.NONE,
                () -> "contract",
                "node");
        Handshake handshake = new Handshake("/ws", Map.of(), Map.of(), PEER, null, Handshake.Stage.UPGRADE);
        return dispatcher.connect("websocket", handshake, Decision.guest());
    }

    @Test
    void comesWhenTheSessionCanBeFound() {
        registry.listen(new SessionListener() {
            @Override
            public void opened(LiveSession session) {
                happened.add("found " + (registry.find(session.id()) == session));
            }
        });
        ConnectionLife life = connect();
        life.opened(new Connection(new Line(), new TransportSettings(), () -> 0));
        byte[] hello = "[\"hello\",{\"v\":1}]".getBytes(UTF_8);
        life.text(hello, 0, hello.length);
        assertThat(happened).containsExactly("found true", "welcome");
    }
}
