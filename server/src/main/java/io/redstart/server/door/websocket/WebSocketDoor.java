package io.redstart.server.door.websocket;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.dispatch.ConnectionLife;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.transport.ClientAddress;
import io.redstart.server.transport.CoreCarrier;
import io.redstart.server.transport.RequestBounds;
import io.redstart.server.transport.SelectorEndPoint;
import io.redstart.server.transport.SelectorRead;
import io.redstart.server.transport.Ticket.Verdict;
import io.redstart.server.transport.TransportSettings;
import io.redstart.server.transport.TrustedProxies;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.Configuration;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.WebSocketComponents;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeRequest;
import org.eclipse.jetty.websocket.core.server.ServerUpgradeResponse;
import org.eclipse.jetty.websocket.core.server.WebSocketMappings;
import org.eclipse.jetty.websocket.core.server.WebSocketNegotiator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in over WebSocket: checks where a page comes from, asks who it is, upgrades. Whoever is refused gets an
 * HTTP answer.
 */
public final class WebSocketDoor extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketDoor.class);
    static final String SUBPROTOCOL = "redstart.v1";
    /** A whole message fits mostly, and it is only there while something is read. */
    private static final int INPUT_BUFFER = 16 * 1024;

    private final WebSocketSettings settings;
    private final TransportSettings transport;
    private final TrustedProxies proxies;
    private final Entrance.Finder namespaces;
    private final LongSupplier clock;
    private final WebSocketMappings mappings;

    /**
     * A door.
     *
     * @param settings where it is and for whom
     * @param transport bounds of its connections
     * @param proxies who is believed when it says for whom it speaks
     * @param namespaces where it leads to
     * @param clock tells the time in milliseconds; only grows
     */
    public WebSocketDoor(
            WebSocketSettings settings,
            TransportSettings transport,
            TrustedProxies proxies,
            Entrance.Finder namespaces,
            LongSupplier clock) {
        this.settings = settings;
        this.transport = transport;
        this.proxies = proxies;
        this.namespaces = namespaces;
        this.clock = clock;
        WebSocketComponents components = new WebSocketComponents();
        List.copyOf(components.getExtensionRegistry().getAvailableExtensionNames())
                .forEach(components.getExtensionRegistry()::unregister);
        this.mappings = new WebSocketMappings(components);
        installBean(mappings);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        String namespace = settings.namespace(path);
        if (namespace == null || (!isUpgrade(request) && !path.equals(settings.path()))) {
            return super.handle(request, response, callback);
        }
        if (!isUpgrade(request)) {
            response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
            refuse(response, callback, HttpStatus.UPGRADE_REQUIRED_426, "bad_message", "This is a WebSocket");
            return true;
        }
        Arrival arrival = arrival(request);
        ClientAddress client = ClientAddress.of(connected(request, arrival), arrival::values, proxies);
        if (!arrival.isAllowed(settings, client)) {
            refuse(response, callback, HttpStatus.FORBIDDEN_403, "forbidden", "Pages of this origin may not connect");
            return true;
        }
        Handshake handshake = arrival.handshake(path, client.address());
        Verdict verdict = verdict(request, handshake.address());
        if (verdict != Verdict.WELCOME) {
            RequestBounds.refuse(verdict, response, callback);
            return true;
        }
        Entrance entrance;
        try {
            entrance = namespaces.into(namespace);
        } catch (CallException nowhere) {
            boolean unknown = nowhere.code().equals(ErrorCodes.NOT_FOUND);
            int status = unknown ? HttpStatus.NOT_FOUND_404 : HttpStatus.BAD_REQUEST_400;
            refuse(response, callback, status, nowhere.code(), String.valueOf(nowhere.getMessage()));
            return true;
        }
        enter(entrance, request, response, callback, handshake);
        return true;
    }

    private void enter(Entrance entrance, Request request, Response response, Callback callback, Handshake handshake) {
        if (entrance.dispatcher().isDraining()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            refuse(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "unavailable", "The server stops");
            return;
        }
        entrance.authentication().decide(handshake).whenComplete((decision, thrown) -> {
            if (thrown != null) {
                LOG.error("The authenticator failed", thrown);
                refuse(response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, "internal", "The server failed");
            } else if (decision instanceof Decision.Refuse refused) {
                refuse(response, callback, HttpStatus.UNAUTHORIZED_401, "unauthenticated", refused.reason());
            } else {
                upgrade(entrance.dispatcher(), request, response, callback, handshake, decision);
            }
        });
    }

    private static Verdict verdict(Request request, InetSocketAddress client) {
        SelectorEndPoint line = SelectorEndPoint.of(request);
        return line == null || client.isUnresolved()
                ? Verdict.WELCOME
                : line.ticket().comesFrom(client.getAddress());
    }

    private static boolean isUpgrade(Request request) {
        return "GET".equals(request.getMethod())
                && "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
    }

    private static ClientAddress connected(Request request, Arrival arrival) {
        SocketAddress peer = request.getConnectionMetaData().getRemoteSocketAddress();
        return new ClientAddress(
                peer instanceof InetSocketAddress known ? known : Arrival.UNKNOWN, request.isSecure(), arrival.host());
    }

    private static Arrival arrival(Request request) {
        Arrival arrival = new Arrival();
        for (HttpField field : request.getHeaders()) {
            arrival.header(field.getName(), field.getValue());
        }
        Request.extractQueryParameters(request).forEach(field -> arrival.parameter(field.getName(), field.getValues()));
        return arrival;
    }

    private void upgrade(
            Dispatcher dispatcher,
            Request request,
            Response response,
            Callback callback,
            Handshake handshake,
            Decision decision) {
        try {
            boolean upgraded = mappings.upgrade(
                    new Negotiator(dispatcher, handshake, decision), request, response, callback, null);
            if (!upgraded) {
                refuse(response, callback, HttpStatus.BAD_REQUEST_400, "bad_message", "Not a WebSocket upgrade");
            }
        } catch (RuntimeException broken) {
            LOG.debug("The upgrade failed", broken);
            refuse(response, callback, HttpStatus.BAD_REQUEST_400, "bad_message", "Not a WebSocket upgrade");
        }
    }

    private static void refuse(Response response, Callback callback, int status, String code, String message) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        String body = tools.jackson.databind.json.JsonMapper.shared()
                .writeValueAsString(new LinkedHashMap<>(Map.of("code", code, "message", message)));
        Content.Sink.write(response, true, body, callback);
    }

    private final class Negotiator implements WebSocketNegotiator {
        private final Dispatcher dispatcher;
        private final Handshake handshake;
        private final Decision decision;

        Negotiator(Dispatcher dispatcher, Handshake handshake, Decision decision) {
            this.dispatcher = dispatcher;
            this.handshake = handshake;
            this.decision = decision;
        }

        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            if (request.hasSubProtocol(SUBPROTOCOL)) {
                response.setAcceptedSubProtocol(SUBPROTOCOL);
            }
            ConnectionLife life = dispatcher.connect(handshake, decision);
            return new CoreCarrier(life, handshake.address(), transport, clock, endPoint(request));
        }

        private static @Nullable SelectorRead endPoint(Request request) {
            EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
            while (!(endPoint instanceof SelectorRead) && endPoint instanceof EndPoint.Wrapper around) {
                endPoint = around.unwrap();
            }
            return endPoint instanceof SelectorRead selected ? selected : null;
        }

        @Override
        public void customize(Configuration configuration) {
            // the carrier bounds what comes in, part by part; a bound here would hold for what is sent as well
            configuration.setAutoFragment(true);
            configuration.setMaxFrameSize(0);
            configuration.setInputBufferSize(INPUT_BUFFER);
            configuration.setIdleTimeout(Duration.ZERO);
        }
    }
}
