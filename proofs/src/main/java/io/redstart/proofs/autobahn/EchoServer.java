package io.redstart.proofs.autobahn;

import io.redstart.server.door.Upgrades;
import io.redstart.server.transport.Admission;
import io.redstart.server.transport.AdmissionSettings;
import io.redstart.server.transport.SelectorConnector;
import io.redstart.server.transport.TransportSettings;
import io.redstart.server.transport.TrustedProxies;
import io.redstart.server.transport.WebSocketCarrier;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.server.ServerEndpointConfig;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
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
    static EchoServer onOwnListener() throws Exception {
        Server server = new Server();
        LongSupplier clock = () -> System.nanoTime() / 1_000_000;
        AdmissionSettings anyNumber =
                new AdmissionSettings(0, 0, 0, 1, Duration.ofSeconds(60), Duration.ofSeconds(60), 64);
        Admission admission = new Admission(anyNumber, any -> false, clock, limit -> {});
        return new EchoServer(
                server,
                new SelectorConnector(server, admission, anyNumber, clock, limit -> {}, new HttpConnectionFactory()),
                new Opening(clock));
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

    /** Opens a WebSocket for whoever asks, as the real doors do. */
    private static final class Opening extends Handler.Abstract {
        private final Upgrades upgrades = new Upgrades(TrustedProxies.NONE, any -> true);
        private final LongSupplier clock;

        Opening(LongSupplier clock) {
            this.clock = clock;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            InetSocketAddress peer =
                    (InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress();
            upgrades.open(
                    request,
                    response,
                    callback,
                    "",
                    below -> new WebSocketCarrier(below, new Echo(), peer, SETTINGS, clock));
            return true;
        }
    }
}
