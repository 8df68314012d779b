package io.redstart.server.transport;

import javax.net.ssl.SSLEngine;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * TLS on a line. Jetty asks for encrypted bytes in the way the connection above asks for plain ones: where that is a
 * WebSocket, it is said to never wait, so that the selector's thread itself reads, decrypts and works off.
 */
final class TlsConnection extends SslConnection {
    TlsConnection(Connector connector, SslContextFactory.Server tls, EndPoint endPoint, SSLEngine engine) {
        super(connector.getByteBufferPool(), connector.getExecutor(), tls, endPoint, engine);
    }

    @Override
    protected SslEndPoint newSslEndPoint() {
        return new Plain();
    }

    /** What is above the TLS. */
    private final class Plain extends SslEndPoint implements SelectorRead {
        private final NonBlockingRead read = new NonBlockingRead();

        @Override
        public void whenReadIsDone(Runnable action) {
            read.whenDone(action);
        }

        @Override
        public void opened() {
            SelectorEndPoint line = SelectorEndPoint.below(TlsConnection.this.getEndPoint());
            if (line != null) {
                line.opened();
            }
        }

        @Override
        public void fillInterested(Callback callback) {
            super.fillInterested(getConnection() instanceof WebSocketConnection ? read.next(callback) : callback);
        }
    }
}
