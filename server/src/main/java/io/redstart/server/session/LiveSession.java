package io.redstart.server.session;

import io.redstart.api.CallException;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.protocol.Answer;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.NumberedPush;
import io.redstart.server.transport.Backlog;
import io.redstart.server.transport.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A client for as long as it may come back. It gives every push its seq and keeps it until the client has had it; its
 * connection comes and goes. Any thread may use it; nothing waits.
 */
public final class LiveSession {
    private final String id = Secrets.id();
    private final long number;
    private final Handshake handshake;
    private final @Nullable String client;
    private final Instant opened;
    private final TimeOfDay day;
    private final Users users;
    private final SessionSettings settings;
    private final Executor workers;
    private final BroadcastOrder order;
    private final Turn turn;
    private final CallLedger calls;
    private final Asks asks = new Asks();
    private final Pings pings = new Pings();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>(0);
    private final Map<Object, Object> notes = new ConcurrentHashMap<>(0);
    private final ReplayBuffer replay;
    private final Backlog.Part kept;
    /** What waits of pushes of which the newest counts; made when the first has to. */
    private @Nullable Newest newest;

    /** Who it is as the client's credentials say. */
    private volatile @Nullable User shown;
    /** Who is behind it: as the credentials say, unless the application has said otherwise. */
    private volatile @Nullable User user;
    /** Whether the application has. */
    private boolean named;
    /** Whether it counts among the sessions of its user. */
    private boolean counted;

    /** When its client last asked for something, in milliseconds of the time of day. */
    private final AtomicLong lastRequest;

    private volatile @Nullable Connection connection;
    private volatile boolean over;
    private @Nullable String whyOver;
    private volatile @Nullable Runnable whenOver;
    private byte[] keyDigest = {};
    /** Of the key that was shown last. It is good until the client has shown that it got a new one. */
    private volatile byte @Nullable [] shownDigest;

    private final Incoming incoming = new Incoming();
    /**
     * Changed under the lock before the push with it is sent. So whoever sends something and reads this afterwards knows
     * that pushes with a higher one come after it.
     */
    private volatile long highestSeq;

    private long acknowledged;
    private long awaySince;

    /** What all sessions of a registry share. */
    record Shared(
            SessionSettings settings,
            Backlog backlog,
            BroadcastOrder order,
            Executor workers,
            InstantSource wall,
            TimeOfDay day,
            Users users) {}

    LiveSession(long number, Handshake handshake, @Nullable User shown, @Nullable String client, Shared shared) {
        this.number = number;
        this.handshake = handshake;
        this.shown = shown;
        this.user = shown;
        this.client = client;
        this.settings = shared.settings();
        this.order = shared.order();
        this.workers = shared.workers();
        this.day = shared.day();
        this.users = shared.users();
        this.opened = shared.wall().instant();
        this.lastRequest = new AtomicLong(opened.toEpochMilli());
        this.turn = new Turn(workers);
        this.calls = new CallLedger(settings.replayPushes(), settings.replayBytes());
        this.replay = new ReplayBuffer(settings.replayPushes(), settings.replayBytes());
        this.kept = shared.backlog().part();
    }

    /**
     * Its public id.
     *
     * @return 22 characters
     */
    public String id() {
        return id;
    }

    /**
     * How the client came in, first time.
     *
     * @return the handshake
     */
    public Handshake handshake() {
        return handshake;
    }

    /** Grows from session to session. */
    long number() {
        return number;
    }

    /**
     * What the client calls itself.
     *
     * @return name and version of its library, at most 256 characters; null if it did not say
     */
    public @Nullable String client() {
        return client;
    }

    /**
     * When it began.
     *
     * @return the time of day
     */
    public Instant opened() {
        return opened;
    }

    /**
     * When its client last asked for something.
     *
     * @return the time of day in milliseconds; at first when it began
     */
    public Instant lastRequest() {
        return Instant.ofEpochMilli(lastRequest.get());
    }

    /**
     * Its client asks for something.
     *
     * @param now the time, in milliseconds
     */
    public void requested(long now) {
        lastRequest.setRelease(day.at(now)); // nobody waits for it, so it need not be seen by all at once
    }

