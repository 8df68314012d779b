package io.redstart.server.door;

import io.redstart.api.Handshake;
import io.redstart.server.transport.ClientAddress;
import io.redstart.server.transport.RequestBounds;
import io.redstart.server.transport.SelectorEndPoint;
import io.redstart.server.transport.Ticket.Verdict;
import io.redstart.server.transport.TrustedProxies;
import io.redstart.server.transport.WebSocketCarrier;
import io.redstart.server.transport.WebSocketLine;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Opens WebSockets on Jetty: who arrives, whether their page and address may come, and the upgrade. Whoever is refused gets
 * an HTTP answer.
 */
public final class Upgrades {
    private final TrustedProxies proxies;
    private final Predicate<String> foreign;

    /** Makes what carries a client's frames. */
    public interface Carriers {
        /**
         * Makes it.
         *
         * @param below what it is made of
         * @return hears and says frames
         */
        WebSocketCarrier carrier(WebSocketLine below);
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
        OpeningHandshake opening = OpeningHandshake.of(request);
        String mistake = opening.mistake();
        if (mistake != null) {
            response.getHeaders().put(OpeningHandshake.VERSION);
            refuse(response, callback, opening.status(), "bad_message", mistake);
            return;
        }
        ConnectionMetaData on = request.getConnectionMetaData();
        WebSocketLine below = new WebSocketLine(
                on.getConnection().getEndPoint(), on.getConnector().getExecutor());
        response.setStatus(HttpStatus.SWITCHING_PROTOCOLS_101);
        opening.accept(response.getHeaders(), subprotocol);
        request.setAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE, carriers.carrier(below));
        response.write(true, null, callback);
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
}
