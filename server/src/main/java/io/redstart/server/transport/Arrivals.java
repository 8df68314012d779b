package io.redstart.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.eclipse.jetty.server.AbstractConnector;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes in what a connector accepts: each connection gets its place among those that are counted, or is cut. */
abstract class Arrivals extends SelectorManager {
    private static final Logger LOG = LoggerFactory.getLogger(Arrivals.class);

    /** The places of connections that nobody has been told of yet. */
    private final Map<SelectableChannel, Ticket> arriving = new ConcurrentHashMap<>();

    private final AbstractConnector connector;

    /** What holds for those who come. */
    record Terms(Admission admission, AdmissionSettings settings, LongSupplier clock) {}

    Arrivals(AbstractConnector connector, Executor executor, Scheduler scheduler, int selectors) {
        super(executor, scheduler, selectors);
        this.connector = connector;
    }

    /** What a selector's thread does before it waits for something to read. */
    Runnable beforeWaiting() {
        return () -> {};
    }

    @Override
    protected ManagedSelector newSelector(int id) {
        return new GatheringSelector(this, id, beforeWaiting(), System::nanoTime);
    }

    /** What holds for those who come, as soon as any does. */
    abstract Terms terms();

    @Override
    protected EndPoint newEndPoint(SelectableChannel channel, ManagedSelector selector, SelectionKey key) {
        Terms terms = terms();
        SelectorEndPoint endPoint = new SelectorEndPoint(
                (SocketChannel) channel,
                (GatheringSelector) selector,
                key,
                getScheduler(),
                placeOf(channel),
                terms.clock(),
                terms.settings());
        endPoint.setIdleTimeout(connector.getIdleTimeout());
        return endPoint;
    }

    @Override
    public Connection newConnection(SelectableChannel channel, EndPoint endPoint, Object attachment) {
        return connector.getDefaultConnectionFactory().newConnection(connector, endPoint);
    }

    /** The place of a connection that was accepted. */
    private Ticket placeOf(SelectableChannel channel) {
        Ticket ticket = arriving.get(channel);
        if (ticket == null) {
            throw new IllegalStateException("A connection that was not accepted");
        }
        return ticket;
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
        if (!isRunning()) {
            turnAway(channel); // its selector may not have looked at it any more
        }
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        arriving.keySet().forEach(this::turnAway);
    }

    private void turnAway(SelectableChannel channel) {
        Ticket ticket = arriving.remove(channel);
        if (ticket != null) {
            ticket.leave();
            IO.close(channel);
        }
    }

    private @Nullable Ticket ticket(SelectableChannel channel) {
        try {
            SocketAddress from = ((SocketChannel) channel).getRemoteAddress();
            if (from == null) {
                return null;
            }
            return from instanceof InetSocketAddress known
                    ? terms().admission().arrive(known.getAddress())
                    : terms().admission().arriveWithoutAddress();
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
