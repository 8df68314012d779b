package io.redstart.client;

import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;
import org.eclipse.jetty.websocket.server.WebSocketUpgradeHandler;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Speaks as much of the protocol over real sockets as the tests need; a session it knows is always resumed. */
public final class SocketServer implements AutoCloseable {
    private static final int LIMIT = 4 << 20;

    final Queue<String> subprotocols = new ConcurrentLinkedQueue<>();
    final AtomicInteger hellos = new AtomicInteger();
    private final Map<String, AtomicInteger> seqs = new ConcurrentHashMap<>();
    private volatile int refusal;
    private volatile @Nullable String wait;
    private final Server server = new Server();
    private final ServerConnector connector = new ServerConnector(server);

    SocketServer(int port) throws Exception {
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        server.addConnector(connector);
        server.setHandler(WebSocketUpgradeHandler.from(server, container -> {
            container.setMaxTextMessageSize(LIMIT);
            container.addMapping("/ws", (request, response, callback) -> {
                if (refusal != 0) {
                    response.setStatus(refusal);
                    if (wait != null) {
                        response.getHeaders().put("Retry-After", wait);
                    }
                    callback.succeeded();
                    return null;
                }
                response.setAcceptedSubProtocol("redstart.v1");
                subprotocols.addAll(request.getSubProtocols());
                return new Connected();
            });
        }));
        server.start();
    }

    /** From now on upgrades are answered with this status. */
    void refuse(int status, @Nullable String retryAfter) {
        wait = retryAfter;
        refusal = status;
    }

    int port() {
        return connector.getLocalPort();
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    @Override
    public void close() {
        LifeCycle.stop(server);
    }

    /** Public, as Jetty looks for its methods. */
    public final class Connected implements Session.Listener.AutoDemanding {
        private @Nullable Session session;
        private String sid = "";

        @Override
        public void onWebSocketOpen(Session opened) {
            session = opened;
        }

        @Override
        public void onWebSocketText(String frame) {
            for (String line : frame.lines().toList()) {
                JsonNode message = Matching.JSON.readTree(line);
                String op = message.get(0).stringValue();
                if (op.equals("hello")) {
                    hello(message.get(1));
                } else if (op.equals("can")) {
                    says("[\"ret\"," + message.get(1) + ",{\"calls\":[\"echo\"],\"actions\":[],\"events\":[]}]");
                } else if (op.equals("call")) {
                    call(message.get(1).longValue(), message.get(2).stringValue(), message.get(3));
                }
            }
        }

        private void hello(JsonNode hello) {
            hellos.incrementAndGet();
            String asked = hello.path("resume").path("sid").asString("");
            boolean resumed = seqs.containsKey(asked);
            sid = resumed ? asked : "s" + hellos.get();
            seqs.putIfAbsent(sid, new AtomicInteger());
            says("[\"welcome\",{\"sid\":\"" + sid + "\",\"key\":\"k" + hellos.get() + "\",\"resumed\":" + resumed
                    + ",\"window\":120000,\"heartbeat\":25000,\"limits\":{\"message\":" + LIMIT + "}}]");
        }

        private void call(long id, String target, JsonNode args) {
            switch (target) {
                case "cut_once" -> {
                    if (hellos.get() == 1) {
                        open().disconnect();
                    } else {
                        says("[\"ret\"," + id + ",\"after the cut\"]");
                    }
                }
                case "tell" -> {
                    int seq = Objects.requireNonNull(seqs.get(sid)).incrementAndGet();
                    says("[\"evt\"," + seq + ",null,\"told\"," + args.get(0) + "]\n[\"ret\"," + id + ",true]");
                }
                case "ban" -> open().close(4507, "banned", Callback.NOOP);
                default -> says("[\"ret\"," + id + "," + args.get(0) + "]");
            }
        }

        private Session open() {
            return Objects.requireNonNull(session);
        }

        private void says(String frame) {
            open().sendText(frame, Callback.NOOP);
        }
    }
}
