package io.redstart.server.door.sockhop;

import io.redstart.protocol.CloseCode;
import io.redstart.server.door.tcp.ByteLine;
import io.redstart.server.door.tcp.LineEnd;
import io.redstart.server.door.tcp.LineSplitter;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Receiver;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One line of a client of sockhop. To what is behind it, it is a client of redstart.v1 that acknowledges what has been
 * written; whether its own client is still there it judges by sockhop's pings.
 *
 * <p>The forms are those of sockhop 1.2 to 1.8, and of 2.1 for who begins with its handshake. Those who do not never see one.
 */
final class SockhopLine implements LineEnd, ObjectsUp.Line, ObjectsDown.Line {
    /** Who only listens answers a ping before it is taken for silent. */
    private static final long FIRST_PING_MILLIS = 2_000;
    /** For how long the server's own pings wait for the client, which may miss some. */
    private static final long VOUCH_MILLIS = 5_000;
    /** For how long frames are held back behind the last line, if the client does not say that it has read it. */
    private static final long HOLD_MILLIS = 250;

    private static final int ORDERLY = 1000;
    private static final long NEVER = Long.MAX_VALUE;

    private final Receiver life;
    private final SockhopSettings settings;
    private final LongSupplier clock;
    private final Speaking speaking;
    private final ObjectsUp up;
    private final ObjectsDown down;
    private final Pings pings;
    private final LineSplitter lines;
    private final BinaryFrames frames;
    /** What waits for its answer, by our number for it. Bounded by what a session may call at once. */
    private final Map<Long, Asked> asked = new ConcurrentHashMap<>();

    private @Nullable ByteLine line;
    private @Nullable Connection connection;
    // of the reading thread
    private long lastCall;
    private boolean heardEnough;
    private boolean hearsBinary;
    private boolean shookHands;
    private boolean wentBinary;

    private volatile boolean ending;
    private volatile long pingedAt = NEVER;
    private volatile long heldAt = NEVER;
    private volatile long heldUntilPong;

    SockhopLine(Receiver life, Deployed deployed, SockhopSettings settings, int maxMessage, LongSupplier clock) {
        this.life = life;
        this.settings = settings;
        this.clock = clock;
        boolean plain = settings.peerType() == PeerType.JSON;
        this.speaking = new Speaking(life);
        this.up = new ObjectsUp(this, speaking, deployed);
        this.down = new ObjectsDown(
                this,
                speaking,
                plain
                        ? new PlainFormat(settings.saidTerminator(), settings.allowNonObjects())
                        : new JsonFormat(settings.saidTerminator(), false));
        this.pings = new Pings(plain ? 0 : settings.ping().toMillis());
        this.lines = new LineSplitter(settings.heardTerminator(), () -> Math.max(maxMessage, life.maxMessage()));
        this.frames = new BinaryFrames(() -> Math.max(maxMessage, life.maxMessage()));
    }

    private ByteLine line() {
        return Objects.requireNonNull(line);
    }

    @Override
    public void opened(ByteLine opened) {
        line = opened;
        Connection made = opened.connection(down);
        connection = made;
        speaking.inTurn(() -> {
            life.opened(made);
            speaking.says(Json.bytes("[\"hello\",{\"v\":1,\"sdk\":\"sockhop\"}]"));
        });
    }

    /** What it says is listened to as soon as it is somebody. */
    @Override
    public void welcome() {
        pings.begin(clock.getAsLong(), FIRST_PING_MILLIS);
        line().read();
    }

    @Override
    public void bytes(byte[] bytes, int from, int length) {
        speaking.inTurn(() -> read(bytes, from, length));
    }

    private void read(byte[] bytes, int from, int length) {
        int at = from;
        int end = from + length;
        while (at < end && !heardEnough) {
            int taken = hearsBinary
                    ? frames.add(bytes, at, end - at, this::frame)
                    : lines.add(bytes, at, end - at, this::text);
            if (taken < 0) {
                heardEnough = true;
                line().stop();
                life.tooLarge();
                return;
            }
            at += taken;
        }
    }

    private boolean text(byte[] bytes, int from, int length) {
        if (isBlank(bytes, from, length)) {
            return true;
        }
        if (!line().takes()) {
            heardEnough = true;
            return false;
        }
        if (settings.peerType() == PeerType.JSON) {
            up.plain(bytes, from, length, settings.allowNonObjects());
        } else {
            up.typed(bytes, from, length);
        }
        return !hearsBinary;
    }

