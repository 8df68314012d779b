package io.redstart.server.transport;

import io.redstart.protocol.CloseCode;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
 * is a {@link SelectorRead}, and everything that is sent while one read is worked off written at its end. A peer
 * that sends too much is read later.
 */
public final class CoreCarrier implements FrameHandler, Carrier {
    private static final byte[] EMPTY = {};
    private static final long NEVER = Long.MAX_VALUE;

    private final Receiver receiver;
    private final InetSocketAddress peer;
    private final TransportSettings settings;
    private final LongSupplier clock;
    private final @Nullable SelectorRead endPoint;
    private final @Nullable FrameCodec codec;
    private final Gathering gathering = new Gathering();
    private @Nullable CoreSession line;
    private @Nullable Connection connection;
    private byte messageOp;
    private byte[] partial = EMPTY;
    private int partialLength;
    private volatile long partialSince = NEVER;
    private int fragments;
    private final IncomingText text = new IncomingText();
    private final @Nullable MessageRate rate;
    private final @Nullable TokenBucket pings;
    private volatile long readsOnAt = NEVER;
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
     * @param endPoint the line below it, if that is known
     */
    public CoreCarrier(
            Receiver receiver,
            InetSocketAddress peer,
            TransportSettings settings,
            LongSupplier clock,
            @Nullable SelectorRead endPoint) {
        this(receiver, peer, settings, clock, endPoint, null);
    }

    /**
     * A carrier of another wire.
     *
     * @param receiver hears what comes in
     * @param peer where the peer is
     * @param settings its bounds
     * @param clock tells the time in milliseconds; only grows
     * @param endPoint the line below it, if that is known
     * @param codec makes the frames of what is written; null for those that are written
     */
    public CoreCarrier(
            Receiver receiver,
            InetSocketAddress peer,
            TransportSettings settings,
            LongSupplier clock,
            @Nullable SelectorRead endPoint,
            @Nullable FrameCodec codec) {
        this.codec = codec;
        this.receiver = receiver;
        this.peer = peer;
        this.settings = settings;
        this.clock = clock;
        this.endPoint = endPoint;
        long now = clock.getAsLong();
        this.rate = settings.maxRate() == 0 ? null : new MessageRate(settings.maxRate(), now);
        this.pings =
                settings.maxPings() == 0 ? null : new TokenBucket(settings.maxPings(), 2 * settings.maxPings(), now);
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        line = session;
        connection = new Connection(this, settings, clock);
        if (endPoint != null) {
            endPoint.opened();
            endPoint.whenReadIsDone(gathering::flush);
        }
        receiver.opened(connection);
        callback.succeeded();
        session.demand();
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        long pause;
        gathering.begin();
        try {
            pause = take(frame);
        } finally {
            gathering.end();
            callback.succeeded();
        }
        if (endPoint == null) {
            gathering.flush();
        }
        CoreSession open = line;
        if (open == null || frame.getOpCode() == OpCode.CLOSE) {
            return;
        }
        if (pause == 0) {
            open.demand();
        } else {
            readsOnAt = clock.getAsLong() + pause;
        }
    }

    /** Takes a frame, and says for how many milliseconds nothing is to be read after it. */
    private long take(Frame frame) {
        byte op = frame.getOpCode();
        switch (op) {
            case OpCode.TEXT, OpCode.BINARY -> {
                messageOp = op;
                fragments = 0;
                text.begin();
                return data(frame);
            }
            case OpCode.CONTINUATION -> {
                return data(frame);
            }
            case OpCode.PING -> {
                if (!tooManyPings()) {
                    pong(frame);
                }
            }
            case OpCode.PONG -> {
                if (!tooManyPings()) {
                    receiver.linePonged();
                }
            }
            default -> {}
        }
        return 0;
    }

    private long data(Frame frame) {
        if (closing) {
            return 0;
        }
        ByteBuffer payload = frame.getPayload();
        int length = payload.remaining();
        if (partialLength + length > receiver.maxMessage()) {
            stop();
            receiver.tooLarge();
            return 0;
        }
        if (frame.isFin() && partialLength == 0 && payload.hasArray()) {
            int from = payload.arrayOffset() + payload.position();
            return isText(payload.array(), from, length) ? message(payload.array(), from, length) : notText();
        }
        if (isFragment(payload) && ++fragments > settings.maxFragments()) {
            stop();
            receiver.limitHit("fragments");
            return closed(
                    CloseStatus.POLICY_VIOLATION, "message has more than " + settings.maxFragments() + " fragments");
        }
        if (partialLength + length > partial.length) {
            int needed = partialLength + length;
            int room = frame.isFin() ? needed : (int) Math.min(2L * needed, receiver.maxMessage());
            partial = Arrays.copyOf(partial, room);
        }
        payload.get(partial, partialLength, length);
        if (!isText(partial, partialLength, length)) {
            return notText();
        }
        partialLength += length;
        if (!frame.isFin()) {
            if (partialSince == NEVER) {
                partialSince = clock.getAsLong();
            }
            return 0;
        }
        byte[] whole = partial;
        int wholeLength = partialLength;
        forgetPartial();
        return message(whole, 0, wholeLength);
    }

