package io.redstart.server.transport;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.ProxyConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whose connection it is from its first bytes, the PROXY protocol's. If proxies are named only they may speak it,
 * and whoever does not speak it is closed. With the command LOCAL, or UNKNOWN, a proxy speaks for itself: it looks
 * whether the server is well.
 */
public final class ProxyLine extends DetectorConnectionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyLine.class);

    private final TrustedProxies trusted;

    /**
     * In front of what is spoken then.
     *
     * @param next what follows
     * @param trusted who may speak it; empty for everybody
     */
    public ProxyLine(String next, TrustedProxies trusted) {
        super(new Numbers(new ProxyConnectionFactory(next)));
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

    /**
     * Recognises lines with addresses. What reads them would take a name as well, and ask the network for it: nobody
     * who only connects may make the server do that.
     */
    private static final class Numbers implements ConnectionFactory.Detecting {
        private static final String BEGINNING = "PROXY";
        /** With both ends in the longest form. */
        private static final int LONGEST_LINE = 107;

        private static final Pattern UNKNOWN = Pattern.compile("PROXY UNKNOWN(?: [ -~]*)?\r\n");
        private static final Pattern ADDRESSES = Pattern.compile("PROXY TCP[46] (\\S+) (\\S+) \\d{1,5} \\d{1,5}\r\n");

        private final ProxyConnectionFactory reads;

        Numbers(ProxyConnectionFactory reads) {
            this.reads = reads;
        }

        @Override
        public Detection detect(ByteBuffer buffer) {
            Detection found = reads.detect(buffer);
            if (found != Detection.RECOGNIZED || buffer.get(buffer.position()) != BEGINNING.charAt(0)) {
                return found;
            }
            byte[] bytes = new byte[Math.min(buffer.remaining(), LONGEST_LINE)];
            buffer.get(buffer.position(), bytes);
            String begun = new String(bytes, StandardCharsets.ISO_8859_1);
            int end = begun.indexOf('\n');
            if (end < 0) {
                return bytes.length < LONGEST_LINE ? Detection.NEED_MORE_BYTES : Detection.NOT_RECOGNIZED;
            }
            return isLine(begun.substring(0, end + 1)) ? Detection.RECOGNIZED : Detection.NOT_RECOGNIZED;
        }

        private static boolean isLine(String line) {
            Matcher named = ADDRESSES.matcher(line);
            return named.matches()
                    ? AddressRange.address(named.group(1)) != null && AddressRange.address(named.group(2)) != null
                    : UNKNOWN.matcher(line).matches();
        }

        @Override
        public String getProtocol() {
            return reads.getProtocol();
        }

        @Override
        public List<String> getProtocols() {
            return reads.getProtocols();
        }

        @Override
        public Connection newConnection(Connector connector, EndPoint endPoint) {
            return reads.newConnection(connector, endPoint);
        }
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