    private static boolean isBlank(byte[] bytes, int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r' && bytes[i] != '\n') {
                return false;
            }
        }
        return true;
    }

    private boolean frame(int what, byte[] bytes, int from, int length) {
        if (!line().takes()) {
            heardEnough = true;
            return false;
        }
        up.frame(what, bytes, from, length);
        return true;
    }

    @Override
    public boolean isWithin() {
        return hearsBinary ? frames.isWithin() : lines.isWithin();
    }

    @Override
    public long asks(Asked call) {
        asked.put(++lastCall, call);
        return lastCall;
    }

    @Override
    public @Nullable Asked asked(long number) {
        return asked.get(number);
    }

    @Override
    public @Nullable Asked answered(long number) {
        Asked call = asked.remove(number);
        if (ending && asked.isEmpty()) {
            leave(); // what is being written now comes before
        }
        return call;
    }

    @Override
    public void pong(byte[] id, byte[] created) {
        writes(() -> say(down.format().object(Dialect.PONG, Dialect.pongData(id, created, ObjectsDown.now()))));
    }

    private void writes(Runnable writing) {
        line().inOrder(writing);
    }

    /** In order only. */
    private void say(byte @Nullable [] object) {
        if (object != null) {
            line().write(object);
        }
    }

    @Override
    public byte @Nullable [] pinged() {
        if (!pings.isOn()) {
            return null;
        }
        pingedAt = clock.getAsLong();
        return Dialect.pingData(pings.next(), ObjectsDown.now());
    }

    @Override
    public void ponged(byte[] id) {
        long number = Ids.ping(id);
        if (!pings.answered(number)) {
            return;
        }
        if (heldAt != NEVER && number >= heldUntilPong) {
            release();
        }
        pingedAt = NEVER;
        speaking.says(down.pong());
    }

    @Override
    public void handshake(byte[] id) {
        boolean first = !shookHands;
        shookHands = true;
        writes(() -> {
            if (first) {
                down.use(new JsonFormat(settings.saidTerminator(), true));
            }
            if (id.length > 0) {
                say(down.format().answering(Json.TYPE_OBJECT, Dialect.allowData(settings.binary()), id));
            }
            if (first) {
                say(down.format()
                        .asking(
                                Dialect.HANDSHAKE,
                                Dialect.handshakeData(settings.binary()),
                                Ids.ask(ObjectsUp.HANDSHAKE)));
            }
        });
    }

    @Override
    public void mayBeBinary(boolean allowed) {
        if (!allowed || !shookHands || wentBinary || !settings.binary()) {
            return;
        }
        wentBinary = true;
        long now = clock.getAsLong();
        writes(() -> {
            // who reads frames with the last line would take them for lines: the answer to a ping says that it has read
            // it
            heldUntilPong = pings.next();
            byte[] ping = down.format().object(Dialect.PING, Dialect.pingData(heldUntilPong, ObjectsDown.now()));
            byte[] transition = down.format().object(Dialect.TRANSITION, Json.EMPTY_OBJECT);
            line().write(Json.joined(Objects.requireNonNull(ping), Objects.requireNonNull(transition)));
            line().hold();
            heldAt = now;
            down.use(new BinaryFormat());
        });
    }

    private void release() {
        heldAt = NEVER;
        line().release();
    }

    @Override
    public boolean hearsBinary() {
        if (!shookHands || !settings.binary() || hearsBinary) {
            return false;
        }
        hearsBinary = true;
        return true;
    }

    @Override
    public void written() {
        speaking.go();
    }

    @Override
    public void ended() {
        ending = true;
        if (asked.isEmpty()) {
            leave();
        }
    }

    private void leave() {
        Objects.requireNonNull(connection).close(ORDERLY, "");
    }

    @Override
    public void tick(long now) {
        switch (pings.due(now)) {
            case PING ->
                writes(() ->
                        say(down.format().object(Dialect.PING, Dialect.pingData(pings.next(), ObjectsDown.now()))));
            case END -> {
                line().stop();
                exceeded("unanswered-pings", CloseCode.TOO_SLOW, "no ping was answered");
            }
            default -> {
                // not yet
            }
        }
        if (now - pingedAt > VOUCH_MILLIS) {
            pingedAt = NEVER;
            speaking.later(down.pong());
            speaking.go();
        }
        if (now - heldAt > HOLD_MILLIS) {
            release();
        }
    }

    @Override
    public void exceeded(String limit, CloseCode code, String reason) {
        life.exceeded(limit, code, reason);
    }

    /** These clients never come back to a session: with the line it is over. */
    @Override
    public void closed(int code) {
        life.closed(ORDERLY, "");
    }
}
