package io.redstart.server.door.tcp;

import io.redstart.protocol.CloseCode;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.Gathering;
import io.redstart.server.transport.PeerBounds;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open line of bytes. It is read in pieces cut anywhere, and no further as long as too much waits to be written or the
 * peer is too fast; what is written arrives in its order. Any thread may write; nobody waits.
 */
public final class ByteLine {
    private static final Logger LOG = LoggerFactory.getLogger(ByteLine.class);

    private static final long NEVER = Long.MAX_VALUE;
    /** How many pieces are written at once. */
    private static final int GATHERED = 64;
    /** What a peer still says after it was closed is read up to here, so that it can read what was written before. */
    private static final int PATIENCE_BYTES = 1 << 20;

    private static final long PATIENCE_MILLIS = 10_000;
    private static final int ORDERLY = 1000;
    private static final int BROKEN = 1006;

    private final LineConnection below;
    private final LinePeer peer;
    private final LineListener host;
    private final Gathering gathering = new Gathering();
    private final PeerBounds bounds;
    private final Writing writing = new Writing();
    private @Nullable LineEnd end;
    private @Nullable Connection connection;

    /** Written by the reading thread alone. */
    private int takenNow;

    private int thrownAway;
    /** Nothing more is told of what the peer says. */
    private volatile boolean deaf;

    private volatile boolean heardAny;
    private volatile boolean peerEnded;
    private volatile long readSince = NEVER;
    private volatile long activeAt;

    /** Whoever makes bytes and puts them behind others; taken before the other lock. */
    private final ReentrantLock order = new ReentrantLock();

    private final ReentrantLock lock = new ReentrantLock();
    // guarded by the lock
    private final ArrayDeque<Piece> queue = new ArrayDeque<>();
    private final ArrayDeque<Piece> heldBack = new ArrayDeque<>(0);
    private boolean holds;
    private long waiting;
    private long writingSince = NEVER;
    private boolean begun;
    private boolean stopped = true;
    private boolean awaitsRoom;
    private long readsOnAt;
    private boolean closing;
    private long closingSince = NEVER;
    private int closeCode = BROKEN;
    private boolean shut;
    private boolean gone;
    /** The end of this line knows of it; before that it is not told that it is gone. */
    private boolean told;

    /** What is written at once, and who is told then. */
    private record Piece(
            ByteBuffer bytes, int size, @Nullable Runnable done) {}

    ByteLine(LineConnection below, LinePeer peer, LineListener host) {
        this.below = below;
        this.peer = peer;
        this.host = host;
        this.bounds = new PeerBounds(host.transport(), this::exceeded, host.now());
        this.activeAt = host.now();
    }

    void open() {
        LineEnd opened = host.open(this);
        if (opened == null) {
            cut();
            return;
        }
        end = opened;
        tell(() -> opened.opened(this));
        boolean goneMeanwhile;
        lock.lock();
        try {
            told = true;
            goneMeanwhile = gone;
        } finally {
            lock.unlock();
        }
        if (goneMeanwhile) {
            tellEnd();
        }
    }

    /**
     * Who is at the other end.
     *
     * @return as far as the line shows it
     */
    public LinePeer peer() {
        return peer;
    }

    /**
     * A connection of redstart.v1 on this line, for a door that tells a {@code ConnectionLife} what it hears. To be asked
     * for once.
     *
     * @param codec makes bytes of what is written; a text and a binary frame are the same here, and there is no ping of the
     *     line's own
     * @return what waits in it counts for whether the line is read
     */
    public Connection connection(FrameCodec codec) {
        Connection made = new Connection(new Carried(codec), host.transport(), host::now);
        connection = made;
        return made;
    }

    /** Reads what the peer says, from now on. */
    public void read() {
        lock.lock();
        try {
            begun = true;
        } finally {
            lock.unlock();
        }
        if (readSince == NEVER) {
            readSince = host.now();
            activeAt = host.now();
        }
        readOn();
    }

