package io.redstart.server.door.fire;

import io.redstart.server.door.Entrance;
import io.redstart.server.door.tcp.LineDoor;
import io.redstart.server.door.tcp.LineEnd;
import io.redstart.server.door.tcp.LinePeer;
import io.redstart.server.transport.TransportSettings;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lets in who controls namespaces of Fire Web Socket: over lines of bytes, by a namespace's secret key. */
public final class ControlDoor implements LineDoor {
    private final Entrance.Finder namespaces;
    private final FireRegistrar registrar;
    private final TransportSettings transport;
    private final LongSupplier clock;
    private final Consumer<String> limitHit;
    private final Runnable noMessage;

    /**
     * A door.
     *
     * @param namespaces where it leads to
     * @param registrar makes namespaces
     * @param transport bounds of its lines
     * @param clock tells the time in milliseconds; only grows
     * @param limitHit is told the name of a limit that ended something
     * @param noMessage is told of each message that is none
     */
    public ControlDoor(
            Entrance.Finder namespaces,
            FireRegistrar registrar,
            TransportSettings transport,
            LongSupplier clock,
            Consumer<String> limitHit,
            Runnable noMessage) {
        this.namespaces = namespaces;
        this.registrar = registrar;
        this.transport = transport;
        this.clock = clock;
        this.limitHit = limitHit;
        this.noMessage = noMessage;
    }

    @Override
    public LineEnd open(LinePeer peer) {
        return new ControlLine(this, peer.handshake(FireDoor.NAME));
    }

    Entrance into(String namespace) {
        return namespaces.into(namespace);
    }

    FireRegistrar registrar() {
        return registrar;
    }

    TransportSettings transport() {
        return transport;
    }

    LongSupplier clock() {
        return clock;
    }

    void limitHit(String limit) {
        limitHit.accept(limit);
    }

    void noMessage() {
        noMessage.run();
    }
}