    /**
     * Who is behind it: as its client's credentials say, unless the application has signed it in or out.
     *
     * @return the user, or null for a guest
     */
    public @Nullable User user() {
        return user;
    }

    /**
     * Who it is as its client's credentials say; decides about who may come back to it, and who may renew them.
     *
     * @return the user, or null for a guest
     */
    public @Nullable User shown() {
        return shown;
    }

    /**
     * The same user has brought new credentials.
     *
     * @param renewed the user as they say it now
     */
    public void renew(@Nullable User renewed) {
        synchronized (this) {
            shows(renewed);
        }
    }

    private void shows(@Nullable User renewed) {
        shown = renewed;
        if (!named) {
            user = renewed;
        }
    }

    /**
     * Signs it in.
     *
     * @param in who is behind it from now on
     * @return how many sessions the user has now
     * @throws CallException {@code conflict} if it has a user, {@code too_many_sessions} if the user has as many
     *     sessions as may be, {@code unavailable} if it is over
     */
    public int signIn(User in) {
        return users.signIn(this, in);
    }

    /**
     * Signs it out: it is a guest's from now on.
     *
     * @return whether it was the last session of its user; false for a guest's, and once it is over
     */
    public boolean signOut() {
        return users.signOut(this);
    }

    /** Another user, and what its client is told of that. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Change(@Nullable User user, byte[] message) {}

    /**
     * Takes another user: nothing is pushed, and nobody comes back or ends it, meanwhile.
     *
     * @param deciding is told whether it is counted, and says what to change; null for nothing. It reads {@link #user}
     * @return false if nothing changed, or it is over
     */
    boolean change(Function<Boolean, @Nullable Change> deciding) {
        Connection open;
        synchronized (this) {
            Change change = over ? null : deciding.apply(counted);
            if (change == null) {
                return false;
            }
            user = change.user();
            named = true;
            open = connection;
            if (open != null) {
                open.add(change.message());
            }
        }
        if (open != null) {
            open.ready();
        }
        return true;
    }

    /**
     * It is about to count among the sessions of its user.
     *
     * @param entering is told the user, null for a guest; false if there is no room
     * @return false likewise
     */
    boolean count(Predicate<@Nullable User> entering) {
        synchronized (this) {
            counted = entering.test(user);
            return counted;
        }
    }

    /**
     * What the application keeps with it.
     *
     * @return values by name; may be changed
     */
    public Map<String, Object> attributes() {
        return attributes;
    }

    /**
     * What parts of the server remember of it, for as long as it lives. Each part has keys of its own, and takes them
     * away when it is gone itself.
     *
     * @return may be changed by any thread
     */
    public Map<Object, Object> notes() {
        return notes;
    }

    /**
     * The order of what it and others are told together.
     *
     * @return the same for all sessions of a registry
     */
    public BroadcastOrder order() {
        return order;
    }

    /**
     * The order in which things are done for it.
     *
     * @return its turn
     */
    public Turn turn() {
        return turn;
    }

    /**
     * The calls its client made.
     *
     * @return those that run, and the answers that are kept
     */
    public CallLedger calls() {
        return calls;
    }

    /**
     * Whether it has ended for good.
     *
     * @return true once it has
     */
    public boolean isOver() {
        return over;
    }

    /**
     * Whether its client is connected.
     *
     * @return false while it is away, and once it is over
     */
    public boolean isConnected() {
        return connection != null;
    }

    /**
     * Whether a connection is the session's own now; what comes in on any other is of the past.
     *
     * @param asked the connection
     * @return false if another has taken over, or the session is over
     */
    public boolean holds(Connection asked) {
        return connection == asked;
    }

    /**
     * A message that came on a connection is about to be worked off.
     *
     * @param from the connection
     * @return false if another has taken over, or the session is over; if not, {@link #leave} must follow
     */
    public boolean enter(Connection from) {
        if (!incoming.enter(from)) {
            return false;
        }
        if (connection != from) {
            incoming.leave(from);
            return false;
        }
        if (shownDigest != null) {
            shownDigest = null; // whoever speaks here was welcome, and has the new key
        }
        return true;
    }

    /**
     * It has been worked off.
     *
     * @param from what {@link #enter} was told
     */
    public void leave(Connection from) {
        incoming.leave(from);
    }