    /**
     * A message is about to be parsed.
     *
     * @return false if it is one too many, or nothing more is to be heard: then the rest of what came is thrown away
     */
    public boolean takes() {
        if (deaf) {
            return false;
        }
        takenNow++;
        return bounds.takes(1, host.now());
    }

    /**
     * Writes some bytes after all that is written already. They are no part of what waits in a connection: a door must see
     * to it that they are few, such as one answer for each message it takes.
     *
     * @param bytes not changed afterwards
     */
    public void write(byte[] bytes) {
        write(bytes, null);
    }

    /**
     * As {@link #write(byte[])}, and tells when it is done.
     *
     * @param bytes not changed afterwards
     * @param done called once on any thread, when they were given to the system or the line is gone; must not wait
     */
    public void write(byte[] bytes, @Nullable Runnable done) {
        boolean taken;
        order.lock();
        try {
            taken = enqueue(ByteBuffer.wrap(bytes), done);
        } finally {
            order.unlock();
        }
        if (!taken && done != null) {
            done.run();
        }
        iterate();
    }

    /**
     * Does something between whose writes nothing else is written or made: no codec of a connection runs meanwhile.
     *
     * @param writes writes; must not wait
     */
    public void inOrder(Runnable writes) {
        order.lock();
        try {
            writes.run();
        } finally {
            order.unlock();
        }
        iterate();
    }

    /** Writes what waits, unless this thread is still putting things in order. */
    private void iterate() {
        if (!order.isHeldByCurrentThread()) {
            writing.iterate();
        }
    }

    /** Holds back what is written from now on; what was written before is not. */
    public void hold() {
        lock.lock();
        try {
            holds = true;
        } finally {
            lock.unlock();
        }
    }

    /** Writes what was held back. */
    public void release() {
        lock.lock();
        try {
            if (!holds) {
                return;
            }
            putBack();
        } finally {
            lock.unlock();
        }
        iterate();
    }

    /** What was held back is next. */
    private void putBack() {
        holds = false;
        queue.addAll(heldBack);
        heldBack.clear();
    }

