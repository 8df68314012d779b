package io.redstart.server.transport;

import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Accepts connections whose WebSockets are read in the selector's thread. */
public final class SelectorConnector extends ServerConnector {
    /**
     * A connector.
     *
     * @param server the server it belongs to
     * @param factories what is spoken on it
     */
    public SelectorConnector(Server server, ConnectionFactory... factories) {
        super(server, null, null, null, 1, 1, factories);
    }

    @Override
    protected SocketChannelEndPoint newEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key) {
        SelectorEndPoint endPoint = new SelectorEndPoint(channel, selector, key, getScheduler());
        endPoint.setIdleTimeout(getIdleTimeout());
        return endPoint;
    }
}
