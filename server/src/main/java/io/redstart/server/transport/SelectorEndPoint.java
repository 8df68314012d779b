package io.redstart.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A line that came in. Before it is a WebSocket, requests have only so much time; once it is one, no read is spent on
 * being told that there is nothing more.
 */
public final class SelectorEndPoint extends SocketChannelEndPoint {
    private static final Logger LOG = LoggerFactory.getLogger(SelectorEndPoint.class);

    private final GatheringSelector selector;
    private boolean drained;
    private final Ticket ticket;
    private final LongSupplier clock;
    private final long requestMillis;
    private final long answerMillis;
    private volatile Phase phase = Phase.REQUEST;
    private volatile long phaseEnds;
    /** How long the line may be silent, while it may be for any time. */
    private volatile long idleBefore;

    private volatile @Nullable Reader reader;

    /** Works off what came, and stays interested: so that Jetty need not be told again after each read. */
    interface Reader {
        /** Whether it takes anything now; if not, it is told that something came the way Jetty tells. */
        boolean isReading();

        /**
         * Works off what came, on the selector's thread, which gathers what is sent meanwhile.
         *
         * @param bytes what came on this line and on others; what came on this one may be changed
         * @param from where it begins
         * @param end where it ends
         */
        void takes(byte[] bytes, int from, int end);
    }

    private enum Phase {
        /** A request is coming in. */
        REQUEST,
        /** It is being answered. */
        ANSWER,
        /** The answer is given when there is something to tell, for as long as who gives it lets it be open. */
        TELLING,
        /** The next one has not begun. */
        BETWEEN,
        /** It is a WebSocket, or a door's own line, which has bounds of its own. */
        OPEN
    }

    SelectorEndPoint(
            SocketChannel channel,
            GatheringSelector selector,
            SelectionKey key,
            Scheduler scheduler,
            Ticket ticket,
            LongSupplier clock,
            AdmissionSettings settings) {
        super(channel, selector, key, scheduler);
        this.selector = selector;
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
        return below(request.getConnectionMetaData().getConnection().getEndPoint());
    }

    /**
     * The line below an end point, whatever is spoken between them.
     *
     * @param above the end point
     * @return the line; null if it is none of a connector of this package
     */
    public static @Nullable SelectorEndPoint below(EndPoint above) {
        EndPoint endPoint = above;
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

    /**
     * The answer to the request at hand is given bit by bit, or later. However long that takes and however silent the line
     * is meanwhile, whoever gives it sees to it that it ends.
     */
    public void tells() {
        phase = Phase.TELLING;
        if (getIdleTimeout() > 0) {
            idleBefore = getIdleTimeout();
            setIdleTimeout(0);
        }
    }

    /** The last of such an answer is about to be written; it has to be taken in time, as all others have. */
    public void concludes() {
        if (phase == Phase.TELLING) {
            silent();
            answers();
        }
    }

    private void silent() {
        if (idleBefore > 0) {
            notIdle();
            setIdleTimeout(idleBefore);
            idleBefore = 0;
        }
    }

    /** A request has been answered. */
    void answered() {
        silent();
        if (phase != Phase.OPEN) {
            phase = Phase.BETWEEN;
        }
    }

    /** It is a WebSocket now, or a line of a door, which has bounds of its own. */
    public void opened() {
        phase = Phase.OPEN;
    }

    /** From now on this line is read whenever something came, and somebody takes it. */
    void readBy(Reader reads) {
        reader = reads;
    }

    /** Whether there is something to read, nothing else to do, and somebody who works it off. */
    boolean standsReady(SelectionKey key) {
        Reader reads = reader;
        return reads != null && reads.isReading() && key.readyOps() == SelectionKey.OP_READ;
    }

    /** Works off what came, which stood ready; whatever fails, it is this line alone that is closed. */
    void takes(byte[] bytes, int from, int end) {
        try {
            Objects.requireNonNull(reader).takes(bytes, from, end);
        } catch (RuntimeException | Error failed) {
            LOG.error("A connection is closed, since the server failed to work off what it said", failed);
            close(failed);
        }
    }

    /** Whether what it is about takes too long. */
    boolean isLate(long now) {
        Phase at = phase;
        return (at == Phase.REQUEST || at == Phase.ANSWER) && now > phaseEnds;
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        ticket.leave();
    }

    /** What never waits is done at once, and what it sends is written with what other lines bring about. */
    @Override
    public @Nullable Runnable onSelected() {
        Runnable task = super.onSelected();
        if (task != null && Invocable.getInvocationType(task) == InvocationType.NON_BLOCKING) {
            selector.read(task);
            return null;
        }
        selector.write();
        return task;
    }

    /**
     * Gathers what is sent while this line is read.
     *
     * @return null on a thread other than the one that reads it because something came
     */
    @Nullable
    Gathering gathering() {
        return selector.gathering();
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
        int filled = phase == Phase.OPEN ? fillOpen(buffer) : super.fill(buffer);
        if (phase == Phase.BETWEEN && filled > 0) {
            phaseEnds = clock.getAsLong() + requestMillis;
            phase = Phase.REQUEST;
        }
        drained = filled > 0 && filled < room && carriesWebSocket();
        return filled;
    }

    /** As Jetty fills; but of one that is open nobody asks when something came last. */
    private int fillOpen(ByteBuffer buffer) {
        int from = BufferUtil.flipToFill(buffer);
        try {
            return read(buffer);
        } finally {
            BufferUtil.flipToFlush(buffer, from);
        }
    }

    /** Reads what came, as much as fits; -1 if nothing will come any more. */
    int read(ByteBuffer to) {
        if (isInputShutdown()) {
            return -1;
        }
        int filled = -1;
        try {
            filled = getChannel().read(to);
        } catch (IOException broken) {
            LOG.debug("A connection broke", broken);
        }
        if (filled < 0) {
            shutdownInput();
        }
        return filled;
    }

    /** See {@link Carrier#fetch}. */
    int fetch() {
        return getChannel().isConnected() ? 1 : 0;
    }

    /** One buffer is written as such: to hand a list of them to the system costs more. */
    @Override
    public boolean flush(ByteBuffer... buffers) throws IOException {
        if (buffers.length != 1) {
            return super.flush(buffers);
        }
        ByteBuffer only = buffers[0];
        try {
            if (getChannel().write(only) > 0 && phase != Phase.OPEN) {
                notIdle(); // of one that is open nobody asks
            }
        } catch (IOException gone) {
            throw new EofException(gone);
        }
        return !only.hasRemaining();
    }

    private boolean carriesWebSocket() {
        Connection connection = getConnection();
        if (connection instanceof SslConnection tls) {
            connection = tls.getSslEndPoint().getConnection();
        }
        return connection instanceof WebSocketCarrier;
    }
}