    /**
     * Sends a push.
     *
     * @param push what all receivers share
     * @param delivery what becomes of it if the client reads slowly or is away
     */
    public void push(EncodedPush push, Delivery delivery) {
        switch (delivery.keep()) {
            case ALL -> push(push);
            case NONE -> pushLossy(push.unnumbered());
            case LATEST -> pushLatest(push.unnumbered(), delivery);
        }
    }

    /**
     * Sends a binary frame, which has no seq: it is lost if the client is away.
     *
     * @param bytes any
     * @param lossy whether it may also be dropped if the client reads slowly
     */
    public void sendBinary(byte[] bytes, boolean lossy) {
        Connection open = connection;
        if (open == null) {
            return;
        }
        if (lossy) {
            open.addBinaryIfRoom(bytes);
        } else {
            open.addBinary(bytes);
        }
        open.ready();
    }

    private void pushLossy(byte[] message) {
        Connection open = connection;
        if (open != null && open.addIfRoom(message, false)) {
            open.ready();
        }
    }

    /** While others wait, each new one does too: the older of two must not come later. */
    private void pushLatest(byte[] message, Delivery delivery) {
        Connection open;
        synchronized (this) {
            if (over) {
                return;
            }
            open = connection;
            if (open == null || !nothingWaits() || !open.addIfRoom(message, true)) {
                open = null;
                waiting().put(delivery, message);
                count();
            }
        }
        if (open != null) {
            open.ready();
        }
    }

    private boolean nothingWaits() {
        return newest == null || newest.isEmpty();
    }

    private Newest waiting() {
        Newest waiting = newest;
        if (waiting == null) {
            waiting = new Newest(settings.replayPushes(), settings.replayBytes() / 2);
            newest = waiting;
        }
        return waiting;
    }

    /** There is room on the connection again for what waits. */
    private void moveWaiting() {
        Connection open;
        synchronized (this) {
            open = connection;
            if (open == null || newest == null) {
                return;
            }
            moveWaitingTo(open);
        }
        open.ready();
    }

    private void moveWaitingTo(Connection open) {
        if (newest != null) {
            newest.moveTo(message -> open.addIfRoom(message, true));
            count();
        }
    }

    private void count() {
        kept.is(keptBytes());
    }

    private long keptBytes() {
        return replay.bytes() + (newest == null ? 0 : newest.bytes());
    }

    /** Looks at what the next push will need, without a lock; any number. */
    int fetch() {
        Connection open = connection;
        return replay.fetch() + (open == null ? 0 : open.fetchOutbox());
    }

    /**
     * Sends a push that must not be lost.
     *
     * @param push what all receivers share
     */
    public void push(EncodedPush push) {
        Connection open;
        boolean discard = false;
        synchronized (this) {
            if (over) {
                return;
            }
            NumberedPush message = replay.add(push);
            highestSeq = message.seq();
            open = connection;
            if (open != null) {
                replay.trim();
                open.add(message);
            } else {
                discard = replay.missedTooMuch();
            }
            count();
        }
        if (open != null) {
            open.ready();
        } else if (discard) {
            workers.execute(
                    this::endIfMissedTooMuch); // whoever pushes may hold a lock, and what ends may be the application's
        }
    }

    /**
     * Sends what has no seq, such as an item or a ping; it is lost if the client is away.
     *
     * @param message the message
     */
    public void send(byte[] message) {
        Connection open = connection;
        if (open != null) {
            open.send(message);
        }
    }

    /**
     * Its connection.
     *
     * @return the connection, or null while its client is away and once it is over
     */
    public @Nullable Connection connection() {
        return connection;
    }

    /**
     * Answers a call.
     *
     * @param callId the client's number for it
     * @param answer the message
     */
    public void answer(long callId, byte[] answer) {
        answer(callId, answer, answer);
    }

    /**
     * Answers a call, and keeps something else for a client that asks again.
     *
     * @param callId the client's number for it
     * @param answer the message, or null if the client has to ask again first
     * @param kept one or more messages, one a line
     */
    public void answer(long callId, byte @Nullable [] answer, byte[] kept) {
        long place = calls.answers(callId, kept, !over && !settings.window().isZero());
        long seq = CallLedger.NOT_SENT;
        try {
            Connection open = connection;
            if (answer != null && open != null) { // nothing proves that the client has what is said while it is away
                open.send(answer);
                seq = highestSeq;
            }
        } finally {
            calls.wasTold(place, seq);
        }
    }

