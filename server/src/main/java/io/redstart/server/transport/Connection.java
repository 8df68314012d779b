package io.redstart.server.transport;

import io.redstart.protocol.CloseCode;
import io.redstart.protocol.NumberedPush;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One open line and its outbox. What is sent waits in the outbox, bounded in bytes and messages; everything that waits
 * is written at once, several messages a frame, as soon as the line is free. Any thread may send; nobody waits.
 */
public final class Connection {
    /** As much as one frame gathers; a larger message has a frame of its own. */
    static final int GATHER = 64 * 1024;
    /** As many frames are written with the one before them. */
    private static final int MOST_BEHIND = 63;

    private static final String TOO_SLOW = "too slow";

    private final Carrier carrier;
    private final long maxQueued;
    private final int maxMessages;
    private final LongSupplier clock;
    /** Texts as they are, pushes with their seq, and what is {@link Frame.Binary}. */
    private final MessageQueue queue = new MessageQueue();

    private long queued;
    /** How much of that is bounded elsewhere; it stands before all the rest, apart from a welcome. */
    private long exempt;

    private int exemptMessages;
    /** How much is on its way to the line. */
    private int inFlight;

    private Backlog.@Nullable Part part;
    /** What that was told last. */
    private long counted;

    private @Nullable Runnable whenRoom;
    private boolean roomAwaited;
    /** When something was added to the empty outbox of a free line, or the line became free for what waited. */
    private long waitingSince;

    /**
     * Who gathers for it. Several may, each sets it under a lock of its own, and looks only whether it was the last itself:
     * if not it is gathered for twice, at the price of one look.
     */
    private @Nullable Gathering gatheredBy;

    /** So much waits that it is to be written at once, whoever gathers. */
    private volatile boolean full;

    private boolean writing;
    private final Runnable whenWritten = this::written;
    /** Who is inside of the carrier's write; looked at without the lock by that thread. */
    private volatile @Nullable Thread writer;

    /** Whether that write is done already; of that thread alone. */
    private boolean doneInside;

    private boolean closed;
    private boolean closeWhenEmpty;
    private long closedAt = Long.MAX_VALUE;
    private int closeCode;
    private String closeReason = "";

    /**
     * A connection.
     *
     * @param carrier moves its bytes
     * @param settings how much may wait; more closes it with 4408
     * @param clock tells the time in milliseconds; only grows
     */
    public Connection(Carrier carrier, TransportSettings settings, LongSupplier clock) {
        this.carrier = carrier;
        this.maxQueued = settings.maxQueued();
        this.maxMessages = settings.maxQueuedMessages();
        this.clock = clock;
        this.waitingSince = clock.getAsLong();
    }

    /**
     * What waits here is counted from now on.
     *
     * @param backlog counts what waits on the node
     */
    public void countsTo(Backlog backlog) {
        synchronized (this) {
            part = backlog.part();
        }
    }

    /**
     * Who is told when there is room again for what {@link #addIfRoom} did not take.
     *
     * @param action called without a lock held; must not wait
     */
    public void whenRoom(Runnable action) {
        synchronized (this) {
            whenRoom = action;
        }
    }

    /**
     * Sends a message. It is written now, or with others when the {@link Gathering} of this thread ends.
     *
     * @param message UTF-8, without a line break; not changed afterwards
     * @return false if the connection is closed, or has just been for being too slow
     */
    public boolean send(byte[] message) {
        boolean added = add(message);
        ready();
        return added;
    }

    /**
     * Puts a message into the outbox and leaves it there, for callers that hold a lock; {@link #ready()} must follow.
     *
     * @param message UTF-8, without a line break; not changed afterwards
     * @return false if the connection is closed, or has just been for being too slow
     */
    public boolean add(byte[] message) {
        return addAny(message);
    }

    /**
     * As {@link #add(byte[])}, for a push that many receivers share.
     *
     * @param push is made into bytes when it is written
     * @return false if the connection is closed, or has just been for being too slow
     */
    public boolean add(NumberedPush push) {
        return addAny(push);
    }

    /**
     * As {@link #add(byte[])}, for what has a binary frame of its own.
     *
     * @param bytes any; not changed afterwards
     * @return false if the connection is closed, or has just been for being too slow
     */
    public boolean addBinary(byte[] bytes) {
        return addAny(new Frame.Binary(bytes));
    }

    private boolean addAny(Object message) {
        int length = Frame.length(message);
        synchronized (this) {
            if (closed || closeWhenEmpty) {
                return false;
            }
            boolean tooMuch = queued - exempt + length > maxQueued && !queue.isEmpty();
            if (tooMuch || queue.size() - exemptMessages >= maxMessages) {
                tooSlow();
                return false;
            }
            append(message, length);
            return true;
        }
    }

    /**
     * As {@link #add(byte[])}, for what is bounded elsewhere already.
     *
     * @param message UTF-8, without a line break; not changed afterwards
     */
    public void addAlways(byte[] message) {
        addAnyAlways(message);
    }

    /**
     * As {@link #add(NumberedPush)}, for what is bounded elsewhere already.
     *
     * @param push is made into bytes when it is written
     */
    public void addAlways(NumberedPush push) {
        addAnyAlways(push);
    }

