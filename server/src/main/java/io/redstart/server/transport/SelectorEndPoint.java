package io.redstart.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.eclipse.jetty.websocket.core.WebSocketConnection;
import org.jspecify.annotations.Nullable;

/**
 * Reads a WebSocket in the selector's own thread, which saves a change of thread for every read, and tells when all
 * that was read has been worked off. What runs there must never wait. Before it is a WebSocket, requests have only so
 * much time.
 */
public final class SelectorEndPoint extends SocketChannelEndPoint {
    private @Nullable Runnable readDone;
    private @Nullable Callback wrapped;
    private @Nullable Callback wrapping;
    private boolean drained;
    private final Ticket ticket;
    private final LongSupplier clock;
    private final long requestMillis;
    private final long answerMillis;
    private volatile Phase phase = Phase.REQUEST;
    private volatile long phaseEnds;

    private enum Phase {
        /** A request is coming in. */
        REQUEST,
        /** It is being answered. */
        ANSWER,
        /** The next one has not begun. */
        BETWEEN,
        /** It is a WebSocket, which has bounds of its own. */
        WEBSOCKET
    }

    SelectorEndPoint(
            SocketChannel channel,
            ManagedSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Ticket ticket,
            LongSupplier clock,
            AdmissionSettings settings) {
        super(channel, selector, key, scheduler);
        this.ticket = ticket;
        this.clock = clock;
        this.requestMillis = settings.requestWithin().toMillis();
        this.answerMillis = settings.answerWithin().toMillis();
        this.phaseEnds = clock.getAsLong() + requestMillis;
    }

    /**
     * The line a request came in on, whatever is spoken between it and HTTP.
     *
     * @param request the request
     * @return the line; null if it is none of a {@link SelectorConnector}
     */
    public static @Nullable SelectorEndPoint of(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper wrapper) {
            endPoint = wrapper.unwrap();
        }
        return endPoint instanceof SelectorEndPoint selected ? selected : null;
    }

    /**
     * Its place among those that are counted.
     *
     * @return given back when it is closed
     */
    public Ticket ticket() {
        return ticket;
    }

    /** A request has come in whole that opens no WebSocket. */
    void answers() {
        phaseEnds = clock.getAsLong() + answerMillis;
        phase = Phase.ANSWER;
    }

    /** A request has been answered. */
    void answered() {
        if (phase != Phase.WEBSOCKET) {
            phase = Phase.BETWEEN;
        }
    }

    /** It is a WebSocket now. */
    void opened() {
        phase = Phase.WEBSOCKET;
    }

    /** Whether what it is about takes too long. */
    boolean isLate(long now) {
        Phase at = phase;
        return (at == Phase.REQUEST || at == Phase.ANSWER) && now > phaseEnds;
    }

    /** Whether nothing is spoken between it and the WebSocket. */
    boolean carriesWebSocket() {
        return getConnection() instanceof WebSocketConnection;
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        ticket.leave();
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
        if (phase == Phase.BETWEEN && filled > 0) {
            phaseEnds = clock.getAsLong() + requestMillis;
            phase = Phase.REQUEST;
        }
        drained = filled > 0 && filled < room && carriesWebSocket();
        return filled;
    }

    @Override
    public void fillInterested(Callback callback) {
        if (!carriesWebSocket()) {
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
