package io.redstart.server.door.websocket;

import io.redstart.api.CallException;
import io.redstart.api.Handshake;
import io.redstart.protocol.CloseCode;
import io.redstart.server.door.Entrance;
import io.redstart.server.transport.JakartaCarrier;
import io.redstart.server.transport.TransportSettings;
import io.redstart.server.transport.TrustedProxies;
import jakarta.websocket.CloseReason;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerEndpointConfig;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets clients in through a container of the Jakarta WebSocket API, which opens the WebSocket and has threads of its
 * own. The API lets nobody wait before the upgrade and nobody choose the answer to it, so whoever is refused is told so
 * by a close code, before anything it says is heard:
 *
 * <ul>
 *   <li>an origin that can be no page's is refused with HTTP status 403, by the container; a page of another origin
 *       with close code 4507, since the API does not show the host when it asks for the origin;
 *   <li>a client that the authenticator refuses with close code 4501, where the server's own door answers with HTTP
 *       status 401;
 *   <li>a client of a namespace that is not there with close code 4504, where the server's own door answers with HTTP
 *       status 404;
 *   <li>everybody is sent away with 4001 while the server stops.
 * </ul>
 */
public final class JakartaDoor {
    private static final Logger LOG = LoggerFactory.getLogger(JakartaDoor.class);
    private static final String NAMESPACE = "namespace";

    private final WebSocketSettings settings;
    private final TransportSettings transport;
    private final TrustedProxies proxies;
    private final Entrance.Finder namespaces;
    private final LongSupplier clock;
    private final Executor workers;

    /**
     * A door.
     *
     * @param settings where it is and for whom
     * @param transport bounds of its connections
     * @param proxies who is believed when it says for whom it speaks; of use where the container tells who connects
     * @param namespaces where it leads to
     * @param clock tells the time in milliseconds; only grows
     * @param workers do what may wait
     */
    public JakartaDoor(
            WebSocketSettings settings,
            TransportSettings transport,
            TrustedProxies proxies,
            Entrance.Finder namespaces,
            LongSupplier clock,
            Executor workers) {
        this.settings = settings;
        this.transport = transport;
        this.proxies = proxies;
        this.namespaces = namespaces;
        this.clock = clock;
        this.workers = workers;
    }

    /**
     * What a container needs to know to open the door: for the default namespace, and for all others.
     *
     * @return to be given to the container once
     */
    public List<ServerEndpointConfig> endpoints() {
        return List.of(endpoint(settings.path()), endpoint(settings.above() + "{" + NAMESPACE + "}"));
    }

    private ServerEndpointConfig endpoint(String path) {
        return ServerEndpointConfig.Builder.create(JakartaEndpoint.class, path)
                .subprotocols(List.of(WebSocketDoor.SUBPROTOCOL))
                .configurator(new JakartaUpgrade(settings, proxies, this))
                .build();
    }

    /** Takes in a client, or sends it away. */
    @Nullable
    JakartaCarrier open(Session session, @Nullable Handshake handshake) {
        if (handshake == null) {
            refuse(session, CloseCode.FORBIDDEN, "Pages of this origin may not connect");
            return null;
        }
        try {
            String namespace = session.getPathParameters().get(NAMESPACE);
            Entrance entrance = namespaces.into(namespace == null ? Entrance.Finder.DEFAULT : namespace);
            return open(session, handshake, entrance);
        } catch (CallException nowhere) {
            refuse(session, CloseCode.NO_NAMESPACE, "There is no such namespace");
            return null;
        }
    }

    private @Nullable JakartaCarrier open(Session session, Handshake handshake, Entrance entrance) {
        if (entrance.dispatcher().isDraining()) {
            refuse(session, CloseCode.GOING_AWAY, "The server stops");
            return null;
        }
        JakartaCarrier carrier = new JakartaCarrier(
                session,
                entrance.dispatcher()
                        .connect(
                                WebSocketDoor.NAME,
                                handshake,
                                entrance.authentication().decide(handshake)),
                handshake.address(),
                transport,
                clock,
                workers);
        carrier.open();
        return carrier;
    }

    private static void refuse(Session session, CloseCode code, String reason) {
        try {
            session.close(new CloseReason(CloseCodes.getCloseCode(code.code()), reason));
        } catch (IOException gone) {
            LOG.debug("Whoever was refused has gone", gone);
        }
    }
}
