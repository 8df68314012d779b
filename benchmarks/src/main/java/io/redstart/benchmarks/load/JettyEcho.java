package io.redstart.benchmarks.load;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.redstart.benchmarks.wire.Frames;
import java.nio.ByteBuffer;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.slf4j.LoggerFactory;

/** Echo on Jetty's native listener API as everybody writes it: a text in, a text out; bytes in, bytes out. */
public final class JettyEcho {
    private JettyEcho() {}

    /**
     * Serves until its standard input ends.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        server.addConnector(connector);
        Set<Session> all = ConcurrentHashMap.newKeySet();
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(1 << 20);
            container.addMapping("/ws", (request, response, callback) -> {
                response.setAcceptedSubProtocol("redstart.v1");
                return new Echo(all);
            });
        }));
        server.start();
        Answers.serve(connector.getLocalPort());
        System.exit(0);
    }

    /** Echoes texts and bytes; what is published goes to everybody. */
    public static final class Echo extends Session.Listener.AbstractAutoDemanding {
        private static final String PUBLISH = "\"" + Contestant.PUBLISH + "\"";

        private final Set<Session> all;

        Echo(Set<Session> all) {
            this.all = all;
        }

        @Override
        public void onWebSocketOpen(Session session) {
            super.onWebSocketOpen(session);
            all.add(session);
        }

        @Override
        public void onWebSocketText(String text) {
            if (text.startsWith(PUBLISH, Frames.TARGET_AT)) {
                all.forEach(each -> each.sendText(text, Callback.NOOP));
            } else {
                getSession().sendText(text, Callback.NOOP);
            }
        }

        @Override
        public void onWebSocketBinary(ByteBuffer bytes, Callback callback) {
            getSession().sendBinary(bytes, callback);
        }

        @Override
        public void onWebSocketClose(int code, String reason, Callback callback) {
            all.remove(getSession());
            callback.succeed();
        }
    }
}
