package io.redstart.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;

/**
 * Reads a WebSocket in the selector's own thread, which saves a change of thread for every read, and tells when all
 * that was read has been worked off. What runs there must never wait. Where there is TLS the {@link TlsConnection}
 * above it does the same.
 */
final class SelectorEndPoint extends SocketChannelEndPoint implements SelectorRead {
    private final NonBlockingRead read = new NonBlockingRead();
    private boolean drained;

    SelectorEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    @Override
    public void whenReadIsDone(Runnable action) {
        read.whenDone(action);
    }

    /**
     * A read that left room took all there was: the next one would only be told so, at the price of a system call. What
     * comes meanwhile makes the selector call again.
     */
    @Override
    public int fill(ByteBuffer buffer) throws IOException {
        if (drained) {
            drained = false;
            return 0;
        }
        int room = BufferUtil.space(buffer);
        int filled = super.fill(buffer);
        drained = filled > 0 && filled < room && carriesWebSocket();
        return filled;
    }

    private boolean carriesWebSocket() {
        Connection connection = getConnection();
        if (connection instanceof SslConnection tls) {
            connection = tls.getSslEndPoint().getConnection();
        }
        return connection instanceof WebSocketConnection;
    }

    @Override
    public void fillInterested(Callback callback) {
        super.fillInterested(getConnection() instanceof WebSocketConnection ? read.next(callback) : callback);
    }
}
