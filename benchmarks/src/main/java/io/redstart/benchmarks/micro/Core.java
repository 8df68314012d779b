package io.redstart.benchmarks.micro;

import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.server.ServerSettings;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.deploy.HostObjects;
import io.redstart.server.dispatch.ConnectionLife;
import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.invocation.Catalogue;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.invocation.InvocationSettings;
import io.redstart.server.observe.Observer;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.transport.TransportSettings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** A server without a network: the echo API, sessions, invocation and dispatch, put together as the server does. */
final class Core {
    static final LongSupplier CLOCK = () -> System.nanoTime() / 1_000_000;
    static final User CALLER = new User("joe", Set.of("caller"), Map.of());
    static final Handshake HANDSHAKE = new Handshake(
            "/ws",
            Map.of(),
            Map.of(),
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
            null,
            Handshake.Stage.UPGRADE);

    private final SessionRegistry registry;
    private final Invocation invocation;
    private final Dispatcher dispatcher;

    Core() {
        this(EchoApi.class);
    }

    Core(Class<?>... types) {
        Executor workers = Runnable::run;
        registry =
                new SessionRegistry(new SessionSettings(), new TransportSettings().backlog(), workers, Observer.NONE);
        InvocationSettings calls = new InvocationSettings();
        Catalogue catalogue = new Catalogue(
                registry,
                NamespaceChannels.inMemory(registry, new ChannelSettings(), CLOCK, Observer.NONE),
                calls,
                CLOCK,
                false,
                false);
        invocation = new Invocation(catalogue, registry, calls, workers, CLOCK, Observer.NONE);
        dispatcher = new Dispatcher(
                registry,
                invocation,
                new Authentication(
                        catalogue,
                        null,
                        new AuthSettings(),
                        Duration.ofSeconds(5),
                        workers,
                        CLOCK,
                        InstantSource.system()),
                new DispatchSettings(),
                new TransportSettings(),
                CLOCK,
                Observer.NONE,
                () -> "contract",
                "node");
        try {
            HostObjects host = new HostObjects(catalogue::sessions, catalogue::channels, new ServerSettings()::bundle);
            catalogue.use(new ClasspathBundle("echo", List.of(types), List.of(), List.of())
                    .start((name, classes) -> ApiScanner.scan(name, classes, BundleIndex.NONE), host));
        } catch (RejectedBundleException broken) {
            throw new IllegalStateException(broken);
        }
    }

    Invocation invocation() {
        return invocation;
    }

    LiveSession session() {
        return registry.create(HANDSHAKE, null);
    }

    ConnectionLife connect() {
        return dispatcher.connect("websocket", HANDSHAKE, Decision.guest());
    }

    /** A user who may call what {@link GuardedApi} guards. */
    ConnectionLife connectCaller() {
        return dispatcher.connect("websocket", HANDSHAKE, Decision.accept(CALLER));
    }
}
