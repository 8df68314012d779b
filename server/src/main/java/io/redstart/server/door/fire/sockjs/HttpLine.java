package io.redstart.server.door.fire.sockjs;

import io.redstart.server.door.Turns;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.FrameCodec.Ending;
import io.redstart.server.transport.PeerBounds;
import io.redstart.server.transport.Ticket;
import io.redstart.server.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A session over ordinary requests: one at a time receives, others send. What cannot be written because no request
 * receives waits in the connection's outbox. It is over when nobody has received for a while, or an answer was cut.
 */
final class HttpLine implements Carrier {
    /** How long a session waits for the next request that receives. */
    static final long PATIENCE_MILLIS = 5_000;

    private static final byte[] TAKEN = SockJsText.close(2010, "Another connection still open");
    private static final byte[] INTERRUPTED = SockJsText.close(1002, "Connection interrupted");
    private static final int GONE = 1006;

    private final SockJsLine line;
    private final InetSocketAddress peer;
    private final Ticket ticket;
    private final LongSupplier clock;
    private final Connection connection;
    private final PeerBounds bounds;
    private final Turns turns = new Turns(this::cut);
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable HttpAnswer receiving;
    private boolean opened;
    private boolean writing;
    private @Nullable Waiting waiting;
    private byte @Nullable [] goodbye;
    private long idleSince;
    /** Whether nothing more is heard of the client. Only in turns. */
    private boolean deaf;

    private boolean ended;
    private long endedAt;

    /** A frame that nobody has received yet. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Waiting(byte[] frame, boolean heartbeat, Runnable done) {}

    HttpLine(SockJsLine line, InetSocketAddress peer, Ticket ticket, TransportSettings settings, LongSupplier clock) {
        this.line = line;
        this.peer = peer;
        this.ticket = ticket;
        this.clock = clock;
        connection = new Connection(this, settings, clock);
        bounds = new PeerBounds(settings, line::exceeded, clock.getAsLong());
        idleSince = clock.getAsLong();
    }

    void open() {
        turns.take(() -> line.opened(connection));
    }

    /** Whether requests from an address may be its own: it is bound to the one it was opened from. */
    boolean isOf(InetSocketAddress address) {
        return address.isUnresolved()
                ? peer.isUnresolved() && peer.getHostString().equals(address.getHostString())
                : address.getAddress().equals(peer.getAddress());
    }

    /** A request comes that receives. */
    void receive(HttpAnswer answer) {
        byte[] refusal = null;
        lock.lock();
        try {
            if (receiving != null) {
                refusal = TAKEN;
            } else if (ended && goodbye == null) {
                refusal = INTERRUPTED;
            } else {
                receiving = answer;
            }
        } finally {
            lock.unlock();
        }
        if (refusal != null) {
            answer.write(refusal, true, Callback.NOOP);
        } else {
            next();
        }
    }

    /** Whether it takes what its client sends. */
    boolean isOpen() {
        lock.lock();
        try {
            return goodbye == null && !ended;
        } finally {
            lock.unlock();
        }
    }

    /** How large a request may be that sends. */
    int maxRequest() {
        return FramedLine.framed(line.maxMessage());
    }

    /** A request is larger. */
    void tooLarge() {
        turns.take(() -> {
            if (!deaf) {
                deaf = true;
                line.tooLarge();
            }
        });
    }

    /**
     * The client sends messages.
     *
     * @param taken called when they have been taken
     */
    void send(List<byte[]> messages, Runnable taken) {
        turns.take(() -> {
            take(messages);
            taken.run();
        });
    }

    private void take(List<byte[]> messages) {
        if (!deaf && !bounds.takes(Math.max(1, messages.size()), clock.getAsLong())) {
            deaf = true;
        }
        for (byte[] message : messages) {
            if (deaf || !isOpen()) {
                return;
            }
            if (message.length > line.maxMessage()) {
                tooLarge();
                return;
            }
            line.text(message, 0, message.length);
        }
    }

    @Override
    public void write(Frame frame, Runnable done) {
        FramedLine.Messages messages = new FramedLine.Messages();
        line.encode(frame.isBinary(), frame.bytes(), 0, frame.length(), messages);
        boolean heartbeat = messages.texts().isEmpty();
        if (heartbeat && !messages.isHeartbeat()) {
            done.run();
            return;
        }
        byte[] text = heartbeat ? SockJsText.HEARTBEAT : SockJsText.messages(messages.texts());
        lock.lock();
        try {
            waiting = new Waiting(text, messages.isHeartbeat(), done);
        } finally {
            lock.unlock();
        }
        next();
    }

