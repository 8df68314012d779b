package io.redstart.server.door.tcp;

import io.redstart.server.transport.Admission;
import io.redstart.server.transport.AdmissionSettings;
import io.redstart.server.transport.SelectorConnector;
import io.redstart.server.transport.TlsReload;
import io.redstart.server.transport.TransportSettings;
import io.redstart.server.transport.UnixConnector;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.AbstractNetworkConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listens for lines of bytes for one door, on a port, on a Unix domain socket, or on both. */
public final class LineListener {
    private static final Logger LOG = LoggerFactory.getLogger(LineListener.class);

    private final String name;
    private final LineSettings settings;
    private final TransportSettings transport;
    private final LongSupplier clock;
    private final Consumer<String> limitHit;
    private final LineDoor door;
    private final Set<ByteLine> lines = ConcurrentHashMap.newKeySet();
    private final List<AbstractNetworkConnector> connectors = new ArrayList<>(2);
    private volatile @Nullable SelectorConnector onPort;
    private volatile boolean stopping;

    /**
     * Listens nowhere yet.
     *
     * @param name what the settings call the door, such as {@code door.sockhop}
     * @param settings where it listens
     * @param transport bounds of its lines
     * @param clock tells the time in milliseconds; only grows
     * @param limitHit is told the name of a limit that ended a line
     * @param door opens its lines
     */
    public LineListener(
            String name,
            LineSettings settings,
            TransportSettings transport,
            LongSupplier clock,
            Consumer<String> limitHit,
            LineDoor door) {
        this.name = name;
        this.settings = settings;
        this.transport = transport;
        this.clock = clock;
        this.limitHit = limitHit;
        this.door = door;
    }

    /**
     * Listens as soon as a server starts, and until it stops.
     *
     * @param server not started yet
     * @param admission says who may come
     * @param arrivals bounds of those who come
     * @param tls the server's certificate; needed if the settings say that TLS is spoken
     */
    public void join(Server server, Admission admission, AdmissionSettings arrivals, @Nullable TlsReload tls) {
        if (settings.port() != null) {
            List<ConnectionFactory> spoken = new ArrayList<>(2);
            if (settings.tls()) {
                spoken.add(Objects.requireNonNull(tls, "tls").connections().around(name));
            }
            spoken.add(new Lines(settings.tls()));
            SelectorConnector made = new SelectorConnector(
                    server, admission, arrivals, clock, limitHit, spoken.toArray(ConnectionFactory[]::new));
            made.setHost(settings.host());
            made.setPort(settings.port());
            onPort = made;
            add(server, made);
        }
        if (settings.socket() != null) {
            add(server, new UnixConnector(server, settings.socket(), admission, arrivals, clock, new Lines(false)));
        }
    }

    private void add(Server server, AbstractNetworkConnector made) {
        made.setName(name);
        made.setIdleTimeout(0); // a line has bounds of its own
        connectors.add(made);
        server.addConnector(made);
    }

    /** Says in the log where it listens, once it does. */
    public void announce() {
        if (onPort != null) {
            LOG.info("{} listens on {}:{}{}", name, settings.host(), port(), settings.tls() ? " with TLS" : "");
        }
        if (settings.socket() != null) {
            LOG.info("{} listens on {}", name, settings.socket());
        }
    }

    /**
     * The port it listens on.
     *
     * @return the port that was asked for, or the free one that was picked for 0; 0 without a port
     */
    public int port() {
        SelectorConnector connector = onPort;
        return connector == null ? 0 : Math.max(0, connector.getLocalPort());
    }

    /**
     * How many lines are open.
     *
     * @return 0 or more
     */
    public int lines() {
        return lines.size();
    }

    /** Time goes by: whoever is silent for too long is told of. */
    public void tick() {
        long now = clock.getAsLong();
        lines.forEach(line -> line.tick(now));
        SelectorConnector connector = onPort;
        if (connector != null) {
            connector.tick();
        }
    }

    /** Nobody new is let in: the server is about to stop. */
    public void refuseNew() {
        stopping = true;
    }

    /** Nobody new is let in, and each door is told that the server stops. */
    public void stop() {
        refuseNew();
        lines.forEach(ByteLine::stopping);
    }

    @Nullable
    LineEnd open(ByteLine line) {
        LineEnd end = stopping ? null : door.open(line.peer());
        if (end != null) {
            lines.add(line);
        }
        return end;
    }

    void closed(ByteLine line) {
        lines.remove(line);
    }

    LineSettings settings() {
        return settings;
    }

    TransportSettings transport() {
        return transport;
    }

    long now() {
        return clock.getAsLong();
    }

    void limitHit(String limit) {
        limitHit.accept(limit);
    }

    private final class Lines extends AbstractConnectionFactory {
        private final boolean secure;

        Lines(boolean secure) {
            super(name);
            this.secure = secure;
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return configure(
                    new LineConnection(endPoint, connector.getExecutor(), secure, LineListener.this),
                    connector,
                    endPoint);
        }
    }
}