    /**
     * Gives an answer that is kept.
     *
     * @param callId the client's number for the call
     * @param answer the answer
     */
    public void answerAgain(long callId, byte[] answer) {
        Connection open = connection;
        if (open != null) {
            open.send(answer);
            calls.sentAgain(callId, highestSeq);
        }
    }

    /**
     * Asks the client.
     *
     * @param message makes the message for an id
     * @param now the time, in milliseconds
     * @return completes with the payload of the answer
     */
    public CompletableFuture<@Nullable Object> ask(LongFunction<byte[]> message, long now) {
        long askId = asks.next();
        byte[] bytes = message.apply(askId);
        CompletableFuture<@Nullable Object> answer = new CompletableFuture<>();
        CallException refused;
        Connection open;
        synchronized (this) {
            refused = asks.register(
                    askId, answer, bytes, now + settings.askTimeout().toMillis());
            open = connection;
            if (refused == null && open != null) {
                open.add(bytes);
            }
        }
        if (refused != null) {
            answer.completeExceptionally(refused);
        } else if (open != null) {
            open.ready();
        }
        return answer;
    }

    /**
     * The client answered something it was asked.
     *
     * @param answer its answer
     */
    public void answered(Answer answer) {
        asks.answered(answer);
    }

    /**
     * The client has had every push up to a seq.
     *
     * @param seen the seq
     * @return false if that was never sent
     */
    public boolean acknowledge(long seen) {
        synchronized (this) {
            if (seen > highestSeq) {
                return false;
            }
            if (seen <= acknowledged) {
                return true;
            }
            acknowledged = seen;
            replay.acknowledged(seen);
            count();
        }
        calls.acknowledged(seen);
        return true;
    }

    /**
     * How much is kept until the client acknowledges it.
     *
     * @return bytes of pushes
     */
    long replayBytes() {
        synchronized (this) {
            return replay.bytes();
        }
    }

    /**
     * Pings its client on a connection, unless another one has taken over.
     *
     * @param on the connection
     * @param message makes the ping from the highest seq sent so far
     */
    public void ping(Connection on, LongFunction<byte[]> message) {
        if (ping(on, message, null, 0) == null) {
            on.ready();
        }
    }

    /**
     * Pings its client and waits.
     *
     * @param message makes the ping from the highest seq sent so far
     * @param now the time, in milliseconds
     * @return completes with how long the answer took; fails with {@code unavailable} if the client is away or goes
     *     before it answers, {@code timeout} if it does not, {@code rate_limited} if too many are not answered
     */
    public CompletableFuture<Duration> ping(LongFunction<byte[]> message, long now) {
        CompletableFuture<Duration> answer = new CompletableFuture<>();
        Connection open = connection;
        CallException refusal = open == null ? Pings.away() : ping(open, message, answer, now);
        if (refusal == null) {
            Objects.requireNonNull(open).ready();
        } else {
            answer.completeExceptionally(refusal);
        }
        return answer;
    }

    private @Nullable CallException ping(
            Connection on, LongFunction<byte[]> message, @Nullable CompletableFuture<Duration> answer, long now) {
        synchronized (this) {
            if (connection != on) {
                return Pings.away();
            }
            CallException tooMany = pings.sent(calls.pinged(), answer, now);
            if (tooMany == null) {
                on.add(message.apply(highestSeq));
            }
            return tooMany;
        }
    }

    /** What was asked on a connection that is gone is not answered any more. */
    private void dropPings() {
        List<CompletableFuture<Duration>> dropped = pings.drop();
        if (!dropped.isEmpty()) {
            workers.execute(() -> dropped.forEach(answer -> answer.completeExceptionally(Pings.away())));
        }
    }

    /**
     * The client answered the oldest ping that was not answered.
     *
     * @param now the time, in milliseconds
     */
    public void ponged(long now) {
        Pings.Sent ping;
        synchronized (this) {
            ping = pings.answered();
        }
        if (ping != null) {
            calls.ponged(ping.order());
            CompletableFuture<Duration> answer = ping.answer();
            if (answer != null) {
                workers.execute(() -> answer.complete(Duration.ofMillis(now - ping.at())));
            }
        }
    }