    /** False if nothing is written any more; then nobody is told. */
    private boolean enqueue(ByteBuffer bytes, @Nullable Runnable done) {
        lock.lock();
        try {
            if (gone || closing) {
                return false;
            }
            (holds ? heldBack : queue).add(new Piece(bytes, bytes.remaining(), done));
            waiting += bytes.remaining();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Closes the line when all that was written before has been given to the system. Nothing more is written, and what the
     * peer still says is thrown away.
     *
     * @param code what its end is told at the end
     */
    public void close(int code) {
        deaf = true;
        lock.lock();
        try {
            if (closing) {
                return;
            }
            closing = true;
            closeCode = code;
            closingSince = host.now();
            putBack();
        } finally {
            lock.unlock();
        }
        iterate();
    }

    /** Cuts the line at once; what waits is lost. */
    public void cut() {
        deaf = true;
        below.close();
    }

    /** Some bytes have come; false if nothing is to be read for now. */
    boolean heard(byte[] bytes, int from, int length) {
        heardAny = true;
        long now = host.now();
        activeAt = now;
        LineEnd told = end;
        if (deaf || told == null) {
            thrownAway += length;
            if (thrownAway > PATIENCE_BYTES) {
                cut();
                return false;
            }
            return true;
        }
        takenNow = 0;
        tell(() -> told.bytes(bytes, from, length));
        boolean within = !deaf && told.isWithin();
        if (!within || takenNow > 0) {
            bounds.isWhole();
        }
        if (within) {
            bounds.goesOn(now);
        }
        return goesOn(now);
    }

    private boolean goesOn(long now) {
        long pause = deaf ? 0 : bounds.pauseMillis();
        Connection open = connection;
        long queued = open == null ? 0 : open.queuedBytes();
        lock.lock();
        try {
            if (pause > 0) {
                readsOnAt = now + pause;
            }
            awaitsRoom = !deaf && waiting + queued > host.transport().maxQueued() / 2;
            stopped = !mayRead(now);
            return !stopped;
        } finally {
            lock.unlock();
        }
    }

    private boolean mayRead(long now) {
        return begun && (deaf || (!awaitsRoom && now >= readsOnAt)) && !peerEnded && !gone;
    }

    private void readOn() {
        lock.lock();
        try {
            long now = host.now();
            if (!stopped || !mayRead(now)) {
                return;
            }
            stopped = false;
            if (readsOnAt != 0) {
                readsOnAt = 0;
                bounds.resumes(now); // nothing is read meanwhile, so nobody else counts
            }
        } finally {
            lock.unlock();
        }
        below.fillInterested();
    }

    private void room() {
        Connection open = connection;
        long queued = open == null ? 0 : open.queuedBytes();
        lock.lock();
        try {
            if (!awaitsRoom || waiting + queued > host.transport().maxQueued() / 4) {
                return;
            }
            awaitsRoom = false;
        } finally {
            lock.unlock();
        }
        readOn();
    }

    /** The peer says nothing more. */
    void ended() {
        heardAny = true;
        peerEnded = true;
        bounds.isWhole();
        LineEnd told = end;
        if (told != null && !deaf) {
            tell(told::ended);
        } else if (isShut()) {
            cut(); // it was read to its end for that
        }
    }

    private boolean isShut() {
        lock.lock();
        try {
            return shut;
        } finally {
            lock.unlock();
        }
    }

    /** Tells the end something. What it sends meanwhile is gathered; what it did not expect ends the line and no more. */
    private void tell(Runnable what) {
        gathering.begin();
        try {
            what.run();
        } catch (RuntimeException broken) {
            LOG.error("A line is cut, since its door failed", broken);
            cut();
        } finally {
            gathering.end();
        }
        gathering.flush();
    }

    private void exceeded(String limit, CloseCode code, String reason) {
        if (deaf) {
            return;
        }
        deaf = true;
        bounds.isWhole();
        LineEnd told = end;
        if (told == null) {
            cut();
        } else {
            told.exceeded(limit, code, reason);
        }
    }

    /**
     * A message is larger than it may be, or is none: nothing more is heard of the peer, and the door closes the line.
     */
    public void stop() {
        deaf = true;
        bounds.isWhole();
    }

    void stopping() {
        LineEnd told = end;
        if (told != null) {
            told.stopping();
        }
    }

    void tick(long now) {
        if (isStuck(now)) {
            cut();
            return;
        }
        LineSettings settings = host.settings();
        if (!heardAny && isOver(settings.firstByteWithin().toMillis(), readSince, now)) {
            exceeded("first-byte", CloseCode.TOO_SLOW, "nothing came in time");
        } else if (isOver(settings.idle().toMillis(), activeAt, now)) {
            exceeded("idle", CloseCode.TOO_SLOW, "nothing was said for too long");
        } else {
            bounds.tick(now);
        }
        room();
        readOn();
        LineEnd told = end;
        if (told != null && !deaf) {
            told.tick(now);
        }
    }

    private static boolean isOver(long limit, long since, long now) {
        return limit > 0 && since != NEVER && now - since > limit;
    }

    private boolean isStuck(long now) {
        lock.lock();
        try {
            long writes = writingSince;
            boolean slow = writes != NEVER
                    && now - writes > host.transport().maxQueueAge().toMillis();
            if (slow) {
                host.limitHit("queue-age");
            }
            return slow || (closingSince != NEVER && now - closingSince > PATIENCE_MILLIS);
        } finally {
            lock.unlock();
        }
    }

    /** The line is gone. */
    void gone() {
        boolean tells;
        lock.lock();
        try {
            if (gone) {
                return;
            }
            gone = true;
            tells = told; // if not, whoever is telling of the line tells of this too
        } finally {
            lock.unlock();
        }
        if (tells) {
            tellEnd();
        }
    }

    private void tellEnd() {
        List<Piece> lost;
        int code;
        lock.lock();
        try {
            lost = new ArrayList<>(queue);
            lost.addAll(heldBack);
            queue.clear();
            heldBack.clear();
            waiting = 0;
            writingSince = NEVER;
            code = closing ? closeCode : peerEnded ? ORDERLY : BROKEN;
        } finally {
            lock.unlock();
        }
        host.closed(this);
        Connection carried = connection;
        if (carried != null) {
            carried.gone();
        }
        lost.forEach(ByteLine::done);
        gathering.flush();
        LineEnd open = end;
        if (open != null) {
            open.closed(code);
        }
    }

    private static void done(Piece piece) {
        if (piece.done() != null) {
            piece.done().run();
        }
    }

    /** Writes what waits, several pieces at once, one after the other. */
    private final class Writing extends IteratingCallback {
        private final List<Piece> pieces = new ArrayList<>();

        @Override
        protected Action process() {
            boolean ends = false;
            lock.lock();
            try {
                for (int i = 0; i < GATHERED && !queue.isEmpty(); i++) {
                    pieces.add(queue.remove());
                }
                if (pieces.isEmpty()) {
                    writingSince = NEVER;
                    ends = closing && !shut;
                    shut |= ends;
                } else {
                    writingSince = host.now();
                }
            } finally {
                lock.unlock();
            }
            if (pieces.isEmpty()) {
                if (ends) {
                    shutDown();
                }
                return Action.IDLE;
            }
            ByteBuffer[] bytes = new ByteBuffer[pieces.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = pieces.get(i).bytes();
            }
            below.getEndPoint().write(this, bytes);
            return Action.SCHEDULED;
        }

        @Override
        protected void onSuccess() {
            long written = 0;
            for (Piece piece : pieces) {
                written += piece.size();
            }
            lock.lock();
            try {
                waiting -= written;
                writingSince = NEVER;
            } finally {
                lock.unlock();
            }
            activeAt = host.now();
            tell();
            room();
        }

        private void tell() {
            List<Piece> told = List.copyOf(pieces);
            pieces.clear();
            told.forEach(ByteLine::done);
        }

        @Override
        protected void onCompleteFailure(Throwable cause) {
            cut(); // what follows must not arrive without it
            tell();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }

    /** Ends our direction; the line is gone when the peer ends its own. */
    private void shutDown() {
        below.getEndPoint().shutdownOutput();
        if (peerEnded) {
            cut();
            return;
        }
        lock.lock();
        try {
            begun = true;
        } finally {
            lock.unlock();
        }
        readOn();
    }

    /** Carries the frames of a connection as bytes. */
    private final class Carried implements Carrier {
        private final FrameCodec codec;

        Carried(FrameCodec codec) {
            this.codec = codec;
        }

        @Override
        public void write(Frame frame, Runnable done) {
            boolean taken;
            order.lock();
            try {
                Encoded encoded = new Encoded();
                codec.encode(frame.isBinary(), frame.bytes(), 0, frame.length(), encoded);
                // also where there is nothing to write: whoever is told at once writes the next frame in here
                taken = enqueue(encoded.last == null ? ByteBuffer.allocate(0) : ByteBuffer.wrap(encoded.last), done);
            } finally {
                order.unlock();
            }
            if (!taken) {
                Objects.requireNonNull(connection).gone(); // nothing of what waits there will be written
                done.run();
            }
            iterate();
            LineEnd told = end;
            if (told != null) {
                told.written();
            }
        }

        @Override
        public void close(int code, String reason) {
            ByteLine.this.close(code);
        }

        @Override
        public void cut() {
            ByteLine.this.cut();
        }

        @Override
        public InetSocketAddress peer() {
            return peer.address();
        }
    }

    /** Enqueues what a codec made of a frame, but for the last piece. */
    private final class Encoded implements FrameCodec.Frames {
        private byte @Nullable [] last;

        @Override
        public void text(byte[] bytes) {
            byte[] before = last;
            if (before != null) {
                enqueue(ByteBuffer.wrap(before), null);
            }
            last = bytes;
        }

        @Override
        public void binary(byte[] bytes) {
            text(bytes);
        }

        @Override
        public void ping() {
            throw new UnsupportedOperationException("A line of bytes has no ping of its own");
        }
    }
}
