package io.redstart.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts connections whose WebSockets are read in the selector's thread: as many as may come, and only as long as they
 * say in time what they want.
 */
public final class SelectorConnector extends ServerConnector {
    private static final Logger LOG = LoggerFactory.getLogger(SelectorConnector.class);

    private final Admission admission;
    private final AdmissionSettings settings;
    private final LongSupplier clock;
    private final Consumer<String> limitHit;
    /** The places of connections that nobody has been told of yet. */
    private final Map<SelectableChannel, Ticket> arriving = new ConcurrentHashMap<>();

    /**
     * A connector.
     *
     * @param server the server it belongs to
     * @param admission says who may come
     * @param settings says in what time
     * @param clock tells the time in milliseconds; only grows
     * @param limitHit is told the name of a limit that ended a connection
     * @param factories what is spoken on it
     */
    public SelectorConnector(
            Server server,
            Admission admission,
            AdmissionSettings settings,
            LongSupplier clock,
            Consumer<String> limitHit,
            ConnectionFactory... factories) {
        super(server, null, null, null, 1, 1, factories);
        this.admission = admission;
        this.settings = settings;
        this.clock = clock;
        this.limitHit = limitHit;
    }

    @Override
    protected SelectorManager newSelectorManager(Executor executor, Scheduler scheduler, int selectors) {
        return new Arrivals(executor, scheduler, selectors);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        Ticket ticket = arriving.get(channel);
        if (ticket == null) {
            throw new IllegalStateException("A connection that was not accepted");
        }
        SelectorEndPoint endPoint =
                new SelectorEndPoint(channel, selector, key, getScheduler(), ticket, clock, settings);
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }

    /** Time goes by: whoever is too slow to say what it wants, or to take the answer, is cut. */
    public void tick() {
        long now = clock.getAsLong();
        for (EndPoint endPoint : getConnectedEndPoints()) {
            if (endPoint instanceof SelectorEndPoint line && line.isLate(now)) {
                limitHit.accept("request-time");
                line.close();
            }
        }
        admission.tick();
    }

    private final class Arrivals extends ServerConnectorManager {
        Arrivals(Executor executor, Scheduler scheduler, int selectors) {
            super(executor, scheduler, selectors);
        }

        @Override
        public void accept(SelectableChannel channel, Object attachment) {
            Ticket ticket = ticket(channel);
            if (ticket == null) {
                IO.close(channel);
                return;
            }
            arriving.put(channel, ticket);
            super.accept(channel, attachment);
        }

        private @Nullable Ticket ticket(SelectableChannel channel) {
            try {
                return ((SocketChannel) channel).getRemoteAddress() instanceof InetSocketAddress from
                        ? admission.arrive(from.getAddress())
                        : null;
            } catch (IOException gone) {
                LOG.debug("A connection went before it was looked at", gone);
                return null;
            }
        }

        /** From here on the end point gives back the place. */
        @Override
        public void connectionOpened(Connection connection, Object context) {
            super.connectionOpened(connection, context);
            if (connection.getEndPoint() instanceof SelectorEndPoint line) {
                arriving.remove(line.getChannel());
            }
        }

        @Override
        protected void onAcceptFailed(SelectableChannel channel, Throwable cause) {
            Ticket ticket = arriving.remove(channel);
            if (ticket != null) {
                ticket.leave();
            }
            super.onAcceptFailed(channel, cause);
        }
    }
}
