package io.redstart.proofs.autobahn;

import io.redstart.server.transport.JakartaCarrier;
import jakarta.websocket.CloseReason;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.Session;
import java.net.InetSocketAddress;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/** One WebSocket of a container: the carrier does everything. Containers make it. */
public final class JakartaEcho extends Endpoint {
    private volatile @Nullable JakartaCarrier carrier;

    /** An end point for one WebSocket. */
    public JakartaEcho() {}

    @Override
    public void onOpen(Session session, EndpointConfig config) {
        JakartaCarrier opened = new JakartaCarrier(
                session,
                new Echo(),
                InetSocketAddress.createUnresolved("unknown", 0),
                EchoServer.SETTINGS,
                () -> System.nanoTime() / 1_000_000,
                ForkJoinPool.commonPool());
        carrier = opened;
        opened.open();
    }

    @Override
    public void onClose(Session session, CloseReason reason) {
        JakartaCarrier gone = carrier;
        if (gone != null) {
            gone.closed(reason.getCloseCode().getCode(), "");
        }
    }

    @Override
    public void onError(Session session, Throwable thrown) {
        // the suite looks at what the peer sees
    }
}