    /** Writes what is next, if there is something and somebody receives. */
    private void next() {
        HttpAnswer answer;
        byte[] frame = null;
        Waiting taken = null;
        boolean last = false;
        lock.lock();
        try {
            answer = receiving;
            if (answer == null || writing) {
                return;
            }
            if (!answer.wantsPrelude()) {
                if (!opened) {
                    opened = true;
                    frame = SockJsText.OPEN;
                } else if (waiting != null) {
                    taken = waiting;
                    waiting = null;
                    frame = taken.frame();
                } else if (goodbye != null) {
                    frame = goodbye;
                    last = true;
                } else {
                    return;
                }
                last = last || answer.endsWith(frame);
            }
            writing = true;
            if (last) {
                // before it is written: the client may ask again as soon as it has it
                receiving = null;
                idleSince = clock.getAsLong();
            }
        } finally {
            lock.unlock();
        }
        write(answer, frame, last, taken);
    }

    private void write(HttpAnswer answer, byte @Nullable [] frame, boolean last, @Nullable Waiting taken) {
        Callback done = Callback.from(
                Callback.NOOP.getInvocationType(),
                () -> written(taken),
                failure -> interrupted(last ? null : answer, taken));
        if (frame == null) {
            answer.prelude(done);
        } else {
            answer.write(frame, last, done);
        }
    }

    private void written(@Nullable Waiting taken) {
        lock.lock();
        try {
            writing = false;
        } finally {
            lock.unlock();
        }
        if (taken != null) {
            if (taken.heartbeat()) {
                turns.take(line::linePonged);
            }
            taken.done().run();
        }
        next();
    }

    /**
     * What was being written may be lost, so that what follows must not be written: whoever asks is told so.
     *
     * @param broken the answer, unless it was over with what was written
     */
    private void interrupted(@Nullable HttpAnswer broken, @Nullable Waiting taken) {
        lock.lock();
        try {
            writing = false;
            waiting = null;
            goodbye = INTERRUPTED;
            if (receiving == broken) {
                receiving = null;
            }
            idleSince = clock.getAsLong();
        } finally {
            lock.unlock();
        }
        if (broken != null) {
            broken.abort();
        }
        end(GONE, "Connection interrupted");
        if (taken != null) {
            taken.done().run();
        }
        next();
    }

    @Override
    public void close(int code, String reason) {
        FramedLine.Messages last = new FramedLine.Messages();
        Ending ending = line.closing(code, reason, last);
        lock.lock();
        try {
            if (goodbye == null) {
                goodbye = SockJsText.close(ending.code(), ending.reason());
            }
            if (!last.texts().isEmpty()) {
                waiting = new Waiting(SockJsText.messages(last.texts()), false, () -> {});
            }
        } finally {
            lock.unlock();
        }
        next();
        end(code, reason);
    }

    @Override
    public void cut() {
        HttpAnswer open;
        lock.lock();
        try {
            open = receiving;
            receiving = null;
            waiting = null;
            if (goodbye == null) {
                goodbye = INTERRUPTED;
            }
            idleSince = clock.getAsLong();
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.abort();
        }
        end(GONE, "");
    }

    private void end(int code, String reason) {
        lock.lock();
        try {
            if (ended) {
                return;
            }
            ended = true;
            endedAt = clock.getAsLong();
        } finally {
            lock.unlock();
        }
        ticket.leave();
        turns.take(() -> {
            deaf = true;
            connection.gone();
            line.closed(code, reason);
        });
    }

    /** Whether nobody has received for so long that it may be forgotten; then it is over. */
    boolean isForgotten(long now) {
        HttpAnswer stuck;
        lock.lock();
        try {
            boolean idle = receiving == null && !writing && now - idleSince >= PATIENCE_MILLIS;
            if (!idle && !(ended && now - endedAt >= 2 * PATIENCE_MILLIS)) {
                return false;
            }
            stuck = receiving; // its client does not even read that it is over
            receiving = null;
        } finally {
            lock.unlock();
        }
        if (stuck != null) {
            stuck.abort();
        }
        end(GONE, "Nobody asks for what it says");
        return true;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }
}
