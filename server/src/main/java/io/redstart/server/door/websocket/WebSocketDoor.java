package io.redstart.server.door.websocket;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.Upgrades;
import io.redstart.server.transport.TransportSettings;
import io.redstart.server.transport.TrustedProxies;
import io.redstart.server.transport.WebSocketCarrier;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in over WebSocket: checks where a page comes from, asks who it is, upgrades. Whoever is refused gets an
 * HTTP answer.
 */
public final class WebSocketDoor extends Handler.Wrapper {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketDoor.class);
    static final String SUBPROTOCOL = "redstart.v1";

    private final WebSocketSettings settings;
    private final TransportSettings transport;
    /** What the server's numbers call it. */
    static final String NAME = "websocket";

    private final Entrance.Finder namespaces;
    private final LongSupplier clock;
    private final Upgrades upgrades;

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
        this.namespaces = namespaces;
        this.clock = clock;
        this.upgrades = new Upgrades(proxies, settings::allows);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        String namespace = settings.namespace(path);
        if (namespace == null || (!Upgrades.isUpgrade(request) && !path.equals(settings.path()))) {
            return super.handle(request, response, callback);
        }
        if (!Upgrades.isUpgrade(request)) {
            response.getHeaders().put(HttpHeader.UPGRADE, "websocket");
            Upgrades.refuse(response, callback, HttpStatus.UPGRADE_REQUIRED_426, "bad_message", "This is a WebSocket");
            return true;
        }
        Handshake handshake = upgrades.arrive(request, response, callback);
        if (handshake == null) {
            return true;
        }
        Entrance entrance;
        try {
            entrance = namespaces.into(namespace);
        } catch (CallException nowhere) {
            boolean unknown = nowhere.code().equals(ErrorCodes.NOT_FOUND);
            int status = unknown ? HttpStatus.NOT_FOUND_404 : HttpStatus.BAD_REQUEST_400;
            Upgrades.refuse(response, callback, status, nowhere.code(), String.valueOf(nowhere.getMessage()));
            return true;
        }
        enter(entrance, request, response, callback, handshake);
        return true;
    }

    private void enter(Entrance entrance, Request request, Response response, Callback callback, Handshake handshake) {
        if (entrance.dispatcher().isDraining()) {
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
            Upgrades.refuse(response, callback, HttpStatus.SERVICE_UNAVAILABLE_503, "unavailable", "The server stops");
            return;
        }
        entrance.authentication().decide(handshake).whenComplete((decision, thrown) -> {
            if (thrown != null) {
                LOG.error("The authenticator failed", thrown);
                Upgrades.refuse(
                        response, callback, HttpStatus.INTERNAL_SERVER_ERROR_500, "internal", "The server failed");
            } else if (decision instanceof Decision.Refuse refused) {
                Upgrades.refuse(response, callback, HttpStatus.UNAUTHORIZED_401, "unauthenticated", refused.reason());
            } else {
                upgrades.open(
                        request,
                        response,
                        callback,
                        SUBPROTOCOL,
                        below -> new WebSocketCarrier(
                                below,
                                entrance.dispatcher().connect(NAME, handshake, decision),
                                handshake.address(),
                                transport,
                                clock));
            }
        });
    }
}
