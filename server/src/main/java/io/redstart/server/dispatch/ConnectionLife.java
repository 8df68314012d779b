package io.redstart.server.dispatch;

import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.Lines;
import io.redstart.protocol.ProtocolException;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.RunningCall;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Receiver;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One connection from hello to goodbye: what it says before its welcome is held back, then goes straight through. */
public final class ConnectionLife implements Receiver {
    private static final String STOPS = "The server stops";
    /** What the WebSocket standard has for it. */
    private static final int TOO_LARGE = 1009;

    private final Dispatcher host;
    private final String door;
    private final Credentials credentials;
    private final Greeting greeting;
    private final Messages messages;
    private final LifeSigns signs;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Held> held = new ArrayDeque<>(0);
    private int heldBytes;
    private boolean welcome;
    /** Changed under the lock. */
    private volatile State state = State.NEW;

    private final Lines.Each eachLine = this::said;
    private volatile @Nullable LiveSession session;
    private volatile @Nullable Connection connection;
    private volatile boolean leaving;
    /** Whether the client was told not to come back, or said that it does not. */
    private volatile boolean forGood;

    /** The packets it was told of. */
    private FromServer.@Nullable PacketIds packets;

    /** What came before it was welcome: a message, or a binary frame. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Held(byte[] bytes, boolean binary) {}

    private enum State {
        /** Nothing was said yet. */
        NEW,
        /** Hello was said, and is being answered. */
        GREETED,
        /** Welcome; what came meanwhile is being worked off, or was. */
        OPEN,
        /** Over. */
        CLOSED
    }

    ConnectionLife(Dispatcher host, String door, Handshake handshake, CompletionStage<Decision> decided) {
        this.host = host;
        this.door = door;
        signs = new LifeSigns(host, this);
        credentials = new Credentials(host, this, handshake, decided);
        greeting = new Greeting(host, this, credentials);
        messages = new Messages(host, this, credentials);
    }

    /** The door it came in by. */
    String door() {
        return door;
    }

    /**
     * Asks whether the client is there after other times than those of the settings. To be called before the connection
     * is opened.
     *
     * @param heartbeat after how much silence it is asked; zero for never
     * @param pongTimeout how long it has to answer
     * @return this
     */
    public ConnectionLife pinging(Duration heartbeat, Duration pongTimeout) {
        signs.every(heartbeat.toMillis(), pongTimeout.toMillis());
        return this;
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        signs.begin();
        host.opened(this);
        greeting.begin();
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        signs.heard();
        Lines.forEach(bytes, from, length, eachLine);
        hasSpoken();
    }

    @Override
    public void line(byte[] bytes, int from, int length) {
        signs.heard();
        if (length > 0) {
            said(bytes, from, length);
        }
        hasSpoken();
    }

    private void hasSpoken() {
        LiveSession open = session;
        if (open != null) {
            signs.askForProof(open);
        }
    }

    @Override
    public void binary(byte[] bytes, int from, int length) {
        signs.heard();
        if (isNew()) {
            messages.mistake(new ProtocolException("a binary frame (expected: hello)", null));
        } else if (!holdsBack(bytes, from, length, true)) {
            LiveSession open = session;
            if (open != null) {
                take(open, bytes, from, length, true);
            }
        }
    }

    @Override
    public void notAMessage(String why) {
        messages.counted(why);
    }

    @Override
    public int maxMessage() {
        return session == null ? (int) host.settings().maxBeforeWelcome() : host.maxMessage();
    }

    @Override
    public void tooLarge() {
        if (session == null) {
            tooMuchBeforeWelcome();
        } else {
            host.observer().limitHit("message");
            connection()
                    .close(
                            TOO_LARGE,
                            "message is larger than " + host.transport().maxMessage() + " bytes");
        }
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        host.observer().limitHit(limit);
        leave(code, reason, 1_000L);
    }

    @Override
    public void limitHit(String limit) {
        host.observer().limitHit(limit);
    }

    private void said(byte[] bytes, int from, int length) {
        if (holdsBack(bytes, from, length, false)) {
            return;
        }
        LiveSession open = session;
        if (open == null) {
            first(bytes, from, length);
        } else {
            take(open, bytes, from, length, false);
        }
    }

    /** Unless its session is another connection's by now. */
    private void take(LiveSession open, byte[] bytes, int from, int length, boolean binary) {
        Connection own = connection();
        if (!open.enter(own)) {
            return;
        }
        try {
            if (binary) {
                messages.takePackets(open, bytes, from, length);
            } else {
                messages.take(open, bytes, from, length);
            }
        } finally {
            open.leave(own);
        }
    }

    /** Keeps what comes between hello and welcome for later. */
    private boolean holdsBack(byte[] bytes, int from, int length, boolean binary) {
        if (state == State.OPEN) {
            return false; // nothing is held back any more; if it is being closed at this moment, this came before
        }
        boolean tooMuch;
        lock.lock();
        try {
            if (state == State.NEW || state == State.OPEN) {
                return false;
            }
            if (state == State.CLOSED) {
                return true;
            }
            heldBytes += length;
            tooMuch = heldBytes
                    > (welcome ? host.transport().maxQueued() : host.settings().maxBeforeWelcome());
            if (!tooMuch) {
                held.add(new Held(Arrays.copyOfRange(bytes, from, from + length), binary));
            }
        } finally {
            lock.unlock();
        }
        if (tooMuch) {
            tooMuchBeforeWelcome();
        }
        return true;
    }

    private void first(byte[] bytes, int from, int length) {
        if (length > host.settings().maxBeforeWelcome()) {
            tooMuchBeforeWelcome();
            return;
        }
        FromClient.Hello hello = messages.hello(bytes, from, length);
        lock.lock();
        try {
            state = State.GREETED;
            if (hello == null) {
                held.add(new Held(Arrays.copyOfRange(bytes, from, from + length), false));
                heldBytes += length;
            }
        } finally {
            lock.unlock();
        }
        greeting.answer(hello == null ? FromClient.Hello.EMPTY : hello);
    }

    private void tooMuchBeforeWelcome() {
        host.observer().limitHit("before-welcome");
        leave(CloseCode.BAD_PROTOCOL, "too much was sent before the welcome", null);
    }

    /** It is about to be told that it is welcome: what it says from then on may be large. */
    void welcomes() {
        lock.lock();
        try {
            welcome = true;
        } finally {
            lock.unlock();
        }
    }

    /** What its welcome tells of packets: no more than their hash to a client that has said the same. */
    FromServer.@Nullable PacketIds tellsPackets(@Nullable String known) {
        FromServer.PacketIds now = host.invocation().packets();
        packets = now;
        return now != null && now.hash().equals(known)
                ? new FromServer.PacketIds(now.hash(), List.of(), List.of())
                : now;
    }

    /** Works off what came meanwhile; then messages go straight through. */
    void open(LiveSession opened) {
        boolean gone;
        lock.lock();
        try {
            gone = state == State.CLOSED;
            session = opened;
        } finally {
            lock.unlock();
        }
        if (gone) {
            if (forGood) {
                opened.endWith(connection());
            } else {
                opened.detach(connection(), host.now());
            }
            host.users().leave(opened);
            return;
        }
        host.invocation().packetsTold(opened, packets);
        for (Held next = nextHeld(); next != null; next = nextHeld()) {
            take(opened, next.bytes(), 0, next.bytes().length, next.binary());
        }
    }

    private @Nullable Held nextHeld() {
        lock.lock();
        try {
            Held next = held.poll();
            if (next == null && state == State.GREETED) {
                state = State.OPEN;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** The client is told why, and the connection closed; what it still says is passed over. */
    void leave(CloseCode code, String reason, @Nullable Long retry) {
        lock.lock();
        try {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            forGood = !CloseCode.comesBack(code.code());
            held.clear();
        } finally {
            lock.unlock();
        }
        Connection open = connection();
        if (!leaving) {
            open.send(host.bye(code, reason, retry));
        }
        open.close(code, reason);
        LiveSession mine = session;
        if (mine != null && forGood) {
            mine.endWith(open);
        }
    }

    /** The server stops: the client is told, and the connection closed when nothing runs for it any more. */
    void goAway() {
        leaving = true;
        connection().send(host.bye(CloseCode.GOING_AWAY, STOPS, 0L));
    }

    /** Whether it was told that the server stops. */
    boolean isLeaving() {
        return leaving;
    }

    private boolean mayGo(long now) {
        LiveSession mine = session;
        return mine == null || mine.calls().size() == 0 || host.mustLeave(now);
    }

    /** Whatever still runs for it is answered now. */
    private void giveUp() {
        LiveSession mine = session;
        if (mine != null) {
            // what wants no answer may go on
            mine.calls().newestFirst().forEach(RunningCall::giveUp);
        }
    }

    /** Its session; null until it is welcome. */
    @Nullable
    LiveSession session() {
        return session;
    }

    Connection connection() {
        return Objects.requireNonNull(connection);
    }

    /** Whether it has not said anything yet. */
    boolean isNew() {
        lock.lock();
        try {
            return state == State.NEW;
        } finally {
            lock.unlock();
        }
    }

    void cut() {
        connection().cut();
    }

    void tick(long now) {
        connection().tick(now);
        if (signs.stuck()) {
            cut();
        } else if (leaving && mayGo(now)) {
            giveUp();
            leave(CloseCode.GOING_AWAY, STOPS, 0L);
        } else {
            signs.tick(now);
            credentials.tick(now);
        }
    }

    /** When it was last heard, in milliseconds. */
    long heardAt() {
        return signs.heardAt();
    }

    /** The client has answered a ping. */
    void ponged() {
        signs.ponged();
    }

    @Override
    public void closed(int code, String reason) {
        lock.lock();
        try {
            state = State.CLOSED;
            forGood = forGood || code == 1000 || code == 1001; // its session may be about to open
            held.clear();
        } finally {
            lock.unlock();
        }
        host.closed(this, code);
        LiveSession mine = session;
        if (mine == null) {
            return;
        }
        if (mine.detach(connection(), host.now()) && (code == 1000 || code == 1001)) {
            mine.end();
        }
        host.users().leave(mine);
    }
}
