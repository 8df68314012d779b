package io.redstart.benchmarks.peers;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.util.Map;
import org.cometd.bayeux.Promise;
import org.cometd.bayeux.server.ServerChannel;
import org.cometd.bayeux.server.ServerMessage;
import org.cometd.bayeux.server.ServerSession;
import org.cometd.server.BayeuxServerImpl;
import org.cometd.server.websocket.jetty.JettyWebSocketTransport;
import org.eclipse.jetty.server.Context;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.slf4j.LoggerFactory;

/** CometD over WebSocket: a service channel that answers as a remote call does, and a channel for all. */
public final class CometdServer {
    private CometdServer() {}

    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        ContextHandler context = new ContextHandler("/");
        server.setHandler(context);
        context.setHandler(WebSocketUpgradeHandler.from(server, context, container -> {}));
        BayeuxServerImpl bayeux = new BayeuxServerImpl();
        bayeux.setOption(Context.class.getName(), context.getContext());
        bayeux.setOption("ws.cometdURLMapping", "/cometd/*");
        bayeux.setOption("ws.maxMessageSize", 1 << 20);
        bayeux.setOption("ws.maxInterval", 3_600_000L); // a session lives as long as the load
        bayeux.setOption("transports", JettyWebSocketTransport.class.getName());
        context.addEventListener(new org.eclipse.jetty.util.component.LifeCycle.Listener() {
            @Override
            public void lifeCycleStarted(org.eclipse.jetty.util.component.LifeCycle any) {
                try {
                    bayeux.start();
                } catch (Exception broken) {
                    throw new IllegalStateException(broken);
                }
            }
        });
        server.start();
        answer(bayeux);
        System.out.println("port " + connector.getLocalPort());
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in));
        while (asked.readLine() != null) {
            System.gc();
            System.out.println(
                    "heap " + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()));
        }
        System.exit(0);
    }

    private static void answer(BayeuxServerImpl bayeux) {
        ServerChannel echo = bayeux.createChannelIfAbsent("/service/echo").getReference();
        echo.setPersistent(true);
        echo.addListener(new ServerChannel.MessageListener() {
            @Override
            public void onMessage(
                    ServerSession from, ServerChannel channel, ServerMessage.Mutable message, Promise<Boolean> promise) {
                ServerMessage.Mutable answer = bayeux.newMessage();
                answer.setChannel("/service/echo");
                answer.setId(message.getId());
                answer.setData(Map.of("answer", message.getData()));
                from.deliver(null, answer, Promise.noop());
                promise.succeed(true);
            }
        });
        bayeux.createChannelIfAbsent("/published").getReference().setPersistent(true);
    }
}
