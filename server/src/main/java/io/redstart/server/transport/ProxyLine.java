package io.redstart.server.transport;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whose connection it is from its first bytes, the PROXY protocol's. If proxies are named only they may speak it,
 * and whoever does not speak it is closed. With the command LOCAL, or UNKNOWN, a proxy speaks for itself: it looks
 * whether the server is well.
 */
public final class ProxyLine extends ProxyConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyLine.class);

    private final TrustedProxies trusted;

    /**
     * In front of what is spoken then.
     *
     * @param next what follows
     * @param trusted who may speak it; empty for everybody
     */
    public ProxyLine(String next, TrustedProxies trusted) {
        super(next);
        this.trusted = trusted;
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        if (!trusted.isEmpty() && !trusted.contains(endPoint.getRemoteSocketAddress())) {
            LOG.debug("{} is no trusted proxy", endPoint.getRemoteSocketAddress());
            return configure(new Refused(endPoint, connector), connector, endPoint);
        }
        return super.newConnection(connector, endPoint);
    }

    @Override
    protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer buffer) {
        LOG.debug("{} does not speak the PROXY protocol", endPoint.getRemoteSocketAddress());
        endPoint.close();
    }

    private static final class Refused extends AbstractConnection {
        Refused(EndPoint endPoint, Connector connector) {
            super(endPoint, connector.getExecutor());
        }

        @Override
        public void onOpen() {
            super.onOpen();
            close();
        }

        @Override
        public void onFillable() {
            close();
        }
    }
}
