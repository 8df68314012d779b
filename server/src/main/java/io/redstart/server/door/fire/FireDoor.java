package io.redstart.server.door.fire;

import io.redstart.api.Handshake;
import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.fire.sockjs.SockJsClients;
import io.redstart.server.door.fire.sockjs.SockJsLine;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.TransportSettings;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Lets in pages of Fire Web Socket applications, into the namespace each of them names. */
public final class FireDoor implements SockJsClients {
    /** What the server's numbers call it. */
    static final String NAME = "fire";
    /** What is said in a channel has no name here; to clients by other doors it is an event with this one. */
    static final String EVENT = "message";

    private final Entrance.Finder namespaces;
    private final DispatchSettings protocol;
    private final TransportSettings transport;
    private final LongSupplier clock;
    private final Consumer<String> limitHit;
    /** Clients that have not said who they are. */
    private final Set<FireLine> waiting = ConcurrentHashMap.newKeySet();

    /**
     * A door.
     *
     * @param namespaces where it leads to
     * @param protocol how long clients may take to say who they are, and with how much
     * @param transport bounds of its connections
     * @param clock tells the time in milliseconds; only grows
     * @param limitHit is told the name of a limit that ended something
     */
    public FireDoor(
            Entrance.Finder namespaces,
            DispatchSettings protocol,
            TransportSettings transport,
            LongSupplier clock,
            Consumer<String> limitHit) {
        this.namespaces = namespaces;
        this.protocol = protocol;
        this.transport = transport;
        this.clock = clock;
        this.limitHit = limitHit;
    }

    @Override
    public SockJsLine arrives(Handshake handshake) {
        return new FireLine(this, handshake);
    }

    @Override
    public boolean isClosed() {
        return namespaces.into(Entrance.Finder.DEFAULT).dispatcher().isDraining();
    }

    Entrance into(String namespace) {
        return namespaces.into(namespace);
    }

    long now() {
        return clock.getAsLong();
    }

    long helloMillis() {
        return protocol.helloTimeout().toMillis();
    }

    int maxBeforeWelcome() {
        return (int) protocol.maxBeforeWelcome();
    }

    void limitHit(String limit) {
        limitHit.accept(limit);
    }

    void waits(FireLine line) {
        waiting.add(line);
    }

    void waitsNoMore(FireLine line) {
        waiting.remove(line);
    }

    /** Whether a line does not take what it is sent, or does not let itself be closed. */
    boolean isStuck(Connection line) {
        return line.waitingMillis() > transport.maxQueueAge().toMillis()
                || line.closingMillis() > protocol.pongTimeout().toMillis();
    }

    /** Time goes by: who does not say who it is, is let go. */
    public void tick() {
        long now = now();
        waiting.forEach(line -> line.tick(now));
    }
}