    /**
     * Whether a part of a message is a fragment of it. A frame that was not there as a whole when it was read comes in
     * parts as well: what follows begins the buffer of the next read, where a fragment has its head before it. A peer
     * that sends heads and payloads apart is not counted; it gains no more than one that sends each byte by itself.
     */
    private boolean isFragment(ByteBuffer part) {
        boolean beginsRead = !part.hasArray() || part.arrayOffset() + part.position() == 0;
        return fragments == 0 || !part.hasRemaining() || !beginsRead;
    }

    private boolean isText(byte[] bytes, int from, int length) {
        return messageOp != OpCode.TEXT || text.add(bytes, from, length);
    }

    private long message(byte[] bytes, int from, int length) {
        boolean isText = messageOp == OpCode.TEXT;
        if (isText && !text.isWhole()) {
            return notText();
        }
        if (rate != null && !rate.takes(isText ? receiver.messages(text.messages()) : 1, clock.getAsLong())) {
            stop();
            receiver.exceeded(
                    "message-rate",
                    CloseCode.TOO_MANY_MESSAGES,
                    "more than " + settings.maxRate() + " messages a second");
            return 0;
        }
        if (isText) {
            receiver.text(bytes, from, length);
        } else {
            receiver.binary(bytes, from, length);
        }
        return rate == null ? 0 : rate.pauseMillis();
    }

    private long notText() {
        stop();
        return closed(CloseStatus.BAD_PAYLOAD, "text is not UTF-8");
    }

    private long closed(int code, String reason) {
        Objects.requireNonNull(connection).close(code, reason);
        return 0;
    }

    /** Whether a ping or pong is one too many; then the connection is being closed. */
    private boolean tooManyPings() {
        if (closing || pings == null || pings.takesOne(clock.getAsLong())) {
            return closing;
        }
        stop();
        receiver.exceeded("pings", CloseCode.TOO_MANY_MESSAGES, "more than " + settings.maxPings() + " pings a second");
        return true;
    }

    /** Nothing more is heard of the peer. */
    private void stop() {
        closing = true;
        forgetPartial();
    }

    private void forgetPartial() {
        partial = EMPTY;
        partialLength = 0;
        partialSince = NEVER;
    }

    @Override
    public void tick(long now) {
        long since = partialSince;
        if (since != NEVER && now - since > settings.messageWithin().toMillis() && !closing) {
            closing = true;
            receiver.exceeded("message-time", CloseCode.TOO_SLOW, "a message did not come whole in time");
        }
        CoreSession open = line;
        if (now >= readsOnAt && open != null) {
            readsOnAt = NEVER;
            if (rate != null) {
                rate.resumes(now);
            }
            open.demand();
        }
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
                false,
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
    public void write(boolean binary, byte[] bytes, int from, int length, Runnable done) {
        CoreSession open = line;
        if (open == null) {
            done.run();
            return;
        }
        if (codec == null) {
            write(open, new Frame(binary ? OpCode.BINARY : OpCode.TEXT, ByteBuffer.wrap(bytes, from, length)), done);
            return;
        }
        Encoded frames = new Encoded();
        codec.encode(binary, bytes, from, length, frames);
        int last = frames.all.size() - 1;
        for (int i = 0; i <= last; i++) {
            write(open, frames.all.get(i), i < last, i == last ? done : () -> {});
        }
        if (frames.all.isEmpty()) {
            done.run();
        }
    }

    /** What a codec made of one frame. */
    private static final class Encoded implements FrameCodec.Frames {
        private final List<Frame> all = new ArrayList<>(1);

        @Override
        public void text(byte[] bytes) {
            all.add(new Frame(OpCode.TEXT, ByteBuffer.wrap(bytes)));
        }

        @Override
        public void binary(byte[] bytes) {
            all.add(new Frame(OpCode.BINARY, ByteBuffer.wrap(bytes)));
        }

        @Override
        public void ping() {
            all.add(new Frame(OpCode.PING));
        }
    }

    private void write(CoreSession open, Frame frame, Runnable done) {
        write(open, frame, false, done);
    }

    /** It may wait for more that follows at once, to be written with it. */
    private void write(CoreSession open, Frame frame, boolean more, Runnable done) {
        send(open, frame, more, Callback.from(Callback.NOOP.getInvocationType(), done, failure -> {
            // what follows must not arrive without it
            cut();
            done.run();
        }));
    }

    private static void send(CoreSession open, Frame frame, boolean more, Callback callback) {
        open.sendFrame(new OutgoingEntry.Builder(frame, callback).batch(more).build());
    }

    @Override
    public void close(int code, String reason) {
        closing = true;
        CoreSession open = line;
        if (open == null) {
            return;
        }
        FrameCodec.Ending ending = new FrameCodec.Ending(code, reason);
        if (codec != null) {
            Encoded frames = new Encoded();
            ending = codec.closing(code, reason, frames);
            frames.all.forEach(last -> write(open, last, () -> {}));
        }
        open.close(ending.code(), ReasonText.fitting(ending.reason()), Callback.NOOP);
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
