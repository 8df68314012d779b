package io.redstart.server.door.websocket;

import io.redstart.server.transport.JakartaCarrier;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a container tells of one WebSocket. Public because containers insist on it; only the door makes one. */
public final class JakartaEndpoint extends Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(JakartaEndpoint.class);

    private final JakartaDoor door;
    private volatile @Nullable JakartaCarrier carrier;

    JakartaEndpoint(JakartaDoor door) {
        this.door = door;
    }

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        carrier = door.open(session, JakartaUpgrade.handshake(config));
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        JakartaCarrier gone = carrier;
        if (gone != null) {
            String text = reason.getReasonPhrase();
            gone.closed(reason.getCloseCode().getCode(), text == null ? "" : text);
        }
    }

    /** Containers tell of broken lines here too, and close them. */
    @Override
    public void onError(Session session, Throwable thrown) {
        LOG.debug("A WebSocket failed", thrown);
    }
}