    /**
     * The session's first connection. The welcome stays in its outbox until it is told to be ready, which is when the
     * session can be found: a client may come back as soon as it is welcome.
     *
     * @param opened the connection
     * @param welcome makes the first message from the key to come back with
     * @return false if it is over already; then the connection is left as it is
     */
    public boolean attach(Connection opened, Function<String, byte[]> welcome) {
        synchronized (this) {
            if (over) {
                return false;
            }
            connection = opened;
            incoming.handTo(opened, () -> {});
            opened.whenRoom(this::moveWaiting);
            opened.add(welcome.apply(newKey()));
            // its user's sessions are told things as soon as it counts as one of them
            replay.above(0).forEach(opened::addAlways);
            asks.unanswered().forEach(opened::addAlways);
        }
        return true;
    }

    /**
     * A client comes back. In this order: the key has to fit, the user to be the same, the window not to be over; the
     * session is given to the new connection, which at the same moment makes the old one one of the past, and that is
     * closed. If everything is there that the client has not had, it is sent the welcome, then that, then what is new.
     * If not, the session is over. While a message of the old connection is being worked off, all this waits for its
     * end.
     *
     * @param opened its new connection
     * @param resume what it shows
     * @param again who it is now, just authenticated; null for a guest
     * @param now the time, in milliseconds
     * @param welcome makes the first message from the key to come back with next time
     * @param then told null if the session goes on; otherwise why it cannot: {@code unknown}, {@code denied}, {@code
     *     expired} or {@code gap}
     */
    public void resume(
            Connection opened,
            FromClient.Resume resume,
            @Nullable User again,
            long now,
            Function<String, byte[]> welcome,
            Consumer<@Nullable String> then) {
        Connection old = null;
        boolean ends = false;
        String why;
        synchronized (this) {
            why = whyNot(resume, again);
            if (why == null) {
                if (!incoming.handTo(opened, () -> resume(opened, resume, again, now, welcome, then))) {
                    return;
                }
                old = connection;
                why = whyNoMore(resume.seen(), now);
                if (why == null) {
                    takeOver(opened, resume, again, welcome);
                } else {
                    over(why);
                    ends = true;
                }
            }
        }
        if (old != null) {
            old.close(CloseCode.TAKEN_OVER, "taken over by a newer connection");
        }
        if (why == null) {
            opened.ready();
        } else if (ends) {
            ended();
        }
        then.accept(why);
    }

    /** Why the client may not have it, and nothing changes. */
    private @Nullable String whyNot(FromClient.Resume resume, @Nullable User again) {
        if (!fits(resume.key())) {
            return Resumption.UNKNOWN;
        }
        if (over) {
            return whyOver == null ? Resumption.UNKNOWN : whyOver;
        }
        return isOf(again) ? null : Resumption.DENIED;
    }

    /** Why the session cannot go on, for nobody. */
    private @Nullable String whyNoMore(long seen, long now) {
        if (connection == null && isExpired(now)) {
            return Resumption.EXPIRED;
        }
        return seen > highestSeq || !replay.reachesBackTo(seen) ? Resumption.GAP : null;
    }

    private void takeOver(
            Connection opened, FromClient.Resume resume, @Nullable User again, Function<String, byte[]> welcome) {
        shows(again);
        dropPings();
        opened.whenRoom(this::moveWaiting);
        byte[] shown = Secrets.digest(resume.key());
        opened.add(welcome.apply(newKey()));
        shownDigest = shown;
        replay.above(resume.seen()).forEach(opened::addAlways);
        asks.unanswered().forEach(opened::addAlways);
        moveWaitingTo(opened);
        // from here on others send on it without the lock, and what was missed has to stand before that
        connection = opened;
    }

    private boolean fits(String key) {
        byte[] shown = shownDigest;
        return Secrets.same(keyDigest, key) || (shown != null && Secrets.same(shown, key));
    }

    private boolean isOf(@Nullable User again) {
        User before = shown;
        return before == null ? again == null : again != null && before.id().equals(again.id());
    }

    private boolean isExpired(long now) {
        return now - awaySince >= settings.window().toMillis();
    }

    private String newKey() {
        String key = Secrets.key();
        keyDigest = Secrets.digest(key);
        return key;
    }

