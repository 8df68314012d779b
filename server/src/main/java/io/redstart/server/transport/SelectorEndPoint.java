package io.redstart.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * Reads a WebSocket in the selector's own thread, which saves a change of thread for every read, and tells when all
 * that was read has been worked off. What runs there must never wait.
 */
public final class SelectorEndPoint extends SocketChannelEndPoint {
    private @Nullable Runnable readDone;
    private @Nullable Callback wrapped;
    private @Nullable Callback wrapping;
    private boolean drained;

    SelectorEndPoint(SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
        super(channel, selector, key, scheduler);
    }

    void whenReadIsDone(Runnable action) {
        readDone = action;
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
        drained = filled > 0 && filled < room && getConnection() instanceof WebSocketConnection;
        return filled;
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!(getConnection() instanceof WebSocketConnection)) {
            super.fillInterested(callback);
            return;
        }
        Runnable done = readDone;
        if (done != null) {
            done.run();
        }
        Callback reads = wrapping;
        if (wrapped != callback || reads == null) {
            wrapped = callback;
            reads = new NonBlocking(callback);
            wrapping = reads;
        }
        super.fillInterested(reads);
    }

    private static final class NonBlocking extends Callback.Nested {
        NonBlocking(Callback callback) {
            super(callback);
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
