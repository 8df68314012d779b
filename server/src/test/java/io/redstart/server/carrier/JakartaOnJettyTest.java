package io.redstart.server.carrier;

import java.net.URI;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.websocket.jakarta.server.config.JakartaWebSocketServletContainerInitializer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Jetty, as a container of the Jakarta API. */
class JakartaOnJettyTest extends HostedContract {
    @Override
    Started start(Application application) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ServletContextHandler context = new ServletContextHandler("/app");
        JakartaWebSocketServletContainerInitializer.configure(context, (servlets, container) -> {
            try {
                application.start(container);
            } catch (Exception failed) {
                throw new IllegalStateException(failed);
            }
        });
        server.setHandler(context);
        server.setStopTimeout(0);
        server.start();
        return new Started(URI.create("ws://127.0.0.1:" + connector.getLocalPort() + "/app/live/ws"), server::stop);
    }
}