    /**
     * A connection is gone. If it is still the session's, the client is away from now on.
     *
     * @param gone the connection
     * @param now the time, in milliseconds
     * @return false if another connection has taken over
     */
    public boolean detach(Connection gone, long now) {
        boolean discard;
        synchronized (this) {
            if (connection != gone) {
                return false;
            }
            connection = null;
            dropPings();
            awaySince = now;
            replay.away();
            discard = settings.window().isZero();
        }
        if (discard) {
            end();
        }
        return true;
    }

    /**
     * Time goes by.
     *
     * @param now the time, in milliseconds
     */
    public void tick(long now) {
        asks.tick(now);
        List<CompletableFuture<Duration>> late = latePings(now);
        late.forEach(answer -> answer.completeExceptionally(
                new CallException(ErrorCodes.TIMEOUT, "The client did not answer in time")));
        for (RunningCall call : calls.all()) {
            call.tick(now);
        }
        if (connection == null && !over) {
            end(Resumption.EXPIRED, () -> connection == null && isExpired(now));
        }
    }

    private List<CompletableFuture<Duration>> latePings(long now) {
        synchronized (this) {
            return pings.late(now - settings.askTimeout().toMillis());
        }
    }

    /**
     * Ends the session and tells its client not to come back.
     *
     * @param bye the last message
     * @param code close code
     * @param reason for people
     */
    public void close(byte[] bye, CloseCode code, String reason) {
        disconnect(bye, code.code(), reason);
    }

    /**
     * Closes its connection, if there is one. Unless its client is to come back after that code, it is over.
     *
     * @param bye the last message
     * @param code close code
     * @param reason for people
     */
    public void disconnect(byte[] bye, int code, String reason) {
        Connection open = connection;
        if (code == CloseCode.NORMAL.code() || !CloseCode.comesBack(code)) {
            end();
        }
        if (open != null) {
            open.send(bye);
            open.close(code, reason);
        }
    }

    /** Cuts its connection, if there is one; its client may come back. */
    public void terminate() {
        Connection open = connection;
        if (open != null) {
            open.cut();
        }
    }

    /** Ends it and cuts its connection, without a word. */
    public void kill() {
        Connection open = connection;
        end();
        if (open != null) {
            open.cut();
        }
    }

    /** Ends the session; its connection, if there is one, is left as it is. */
    public void end() {
        end(null, () -> true);
    }

    /**
     * Ends the session if a connection is still its own: its client is not to come back. The connection is left as it is.
     *
     * @param last the connection
     */
    public void endWith(Connection last) {
        end(null, () -> connection == last);
    }

    private void endIfMissedTooMuch() {
        end(Resumption.GAP, () -> connection == null && replay.missedTooMuch());
    }

    private void end(@Nullable String why, BooleanSupplier still) {
        synchronized (this) {
            if (over || !still.getAsBoolean()) {
                return;
            }
            over(why);
        }
        ended();
    }

    private void over(@Nullable String why) {
        over = true;
        whyOver = why;
        connection = null;
        dropPings();
        replay.clear();
        newest = null;
        count();
    }

    private void ended() {
        asks.over();
        calls.newestFirst().forEach(RunningCall::cancel);
        Runnable gone = whenOver;
        if (gone != null) {
            gone.run();
        }
    }

    /**
     * How much is kept for its client, waiting or not acknowledged.
     *
     * @return bytes
     */
    long weight() {
        synchronized (this) {
            return keptBytes() + (connection == null ? 0 : connection.queuedBytes());
        }
    }

    /** The node keeps too much, and for no session more than for this one: something of it goes. */
    void lighten() {
        Connection open = connection;
        if (open != null && open.queuedBytes() > 0) {
            open.closeTooSlow();
            return;
        }
        if (open == null) {
            end(Resumption.GAP, () -> connection == null);
            return;
        }
        synchronized (this) {
            replay.clear();
            newest = null;
            count();
        }
    }

    /** What is remembered of it once it is over. */
    void departed(Departed departed, long now) {
        synchronized (this) {
            if (whyOver != null) {
                departed.add(id, keyDigest, whyOver, now);
            }
        }
    }

    void whenOver(Runnable action) {
        whenOver = action;
    }
}
