package io.redstart.proofs.autobahn;

import io.redstart.server.transport.Admission;
import io.redstart.server.transport.AdmissionSettings;
import io.redstart.server.transport.SelectorConnector;
import io.redstart.server.transport.TransportSettings;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;

/** A server that says what it hears, made of the real one's parts that touch WebSockets; its bounds fit the cases. */
final class EchoServer implements AutoCloseable {
    /** The largest messages of the suite have 16 MiB, and come in up to 2^18 fragments. */
    static final TransportSettings SETTINGS = new TransportSettings(
            17 << 20, 64 << 20, 10_000, 0, Duration.ofSeconds(60), 1 << 20, Duration.ofSeconds(60), 0, 0);

    private final Server server;
    private final ServerConnector connector;

    private EchoServer(Server server, ServerConnector connector, Handler handler) throws Exception {
        this.server = server;
        this.connector = connector;
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        server.setHandler(handler);
        server.start();
    }

    /** On the carrier of the server's own listener. */
    static EchoServer onCore() throws Exception {
        Server server = new Server();
        LongSupplier clock = () -> System.nanoTime() / 1_000_000;
        AdmissionSettings anyNumber =
                new AdmissionSettings(0, 0, 0, 1, Duration.ofSeconds(60), Duration.ofSeconds(60), 64);
        Admission admission = new Admission(anyNumber, any -> false, clock, limit -> {});
        return new EchoServer(
                server,
                new SelectorConnector(server, admission, anyNumber, clock, limit -> {}, new HttpConnectionFactory()),
                new Upgrade());
    }

    /** On the carrier for containers of the Jakarta API. */
    static EchoServer onJakarta() throws Exception {
        Server server = new Server();
        ServletContextHandler context = new ServletContextHandler("/");
        JakartaWebSocketServletContainerInitializer.configure(context, (servlets, container) -> {
            try {
                container.addEndpoint(ServerEndpointConfig.Builder.create(JakartaEcho.class, "/")
                        .build());
            } catch (DeploymentException refused) {
                throw new IllegalStateException(refused);
            }
        });
        return new EchoServer(server, new ServerConnector(server), context);
    }

    URI uri() {
        return URI.create("ws://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception unwilling) {
            throw new IllegalStateException(unwilling);
        }
    }

    /** Upgrades everything, as the real door does. */
    private static final class Upgrade extends Handler.Abstract {
        private final WebSocketMappings mappings;

        Upgrade() {
            WebSocketComponents components = new WebSocketComponents();
            List.copyOf(components.getExtensionRegistry().getAvailableExtensionNames())
                    .forEach(components.getExtensionRegistry()::unregister);
            mappings = new WebSocketMappings(components);
            installBean(mappings);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            return mappings.upgrade(new Negotiator(), request, response, callback, null);
        }
    }

    private static final class Negotiator implements WebSocketNegotiator {
        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            return new CoreEcho(
                    (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress(),
                    SETTINGS,
                    request.getConnectionMetaData().getConnection().getEndPoint());
        }

        @Override
        public void customize(Configuration configuration) {
            configuration.setAutoFragment(true);
            configuration.setMaxFrameSize(0);
            configuration.setInputBufferSize(16 * 1024);
            configuration.setIdleTimeout(Duration.ZERO);
        }
    }
}
