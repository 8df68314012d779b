package io.redstart.server.door;

import io.redstart.api.Handshake;
import io.redstart.server.transport.ClientAddress;
import io.redstart.server.transport.CoreCarrier;
import io.redstart.server.transport.RequestBounds;
import io.redstart.server.transport.SelectorEndPoint;
import io.redstart.server.transport.SelectorRead;
import io.redstart.server.transport.Ticket.Verdict;
import io.redstart.server.transport.TrustedProxies;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
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
import tools.jackson.databind.json.JsonMapper;

/**
 * Opens WebSockets on Jetty: who arrives, whether their page and address may come, and the upgrade. Whoever is refused gets
 * an HTTP answer.
 */
public final class Upgrades {
    private static final Logger LOG = LoggerFactory.getLogger(Upgrades.class);
    /** A whole message fits mostly, and it is only there while something is read. */
    private static final int INPUT_BUFFER = 16 * 1024;

    private final WebSocketMappings mappings;
    private final TrustedProxies proxies;
    private final Predicate<String> foreign;

    /** Makes what carries a client's frames. */
    public interface Carriers {
        /**
         * Makes it.
         *
         * @param endPoint the line below it, if that is known
         * @return hears and says frames
         */
        CoreCarrier carrier(@Nullable SelectorRead endPoint);
    }

    /**
     * Opens no extension, so nothing is compressed.
     *
     * @param proxies who is believed when it says for whom it speaks
     * @param foreign which pages of other origins may connect
     */
    public Upgrades(TrustedProxies proxies, Predicate<String> foreign) {
        this.proxies = proxies;
        this.foreign = foreign;
        WebSocketComponents components = new WebSocketComponents();
        List.copyOf(components.getExtensionRegistry().getAvailableExtensionNames())
                .forEach(components.getExtensionRegistry()::unregister);
        this.mappings = new WebSocketMappings(components);
    }

    /**
     * What starts and stops with the door.
     *
     * @return to be installed as a bean
     */
    public Object bean() {
        return mappings;
    }

    /**
     * Whether a request asks for a WebSocket.
     *
     * @param request the request
     * @return false if it is an ordinary one
     */
    public static boolean isUpgrade(Request request) {
        return "GET".equals(request.getMethod())
                && "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
    }

    /**
     * Looks at who arrives.
     *
     * @param request the request
     * @param response where it is refused
     * @param callback told of the refusal
     * @return what an authenticator is asked with; null if the request was refused
     */
    public @Nullable Handshake arrive(Request request, Response response, Callback callback) {
        Arrival arrival = arrival(request);
        ClientAddress client = ClientAddress.of(connected(request, arrival), arrival::values, proxies);
        if (!arrival.isAllowed(foreign, client)) {
            refuse(response, callback, HttpStatus.FORBIDDEN_403, "forbidden", "Pages of this origin may not connect");
            return null;
        }
        Handshake handshake = arrival.handshake(Request.getPathInContext(request), client.address());
        Verdict verdict = verdict(request, handshake.address());
        if (verdict != Verdict.WELCOME) {
            RequestBounds.refuse(verdict, response, callback);
            return null;
        }
        return handshake;
    }

    private static Verdict verdict(Request request, InetSocketAddress client) {
        SelectorEndPoint line = SelectorEndPoint.of(request);
        return line == null || client.isUnresolved()
                ? Verdict.WELCOME
                : line.ticket().comesFrom(client.getAddress());
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

    /**
     * Opens the WebSocket.
     *
     * @param request the request
     * @param response becomes the WebSocket, or says why not
     * @param callback told when that is done
     * @param subprotocol what is spoken, agreed on if the client offers it; empty for none
     * @param carriers makes what carries its frames
     */
    public void open(Request request, Response response, Callback callback, String subprotocol, Carriers carriers) {
        try {
            boolean upgraded =
                    mappings.upgrade(new Negotiator(subprotocol, carriers), request, response, callback, null);
            if (!upgraded) {
                refuse(response, callback, HttpStatus.BAD_REQUEST_400, "bad_message", "Not a WebSocket upgrade");
            }
        } catch (RuntimeException broken) {
            LOG.debug("The upgrade failed", broken);
            refuse(response, callback, HttpStatus.BAD_REQUEST_400, "bad_message", "Not a WebSocket upgrade");
        }
    }

    /**
     * Refuses a request.
     *
     * @param response says why
     * @param callback told when that is written
     * @param status the HTTP status
     * @param code for programs
     * @param message for people
     */
    public static void refuse(Response response, Callback callback, int status, String code, String message) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        String body =
                JsonMapper.shared().writeValueAsString(new LinkedHashMap<>(Map.of("code", code, "message", message)));
        Content.Sink.write(response, true, body, callback);
    }

    private record Negotiator(String subprotocol, Carriers carriers) implements WebSocketNegotiator {
        @Override
        public FrameHandler negotiate(ServerUpgradeRequest request, ServerUpgradeResponse response, Callback callback) {
            if (!subprotocol.isEmpty() && request.hasSubProtocol(subprotocol)) {
                response.setAcceptedSubProtocol(subprotocol);
            }
            return carriers.carrier(endPoint(request));
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
