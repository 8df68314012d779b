package io.redstart.server.door.sockhop;

import io.redstart.api.CallException;
import io.redstart.api.Handshake;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.tcp.LineDoor;
import io.redstart.server.door.tcp.LineEnd;
import io.redstart.server.door.tcp.LinePeer;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.transport.TransportSettings;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets in clients of sockhop, and whoever speaks JSON in lines. An authenticator is asked with what the line shows, since
 * such clients say nothing of who they are.
 */
public final class SockhopDoor implements LineDoor {
    private static final Logger LOG = LoggerFactory.getLogger(SockhopDoor.class);

    /** What the server's numbers and an authenticator call it. */
    private static final String NAME = "sockhop";

    private final SockhopSettings settings;
    private final TransportSettings transport;
    private final Entrance.Finder namespaces;
    private final LongSupplier clock;

    /**
     * A door.
     *
     * @param settings where it leads to, and what is spoken at it
     * @param transport bounds of its lines
     * @param namespaces knows where it leads to
     * @param clock tells the time in milliseconds; only grows
     */
    public SockhopDoor(
            SockhopSettings settings, TransportSettings transport, Entrance.Finder namespaces, LongSupplier clock) {
        this.settings = settings;
        this.transport = transport;
        this.namespaces = namespaces;
        this.clock = clock;
    }

    @Override
    public @Nullable LineEnd open(LinePeer peer) {
        Entrance entrance;
        try {
            entrance = namespaces.into(settings.namespace());
        } catch (CallException nowhere) {
            LOG.error("door.sockhop.namespace: {}", nowhere.getMessage());
            return null;
        }
        if (entrance.dispatcher().isDraining()) {
            return null;
        }
        Handshake handshake = peer.handshake(NAME);
        return new SockhopLine(
                entrance.dispatcher()
                        .connect(NAME, handshake, entrance.authentication().decide(handshake)),
                deployed(entrance.dispatcher()),
                settings,
                (int) transport.maxMessage(),
                clock);
    }

    private static Deployed deployed(Dispatcher dispatcher) {
        return new Deployed() {
            @Override
            public @Nullable MethodModel method(String type) {
                return dispatcher.method(type);
            }

            @Override
            public boolean takesEvent(String type) {
                return dispatcher.takesEvent(type);
            }
        };
    }
}
