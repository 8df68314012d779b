package io.redstart.server.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection.UpgradeTo;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries a connection on a WebSocket of its own (RFC 6455), on any end point of Jetty. It is read in the selector's thread
 * into a buffer of that thread, so a silent line holds none, and what is sent while one read is worked off is written at
 * its end. A peer that sends too much is read later.
 */
public final class WebSocketCarrier extends AbstractConnection.NonBlocking implements UpgradeTo, Carrier {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketCarrier.class);

    private static final byte[] EMPTY = {};
    private static final long NEVER = Long.MAX_VALUE;
    /** How long the line has to take the answer to a peer that closed it. */
    private static final long PATIENCE_MILLIS = 10_000;

    private final Receiver receiver;
    private final InetSocketAddress peer;
    private final TransportSettings settings;
    private final LongSupplier clock;
    private final @Nullable FrameCodec codec;
    private final Connection connection;
    private final FrameWriter writer;

    // of the thread that reads
    private final FrameReader reader = new FrameReader();
    private final FrameReader.Frames frames = new Incoming();
    private final IncomingText text = new IncomingText();
    private final PeerBounds bounds;
    /** What came and is read later: behind the request that became this line, or behind a message that was one too fast. */
    private byte[] rest = EMPTY;
    /** What the message that is coming in is; a continuation while none is. */
    private int messageOp = FrameReader.CONTINUATION;

    private int fragments;
    private byte[] partial = EMPTY;
    private int partialLength;
    /** When it read last. */
    private long now;
    /** For how long nothing is to be read after what was read last. */
    private long pause;

    /** What is below, if it is a line of this server's own. */
    private volatile @Nullable SelectorEndPoint below;

    private volatile long readsOnAt = NEVER;
    /** Nothing is read until what was kept is worked off. */
    private volatile boolean paused;
    /** Nothing more is heard of the peer, but that it closes. */
    private volatile boolean closing;

    /** Nor that: the connection has failed, and what it says may not even be frames. */
    private volatile boolean broken;

    private volatile @Nullable CloseFrame heardClose;
    private volatile long heardCloseAt = NEVER;

    // guarded by this
    private boolean saysClose;
    private boolean saidClose;
    /** The receiver knows of the connection; before that it is not told that it has ended. */
    private boolean told;

    private boolean over;

    /**
     * A carrier for a WebSocket that is about to be opened.
     *
     * @param line what it is made of
     * @param receiver hears what comes in
     * @param peer where the peer is
     * @param settings its bounds
     * @param clock tells the time in milliseconds; only grows
     */
    public WebSocketCarrier(
            WebSocketLine line,
            Receiver receiver,
            InetSocketAddress peer,
            TransportSettings settings,
            LongSupplier clock) {
        this(line, receiver, peer, settings, clock, null);
    }

    /**
     * A carrier of another wire.
     *
     * @param line what it is made of
     * @param receiver hears what comes in
     * @param peer where the peer is
     * @param settings its bounds
     * @param clock tells the time in milliseconds; only grows
     * @param codec makes the frames of what is written; null for those that are written
     */
    public WebSocketCarrier(
            WebSocketLine line,
            Receiver receiver,
            InetSocketAddress peer,
            TransportSettings settings,
            LongSupplier clock,
            @Nullable FrameCodec codec) {
        super(line.endPoint(), line.executor());
        this.receiver = receiver;
        this.peer = peer;
        this.settings = settings;
        this.clock = clock;
        this.codec = codec;
        this.connection = new Connection(this, settings, clock);
        this.writer = new FrameWriter(line.endPoint());
        this.now = clock.getAsLong();
        this.bounds = new PeerBounds(settings, receiver::exceeded, now);
    }

    @Override
    public void onUpgradeTo(ByteBuffer behindTheRequest) {
        rest = new byte[behindTheRequest.remaining()];
        behindTheRequest.get(rest);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0); // it has bounds of its own
        SelectorEndPoint line = SelectorEndPoint.below(getEndPoint());
        if (line != null) {
            line.opened();
            below = line;
            if (line.equals(getEndPoint())) { // not through TLS, which has read more than it says
                line.readBy(new Standing());
            }
        }
        receiver.opened(connection);
        boolean endedMeanwhile;
        synchronized (this) {
            told = true;
            endedMeanwhile = over;
        }
        if (endedMeanwhile) {
            tellsEnd();
            return;
        }
        readOn();
        if (!getEndPoint().isOpen()) {
            ends(); // it may have been closed before this was told of it
        }
    }

    @Override
    public void onFillable() {
        if (!paused && reads()) {
            fillInterested();
        }
    }

    /** Reads as long as the line stays interested in it. */
    private final class Standing implements SelectorEndPoint.Reader {
        @Override
        public boolean isReading() {
            return !paused;
        }

        @Override
        public void takes(byte[] bytes, int from, int end) {
            workOff(bytes, from, end);
        }
    }

    /** Reads what there is, or at least much. False if nothing more is to be read for now. */
    private boolean reads() {
        ReadBuffer buffer = ReadBuffer.take();
        try {
            return takes(buffer);
        } catch (IOException gone) {
            getEndPoint().close(gone);
            return false;
        } finally {
            buffer.giveBack();
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        getEndPoint().close(cause);
        ends();
    }

    private boolean takes(ReadBuffer buffer) throws IOException {
        for (int i = 0; i < ReadBuffer.READS; i++) {
            int length = buffer.fillFrom(getEndPoint());
            if (length < 0) {
                getEndPoint().close();
                return false;
            }
            if (length == 0) {
                return true;
            }
            if (!takes(buffer.array(), 0, length)) {
                return false;
            }
        }
        return true;
    }

    /** Works off what came. False if it was too much for now: then the rest is kept for later. */
    private boolean takes(byte[] bytes, int from, int end) {
        SelectorEndPoint line = below;
        Gathering common = line == null ? null : line.gathering();
        if (common != null) {
            return takes(bytes, from, end, common); // it is written with others
        }
        Gathering own = new Gathering();
        try {
            return takes(bytes, from, end, own);
        } finally {
            own.flush();
        }
    }

    private boolean takes(byte[] bytes, int from, int end, Gathering gathering) {
        gathering.begin();
        try {
            return workOff(bytes, from, end);
        } finally {
            gathering.end();
        }
    }

    /** As {@link #takes}, while this thread gathers. */
    private boolean workOff(byte[] bytes, int from, int end) {
        if (broken || heardClose != null) {
            return true; // until the line is gone
        }
        pause = 0;
        int at = end;
        try {
            now = clock.getAsLong();
            at = reader.read(bytes, from, end, frames);
        } catch (RuntimeException | Error failed) {
            LOG.error("A connection is closed, since the server failed to work off what it said", failed);
            breaks(CloseFrame.SERVER_ERROR, "the server failed");
        }
        if (messageOp != FrameReader.CONTINUATION) {
            bounds.goesOn(now);
        }
        if (pause == 0 || closing) {
            return true;
        }
        rest = at == end ? EMPTY : Arrays.copyOfRange(bytes, at, end);
        paused = true;
        readsOnAt = now + pause;
        return false;
    }

    /** Works off what was kept, and then what comes. */
    private void readOn() {
        byte[] kept = rest;
        rest = EMPTY;
        if (kept.length == 0 || takes(kept, 0, kept.length)) {
            paused = false;
            fillInterested();
        }
    }

    /** It may be interested still: it is as long as it is read as it stands, and for a moment after that. */
    @Override
    public void fillInterested(Callback callback) {
        tryFillInterested(callback);
    }

    @Override
    public void tick(long now) {
        if (!closing && !bounds.tick(now)) {
            closing = true;
        }
        if (now >= readsOnAt) {
            readsOnAt = NEVER;
            bounds.resumes(now);
            readOn();
        }
        long closedAt = heardCloseAt;
        if (closedAt != NEVER && now - closedAt > PATIENCE_MILLIS) {
            cut();
        }
    }

    /** What the frames say. */
    private final class Incoming implements FrameReader.Frames {
        private int op;
        private boolean last;
        private byte[] control = EMPTY;
        private int controlLength;

        @Override
        public boolean begins(int frameOp, boolean isLast, long length) {
            op = frameOp;
            last = isLast;
            if (frameOp >= FrameReader.CLOSE) {
                return true;
            }
            boolean continues = frameOp == FrameReader.CONTINUATION;
            if (continues == (messageOp == FrameReader.CONTINUATION)) {
                broken(continues ? "there is no message to continue" : "a message is not continued");
                return false;
            }
            if (continues) {
                fragments++;
            } else {
                messageOp = frameOp;
                fragments = 1;
                text.begin();
            }
            if (!closing) {
                bound(length);
            }
            return true;
        }

        private void bound(long length) {
            if (partialLength + length > receiver.maxMessage()) {
                stop();
                receiver.tooLarge();
            } else if (fragments > settings.maxFragments()) {
                stop();
                receiver.limitHit("fragments");
                connection.close(CloseFrame.POLICY, "message has more than " + settings.maxFragments() + " fragments");
            }
        }

        @Override
        public boolean payload(byte[] bytes, int from, int length, boolean ends) {
            if (op >= FrameReader.CLOSE) {
                return control(bytes, from, length, ends);
            }
            boolean whole = ends && last;
            boolean isText = messageOp == FrameReader.TEXT;
            if (whole) {
                messageOp = FrameReader.CONTINUATION;
                bounds.isWhole();
            }
            if (closing) {
                return true;
            }
            if (isText && !isText(bytes, from, length)) {
                notText();
                return true;
            }
            if (whole && partialLength == 0) {
                return message(isText, bytes, from, length);
            }
            append(bytes, from, length);
            if (!whole) {
                return true;
            }
            byte[] message = partial;
            int messageLength = partialLength;
            forgetPartial();
            return message(isText, message, 0, messageLength);
        }

        private boolean isText(byte[] bytes, int from, int length) {
            return reader.isAscii()
                    ? text.addAscii(bytes, from, length, reader.breaks())
                    : text.add(bytes, from, length);
        }

        private boolean control(byte[] bytes, int from, int length, boolean ends) {
            if (ends && controlLength == 0) {
                return controlled(bytes, from, length);
            }
            if (controlLength == 0) {
                control = new byte[FrameReader.MOST_CONTROL];
            }
            System.arraycopy(bytes, from, control, controlLength, length);
            controlLength += length;
            if (!ends) {
                return true;
            }
            byte[] all = control;
            int allLength = controlLength;
            control = EMPTY;
            controlLength = 0;
            return controlled(all, 0, allLength);
        }

        private boolean controlled(byte[] bytes, int from, int length) {
            if (op == FrameReader.CLOSE) {
                hearsClose(bytes, from, length);
                return false;
            }
            if (tooManyPings()) {
                return true;
            }
            if (op == FrameReader.PING) {
                writer.pong(Arrays.copyOfRange(bytes, from, from + length));
            } else {
                receiver.linePonged();
            }
            return true;
        }

        @Override
        public void broken(String why) {
            receiver.notAMessage(why);
            breaks(CloseFrame.PROTOCOL_ERROR, why);
        }
    }

    private void append(byte[] bytes, int from, int length) {
        int needed = partialLength + length;
        if (needed > partial.length) {
            // no more than twice of what has come, whatever was announced
            partial = Arrays.copyOf(partial, (int) Math.min(2L * needed, Math.max(needed, receiver.maxMessage())));
        }
        System.arraycopy(bytes, from, partial, partialLength, length);
        partialLength = needed;
    }

    /** False if nothing is to be read for now. */
    private boolean message(boolean isText, byte[] bytes, int from, int length) {
        if (isText && !text.isWhole()) {
            notText();
            return true;
        }
        if (!bounds.takes(isText ? receiver.messages(text.messages()) : 1, now)) {
            stop();
            return true;
        }
        if (isText && text.isOneLine()) {
            receiver.line(bytes, from, length);
        } else if (isText) {
            receiver.text(bytes, from, length);
        } else {
            receiver.binary(bytes, from, length);
        }
        pause = bounds.pauseMillis();
        return pause == 0;
    }

    private void notText() {
        stop();
        connection.close(CloseFrame.NOT_TEXT, "text is not UTF-8");
    }

    /** Whether a ping or pong is one too many; then the connection is being closed. */
    private boolean tooManyPings() {
        if (closing || bounds.takesPing(now)) {
            return closing;
        }
        stop();
        return true;
    }

    /** Nothing more is heard of the peer, but that it closes. */
    private void stop() {
        closing = true;
        forgetPartial();
    }

    private void forgetPartial() {
        partial = EMPTY;
        partialLength = 0;
    }

    /** Nor that. */
    private void breaks(int code, String why) {
        broken = true;
        stop();
        connection.close(code, why);
    }

    /** The peer closes: it is answered, and what waits to be written is lost. */
    private void hearsClose(byte[] payload, int from, int length) {
        CloseFrame said = CloseFrame.read(payload, from, length);
        if (said == null) {
            receiver.notAMessage("a close frame has no code or reason that may be");
            breaks(CloseFrame.mistake(payload, from, length), "not a close frame");
            return;
        }
        stop();
        connection.gone();
        boolean answers;
        boolean done;
        synchronized (this) {
            heardClose = said;
            answers = !saysClose;
            saysClose = true;
            done = saidClose;
        }
        heardCloseAt = now;
        if (answers) {
            write(said);
        } else if (done) {
            getEndPoint().close();
        }
    }

    private void write(CloseFrame close) {
        byte[] payload = close.payload();
        writer.write(FrameWriter.frame(FrameReader.CLOSE, payload, 0, payload.length), this::closeWritten);
    }

    private void closeWritten() {
        boolean done;
        synchronized (this) {
            saidClose = true;
            done = heardClose != null;
        }
        if (done) {
            getEndPoint().close();
        } else if (broken) {
            getEndPoint().shutdownOutput();
        }
    }

    @Override
    public void write(Frame frame, Runnable done) {
        write(frame, List.of(), done);
    }

    @Override
    public void write(Frame first, List<Frame> behind, Runnable done) {
        if (codec == null) {
            writer.write(first, behind, done);
            return;
        }
        Encoded encoded = new Encoded();
        encode(codec, first, encoded);
        behind.forEach(each -> encode(codec, each, encoded));
        encoded.write(done);
    }

    private static void encode(FrameCodec codec, Frame frame, Encoded to) {
        codec.encode(frame.isBinary(), frame.bytes(), 0, frame.length(), to);
    }

    @Override
    public int fetch() {
        SelectorEndPoint line = below;
        return writer.fetch() + (line == null ? 0 : line.fetch());
    }

    /** What a codec made of one frame. */
    private final class Encoded implements FrameCodec.Frames {
        private final List<ByteBuffer> all = new ArrayList<>(1);

        private void add(int op, byte[] bytes) {
            all.addAll(List.of(FrameWriter.frame(op, bytes, 0, bytes.length)));
        }

        @Override
        public void text(byte[] bytes) {
            add(FrameReader.TEXT, bytes);
        }

        @Override
        public void binary(byte[] bytes) {
            add(FrameReader.BINARY, bytes);
        }

        @Override
        public void ping() {
            add(FrameReader.PING, EMPTY);
        }

        void write(Runnable done) {
            if (all.isEmpty()) {
                done.run();
            } else {
                writer.write(all.toArray(ByteBuffer[]::new), done);
            }
        }
    }

    @Override
    public void close(int code, String reason) {
        closing = true;
        if (CloseFrame.fails(code)) {
            broken = true;
        }
        synchronized (this) {
            if (saysClose) {
                return;
            }
            saysClose = true;
        }
        CloseFrame close = new CloseFrame(code, reason);
        if (codec != null) {
            Encoded last = new Encoded();
            FrameCodec.Ending ending = codec.closing(code, reason, last);
            last.write(() -> {});
            close = new CloseFrame(ending.code(), ending.reason());
        }
        write(close);
    }

    @Override
    public void cut() {
        closing = true;
        getEndPoint().close();
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false; // whether the peer is there is asked above
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        ends();
    }

    private void ends() {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            if (!told) {
                return; // whoever is telling of it tells of this too
            }
        }
        tellsEnd();
    }

    private void tellsEnd() {
        connection.gone();
        CloseFrame said = heardClose;
        if (said == null) {
            receiver.closed(CloseFrame.ABNORMAL, "");
        } else {
            receiver.closed(said.code(), said.reason());
        }
    }
}