    private void addAnyAlways(Object message) {
        int length = Frame.length(message);
        synchronized (this) {
            if (!closed && !closeWhenEmpty) {
                append(message, length);
                exempt += length + 1;
                exemptMessages++;
            }
        }
    }

    /**
     * As {@link #add(byte[])}, for what need not be sent: it is not taken if the outbox is more than half full.
     *
     * @param message UTF-8, without a line break; not changed afterwards
     * @param await whether to tell when there is room
     * @return false if it was not taken
     */
    public boolean addIfRoom(byte[] message, boolean await) {
        return addAnyIfRoom(message, await);
    }

    /**
     * As {@link #addIfRoom}, for what has a binary frame of its own.
     *
     * @param bytes any; not changed afterwards
     * @return false if it was not taken
     */
    public boolean addBinaryIfRoom(byte[] bytes) {
        return addAnyIfRoom(new Frame.Binary(bytes), false);
    }

    private boolean addAnyIfRoom(Object message, boolean await) {
        int length = Frame.length(message);
        synchronized (this) {
            if (closed || closeWhenEmpty) {
                return false;
            }
            if (!queue.isEmpty() && (!hasRoom() || queued + length > maxQueued)) {
                roomAwaited |= await;
                return false;
            }
            append(message, length);
            return true;
        }
    }

    /** What nobody has tried to write yet is no sign of a slow peer: before it is too much it is tried. */
    private void fills() {
        boolean isFull = queued > GATHER || !hasRoom();
        if (isFull != full) {
            full = isFull;
        }
    }

    private boolean hasRoom() {
        return queued <= maxQueued / 2 && queue.size() <= maxMessages / 2;
    }

    private void append(Object message, int length) {
        if (queue.isEmpty() && !writing) {
            waitingSince = clock.getAsLong();
        }
        queue.add(message);
        queued += length + 1;
        fills();
    }

    /** Writes what {@link #add} left, now or when the {@link Gathering} of this thread ends. */
    public void ready() {
        if (full || !Gathering.takes(this)) {
            flush();
        }
    }

    /** Remembers who gathers for it, null if nobody does any more; false if that is who did before. */
    boolean gatheredBy(@Nullable Gathering gathering) {
        if (gathering != null && gatheredBy == gathering) {
            return false;
        }
        gatheredBy = gathering;
        return true;
    }

