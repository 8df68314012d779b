package io.redstart.testkit;

import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.Gathering;
import io.redstart.server.transport.Receiver;
import io.redstart.server.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Two ends joined in memory. The server's end is a carrier like that of a socket: what comes in is worked off on one
 * thread at a time, which gathers what is sent meanwhile; the line ends when both sides want it to, or is cut.
 */
final class MemoryLine implements Carrier {
    /** Closed without a word. */
    static final int CUT = 1006;

    private final Receiver receiver;
    private final InetSocketAddress peer;
    private final Inbox inbox;
    private final Executor network;
    private final ReentrantLock incoming = new ReentrantLock();
    private final Gathering gathering = new Gathering();
    private final ReentrantLock outgoing = new ReentrantLock();
    private final ArrayDeque<Unread> unread = new ArrayDeque<>();
    private @Nullable Connection connection;
    private boolean reads = true;
    private boolean agreesToClose = true;
    private volatile boolean gone;

    /** Of a binary frame the text is what it holds, as {@code ['binary','…']} with hexadecimal digits. */
    private record Unread(String frame, Runnable done) {}

    MemoryLine(Receiver receiver, InetSocketAddress peer, Inbox inbox, Executor network) {
        this.receiver = receiver;
        this.peer = peer;
        this.inbox = inbox;
        this.network = network;
    }

    void open(TransportSettings settings, LongSupplier clock) {
        work(() -> {
            connection = new Connection(this, settings, clock);
            receiver.opened(connection);
        });
    }

    /** The client sends one text frame. */
    void text(byte[] frame) {
        work(() -> receiver.text(frame, 0, frame.length));
    }

    /** The client sends one binary frame. */
    void binary(byte[] frame) {
        work(() -> receiver.binary(frame, 0, frame.length));
    }

    private void work(Runnable work) {
        incoming.lock();
        try {
            if (gone) {
                return;
            }
            gathering.begin();
            try {
                work.run();
            } finally {
                gathering.end();
            }
            gathering.flush();
        } finally {
            incoming.unlock();
        }
    }

    /** The line ends, for whatever reason. */
    void end(int code, String reason) {
        incoming.lock();
        try {
            if (gone) {
                return;
            }
            gone = true;
            inbox.ended(code, reason);
            Objects.requireNonNull(connection).gone();
            receiver.closed(code, reason);
        } finally {
            incoming.unlock();
        }
        takeUnread().forEach(left -> left.done().run());
    }

    @Override
    public void write(Frame written, Runnable done) {
        String frame = written.isBinary()
                ? "[\"binary\",\"" + HexFormat.of().formatHex(written.bytes()) + "\"]"
                : new String(written.bytes(), StandardCharsets.UTF_8);
        outgoing.lock();
        try {
            if (!reads && !gone) {
                unread.add(new Unread(frame, done));
                return;
            }
        } finally {
            outgoing.unlock();
        }
        deliver(frame);
        done.run();
    }

    private void deliver(String frame) {
        if (!gone) {
            frame.lines().forEach(message -> inbox.add(Json.read(message)));
        }
    }

    /** The client does not take anything from the line for now. */
    void stopReading() {
        outgoing.lock();
        try {
            reads = false;
        } finally {
            outgoing.unlock();
        }
    }

    void readOn() {
        outgoing.lock();
        try {
            reads = true;
        } finally {
            outgoing.unlock();
        }
        takeUnread().forEach(frame -> {
            deliver(frame.frame());
            frame.done().run();
        });
    }

    private List<Unread> takeUnread() {
        outgoing.lock();
        try {
            List<Unread> taken = List.copyOf(unread);
            unread.clear();
            return taken;
        } finally {
            outgoing.unlock();
        }
    }

    /** The client will not answer when the server closes. */
    void refuseToClose() {
        agreesToClose = false;
    }

    @Override
    public void close(int code, String reason) {
        inbox.ended(code, reason);
        if (agreesToClose) {
            network.execute(() -> end(code, reason));
        }
    }

    @Override
    public void cut() {
        inbox.ended(CUT, "");
        network.execute(() -> end(CUT, ""));
    }

    boolean isGone() {
        return gone;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }
}
