package io.redstart.server.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;

/**
 * Carries a connection on Jetty's WebSocket core: frames as bytes, read in the selector's thread where the end point
 * is a {@link SelectorEndPoint}, and everything that is sent while one read is worked off written at its end.
 */
public final class CoreCarrier implements FrameHandler, Carrier {
    private static final byte[] EMPTY = {};

    private final Receiver receiver;
    private final InetSocketAddress peer;
    private final TransportSettings settings;
    private final LongSupplier clock;
    private final @Nullable SelectorEndPoint endPoint;
    private final Gathering gathering = new Gathering();
    private final TextCheck textCheck = new TextCheck();
    private @Nullable CoreSession line;
    private @Nullable Connection connection;
    private byte messageOp;
    private byte[] partial = EMPTY;
    private int partialLength;
    private boolean ponging;
    private @Nullable ByteBuffer nextPong;
    private volatile boolean closing;

    /**
     * A carrier for a WebSocket that is about to be opened.
     *
     * @param receiver hears what comes in
     * @param peer where the peer is
     * @param settings its bounds
     * @param clock tells the time in milliseconds; only grows
     * @param endPoint where it is read from, if that tells when a read is worked off
     */
    public CoreCarrier(
            Receiver receiver,
            InetSocketAddress peer,
            TransportSettings settings,
            LongSupplier clock,
            @Nullable SelectorEndPoint endPoint) {
        this.receiver = receiver;
        this.peer = peer;
        this.settings = settings;
        this.clock = clock;
        this.endPoint = endPoint;
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        line = session;
        connection = new Connection(this, settings.maxQueued(), clock);
        if (endPoint != null) {
            endPoint.whenReadIsDone(gathering::flush);
        }
        receiver.opened(connection);
        callback.succeeded();
        session.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        gathering.begin();
        try {
            take(frame);
        } finally {
            gathering.end();
            callback.succeeded();
        }
        if (endPoint == null) {
            gathering.flush();
        }
        CoreSession open = line;
        if (open != null && frame.getOpCode() != OpCode.CLOSE) {
            open.demand();
        }
    }

    private void take(Frame frame) {
        byte op = frame.getOpCode();
        switch (op) {
            case OpCode.TEXT, OpCode.BINARY -> {
                messageOp = op;
                data(frame);
            }
            case OpCode.CONTINUATION -> data(frame);
            case OpCode.PING -> pong(frame);
            default -> {}
        }
    }

    private void data(Frame frame) {
        if (closing) {
            return;
        }
        ByteBuffer payload = frame.getPayload();
        int length = payload.remaining();
        if (partialLength + length > settings.maxMessage()) {
            partial = EMPTY;
            partialLength = 0;
            tooLarge();
            return;
        }
        if (frame.isFin() && partialLength == 0 && payload.hasArray()) {
            int from = payload.arrayOffset() + payload.position();
            if (isText(payload.array(), from, length, true)) {
                message(payload.array(), from, length);
            }
            return;
        }
        if (partialLength + length > partial.length) {
            int needed = partialLength + length;
            int room = frame.isFin() ? needed : (int) Math.min(2L * needed, settings.maxMessage());
            partial = Arrays.copyOf(partial, room);
        }
        payload.get(partial, partialLength, length);
        if (!isText(partial, partialLength, length, frame.isFin())) {
            partial = EMPTY;
            partialLength = 0;
            return;
        }
        partialLength += length;
        if (frame.isFin()) {
            byte[] whole = partial;
            int wholeLength = partialLength;
            partial = EMPTY;
            partialLength = 0;
            message(whole, 0, wholeLength);
        }
    }

    private void message(byte[] bytes, int from, int length) {
        if (messageOp == OpCode.TEXT) {
            receiver.text(bytes, from, length);
        } else {
            receiver.binary(bytes, from, length);
        }
    }

    /** Whether bytes of a text are text, which is only looked at where they should be; closes if not. */
    private boolean isText(byte[] bytes, int from, int length, boolean last) {
        if (messageOp != OpCode.TEXT || (textCheck.accepts(bytes, from, length) && (!last || textCheck.ends()))) {
            return true;
        }
        closing = true;
        Objects.requireNonNull(connection).close(CloseStatus.BAD_PAYLOAD, "a text is not UTF-8");
        return false;
    }

    private void tooLarge() {
        closing = true;
        Objects.requireNonNull(connection)
                .close(CloseStatus.MESSAGE_TOO_LARGE, "message is larger than " + settings.maxMessage() + " bytes");
    }

    private void pong(Frame ping) {
        CoreSession open = line;
        if (open == null) {
            return;
        }
        ByteBuffer copy = ByteBuffer.allocate(ping.getPayloadLength());
        copy.put(ping.getPayload().slice()).flip();
        synchronized (this) {
            if (ponging) {
                nextPong = copy;
                return;
            }
            ponging = true;
        }
        pong(open, copy);
    }

    /** One pong at a time, and then one for the last ping: a peer that does not read cannot pile them up. */
    private void pong(CoreSession open, ByteBuffer payload) {
        send(
                open,
                new Frame(OpCode.PONG, payload),
                Callback.from(Callback.NOOP.getInvocationType(), () -> pongWritten(open)));
    }

    private void pongWritten(CoreSession open) {
        ByteBuffer next;
        synchronized (this) {
            next = nextPong;
            nextPong = null;
            ponging = next != null;
        }
        if (next != null) {
            pong(open, next);
        }
    }

    @Override
    public void write(byte[] bytes, int from, int length, Runnable done) {
        CoreSession open = line;
        if (open == null) {
            done.run();
            return;
        }
        send(
                open,
                new Frame(OpCode.TEXT, ByteBuffer.wrap(bytes, from, length)),
                Callback.from(Callback.NOOP.getInvocationType(), done, failure -> {
                    // what follows must not arrive without it
                    cut();
                    done.run();
                }));
    }

    private static void send(CoreSession open, Frame frame, Callback callback) {
        open.sendFrame(new OutgoingEntry.Builder(frame, callback).build());
    }

    @Override
    public void close(int code, String reason) {
        closing = true;
        CoreSession open = line;
        if (open != null) {
            open.close(code, ReasonText.fitting(reason), Callback.NOOP);
        }
    }

    @Override
    public void cut() {
        closing = true;
        CoreSession open = line;
        if (open != null) {
            open.abort();
        }
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        callback.succeeded();
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        Connection gone = connection;
        if (gone != null) {
            gone.gone();
        }
        gathering.flush();
        String reason = status.getReason();
        receiver.closed(status.getCode(), reason == null ? "" : reason);
        callback.succeeded();
    }
}