    /** Closes it with 4408; what waits is lost. */
    public void closeTooSlow() {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (closeWhenEmpty) {
                empty(); // it is being closed for another reason, which is told
            } else {
                tooSlow();
            }
        }
        flush();
    }

    private void tooSlow() {
        empty();
        closeWhenEmpty = true;
        closeCode = CloseCode.TOO_SLOW.code();
        closeReason = TOO_SLOW;
    }

    /**
     * Whether it was closed because its peer reads too slowly.
     *
     * @return true if more waited than may
     */
    public boolean wasTooSlow() {
        synchronized (this) {
            return closeCode == CloseCode.TOO_SLOW.code() && closeReason.equals(TOO_SLOW);
        }
    }

    private void empty() {
        queue.clear();
        queued = 0;
        full = false;
        exempt = 0;
        exemptMessages = 0;
        count();
    }

    private void count() {
        long now = queued - exempt + inFlight; // what is bounded elsewhere is counted there
        if (now != counted && part != null) {
            counted = now;
            part.is(now);
        }
    }

    /**
     * Looks at what the next message added will need, without a lock.
     *
     * @return any number
     */
    public int fetchOutbox() {
        return queue.isEmpty() ? 1 : 0;
    }

    /** See {@link Carrier#fetch}. */
    int fetch() {
        return carrier.fetch() + fetchOutbox();
    }

    /** Writes what waits, if the line is free. */
    public void flush() {
        boolean more = true;
        while (more) {
            more = writes();
        }
    }

    /** Writes once. True if that is done already, and more waits. */
    private boolean writes() {
        Frame frame = null;
        List<Frame> behind = List.of();
        synchronized (this) {
            if (writing || closed) {
                count();
                return false;
            }
            if (queue.isEmpty()) {
                if (!closeWhenEmpty) {
                    return false;
                }
                closed = true;
                closedAt = clock.getAsLong();
            } else {
                writing = true;
                writer = Thread.currentThread();
                doneInside = false;
                frame = takeFrame(GATHER);
                inFlight = frame.length();
                if (!queue.isEmpty()) {
                    behind = takeBehind(frame);
                    count(); // what is written at once need not be counted
                }
            }
        }
        if (frame == null) {
            carrier.close(closeCode, closeReason);
            return false;
        }
        carrier.write(frame, behind, whenWritten);
        return goesOnInside();
    }

    /** What this thread has just begun to write. True if it is written already, and more waits. */
    private boolean goesOnInside() {
        Runnable room;
        boolean more;
        synchronized (this) {
            if (!Thread.currentThread().equals(writer)) {
                return false; // it was done elsewhere meanwhile, where the next is being written
            }
            writer = null;
            if (!doneInside) {
                return false; // whoever completes it writes on
            }
            room = free();
            more = hasMore();
            if (more) {
                waitingSince = clock.getAsLong(); // what is there now waits for this line since now
            }
        }
        return told(room) || more;
    }

    /** Frames that are written with the one before them, if not all can be one. */
    private List<Frame> takeBehind(Frame first) {
        List<Frame> behind = new ArrayList<>();
        int all = first.length();
        Object next = queue.peek();
        while (next != null
                && behind.size() < MOST_BEHIND
                && all + FrameWriter.LONGEST_HEAD + Frame.length(next) <= GATHER) {
            Frame frame = takeFrame(GATHER - all - FrameWriter.LONGEST_HEAD);
            behind.add(frame);
            all += FrameWriter.LONGEST_HEAD + frame.length();
            inFlight += frame.length();
            next = queue.peek();
        }
        return behind;
    }

    /** Takes the first message, and texts behind it as far as all are no longer than there is room. */
    private Frame takeFrame(int room) {
        Object first = queue.remove();
        int length = taken(first);
        if (first instanceof Frame.Binary || queue.isEmpty()) {
            return Frame.of(first, List.of(), length);
        }
        List<Object> others = new ArrayList<>(queue.size());
        Object next = queue.peek();
        while (next != null && !(next instanceof Frame.Binary) && length + 1 + Frame.length(next) <= room) {
            others.add(queue.remove());
            length += 1 + taken(next);
            next = queue.peek();
        }
        return Frame.of(first, others, length);
    }

    /** Accounts for a message that does not wait any more; returns how long it is. */
    private int taken(Object message) {
        int length = Frame.length(message);
        queued -= length + 1;
        fills();
        if (exemptMessages > 0) {
            exemptMessages--;
            exempt = exemptMessages == 0 ? 0 : Math.max(0, exempt - length - 1);
        }
        return length;
    }

    private void written() {
        if (Thread.currentThread().equals(writer)) { // no other thread has set it to this one
            doneInside = true;
        } else if (goesOn()) {
            flush();
        }
    }

    /** A write that took its time is done. True if more waits. */
    private boolean goesOn() {
        Runnable room;
        boolean more;
        synchronized (this) {
            waitingSince = clock.getAsLong();
            room = free();
            more = hasMore();
        }
        return told(room) || more;
    }

    /** The line is free. Returns who is to be told that there is room again. */
    private @Nullable Runnable free() {
        writing = false;
        inFlight = 0;
        count();
        if (!roomAwaited || closed || !hasRoom()) {
            return null;
        }
        roomAwaited = false;
        return whenRoom;
    }

    private boolean hasMore() {
        return !queue.isEmpty() || closeWhenEmpty;
    }

    /** Whether there is somebody, who may have sent more then. */
    private static boolean told(@Nullable Runnable room) {
        if (room == null) {
            return false;
        }
        room.run();
        return true;
    }

    /**
     * For how long the oldest message has been waiting for the line.
     *
     * @return milliseconds, 0 if nothing waits
     */
    public long waitingMillis() {
        synchronized (this) {
            count(); // also what is on its way: if the line is stuck nobody else comes by
            return closed || (queue.isEmpty() && !writing) ? 0 : clock.getAsLong() - waitingSince;
        }
    }

    /**
     * For how long nothing has been written.
     *
     * @return milliseconds, 0 if something waits to be
     */
    public long silentMillis() {
        synchronized (this) {
            return writing || !queue.isEmpty() ? 0 : clock.getAsLong() - waitingSince;
        }
    }

    /**
     * For how long the peer has not answered that it was closed.
     *
     * @return milliseconds, 0 if it was not
     */
    public long closingMillis() {
        synchronized (this) {
            return Math.max(0, clock.getAsLong() - closedAt);
        }
    }

    /**
     * How much waits.
     *
     * @return bytes
     */
    public long queuedBytes() {
        synchronized (this) {
            return queued;
        }
    }

    /**
     * Closes the connection after what waits has been written.
     *
     * @param code why
     * @param reason for people
     */
    public void close(CloseCode code, String reason) {
        close(code.code(), reason);
    }

    /**
     * Closes the connection after what waits has been written, also with what the WebSocket standard has.
     *
     * @param code why
     * @param reason for people
     */
    public void close(int code, String reason) {
        synchronized (this) {
            if (closed || closeWhenEmpty) {
                return;
            }
            closeWhenEmpty = true;
            closeCode = code;
            closeReason = reason;
        }
        flush();
    }

    /** Cuts the connection at once; what waits is lost. */
    public void cut() {
        synchronized (this) {
            closed = true;
            inFlight = 0;
            empty();
        }
        carrier.cut();
    }

    /**
     * Time goes by for what carries it.
     *
     * @param now the time in milliseconds
     */
    public void tick(long now) {
        carrier.tick(now);
    }

    /** The line is gone: nothing waits for it any more. */
    public void gone() {
        synchronized (this) {
            closed = true;
            inFlight = 0;
            empty();
        }
    }

    /**
     * Where the peer is.
     *
     * @return the address
     */
    public InetSocketAddress peer() {
        return carrier.peer();
    }
}
