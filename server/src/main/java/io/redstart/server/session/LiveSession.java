package io.redstart.server.session;

import io.redstart.api.CallException;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.protocol.Answer;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.server.transport.Connection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A client for as long as it may come back. It gives every push its seq and keeps it until the client has had it; its
 * connection comes and goes. Any thread may use it; nothing waits.
 */
public final class LiveSession {
    private final String id = Secrets.id();
    private final Handshake handshake;
    private final SessionSettings settings;
    private final Executor workers;
    private final BroadcastOrder order;
    private final Turn turn;
    private final CallLedger calls;
    private final Asks asks = new Asks();
    private final Map<String, Object> attributes = new ConcurrentHashMap<>(0);
    private final ReentrantLock lock = new ReentrantLock();
    private final ReplayBuffer replay;
    private volatile @Nullable User user;
    private volatile @Nullable Connection connection;
    private volatile boolean over;
    private volatile @Nullable Runnable whenOver;
    private byte[] keyDigest = {};
    private long seq;
    private long acknowledged;
    private long awaySince;

    LiveSession(
            Handshake handshake,
            @Nullable User user,
            SessionSettings settings,
            BroadcastOrder order,
            Executor workers) {
        this.handshake = handshake;
        this.user = user;
        this.settings = settings;
        this.order = order;
        this.workers = workers;
        this.turn = new Turn(workers);
        this.calls = new CallLedger(settings.replayPushes(), settings.replayBytes());
        this.replay = new ReplayBuffer(settings.replayPushes(), settings.replayBytes());
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

    /**
     * Who is behind it.
     *
     * @return the user, or null for a guest
     */
    public @Nullable User user() {
        return user;
    }

    /**
     * The same user has brought new credentials.
     *
     * @param renewed the user as they say it now
     */
    public void renew(@Nullable User renewed) {
        user = renewed;
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
     * Sends a push that must not be lost.
     *
     * @param push what all receivers share
     */
    public void push(EncodedPush push) {
        Connection open;
        boolean discard = false;
        lock.lock();
        try {
            if (over) {
                return;
            }
            byte[] message = push.bytes(++seq);
            replay.add(message);
            open = connection;
            if (open != null) {
                replay.trim();
                open.add(message);
            } else {
                discard = replay.isOverfull();
            }
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.ready();
        } else if (discard) {
            workers.execute(() -> end(true)); // whoever pushes may hold a lock, and what ends may be the application's
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
        calls.answered(callId, kept, !over && !settings.window().isZero());
        if (answer != null) {
            answerAgain(callId, answer);
        }
    }

    /**
     * Gives an answer that is kept.
     *
     * @param callId the client's number for the call
     * @param answer the answer
     */
    public void answerAgain(long callId, byte[] answer) {
        send(answer);
        calls.sent(callId, highestSeq());
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
        if (asks.register(askId, answer, bytes, now + settings.askTimeout().toMillis())) {
            send(bytes);
        } else {
            asks.over();
            answer.completeExceptionally(new CallException(ErrorCodes.UNAVAILABLE, "The session is over"));
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
        lock.lock();
        try {
            if (seen > seq) {
                return false;
            }
            if (seen <= acknowledged) {
                return true;
            }
            acknowledged = seen;
            replay.acknowledged(seen);
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            return replay.bytes();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A ping is about to be sent.
     *
     * @return the highest seq sent so far
     */
    public long ping() {
        calls.pinged();
        return highestSeq();
    }

    private long highestSeq() {
        lock.lock();
        try {
            return seq;
        } finally {
            lock.unlock();
        }
    }

    /** The client answered the last ping. */
    public void ponged() {
        calls.ponged();
    }

    /**
     * The session's first connection. The welcome stays in its outbox until it is told to be ready, which is when the
     * session can be found: a client may come back as soon as it is welcome.
     *
     * @param opened the connection
     * @param welcome makes the first message from the key to come back with
     */
    public void attach(Connection opened, Function<String, byte[]> welcome) {
        lock.lock();
        try {
            connection = opened;
            opened.add(welcome.apply(newKey()));
        } finally {
            lock.unlock();
        }
    }

    /**
     * A client comes back. If it can go on, it is sent the welcome, then what it has not had, then what is new; its
     * old connection is closed.
     *
     * @param opened its new connection
     * @param resume what it shows
     * @param welcome makes the first message from the key to come back with next time
     * @return null if the session goes on; otherwise why it cannot: {@code expired}, {@code unknown} or {@code gap}
     */
    public @Nullable String resume(Connection opened, FromClient.Resume resume, Function<String, byte[]> welcome) {
        Connection old;
        lock.lock();
        try {
            if (over) {
                return "expired";
            }
            if (!Secrets.same(keyDigest, resume.key())) {
                return "unknown";
            }
            if (resume.seen() > seq || !replay.reachesBackTo(resume.seen())) {
                return "gap";
            }
            old = connection;
            connection = opened;
            opened.add(welcome.apply(newKey()));
            replay.above(resume.seen()).forEach(opened::addAlways);
            asks.unanswered().forEach(opened::addAlways);
        } finally {
            lock.unlock();
        }
        if (old != null) {
            old.close(CloseCode.TAKEN_OVER, "taken over by a newer connection");
        }
        opened.ready();
        return null;
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
        lock.lock();
        try {
            if (connection != gone) {
                return false;
            }
            connection = null;
            awaySince = now;
            discard = settings.window().isZero() || replay.isOverfull();
        } finally {
            lock.unlock();
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
        for (RunningCall call : calls.all()) {
            call.tick(now);
        }
        if (connection == null && !over) {
            boolean expired;
            lock.lock();
            try {
                expired = connection == null
                        && now - awaySince >= settings.window().toMillis();
            } finally {
                lock.unlock();
            }
            if (expired) {
                end();
            }
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
        Connection open = connection;
        end();
        if (open != null) {
            open.send(bye);
            open.close(code, reason);
        }
    }

    /** Ends the session; its connection, if there is one, is left as it is. */
    public void end() {
        end(false);
    }

    private void end(boolean onlyIfOverfull) {
        lock.lock();
        try {
            if (over || (onlyIfOverfull && (connection != null || !replay.isOverfull()))) {
                return;
            }
            over = true;
            connection = null;
            replay.clear();
        } finally {
            lock.unlock();
        }
        asks.over();
        calls.newestFirst().forEach(RunningCall::cancel);
        Runnable gone = whenOver;
        if (gone != null) {
            gone.run();
        }
    }

    void whenOver(Runnable action) {
        whenOver = action;
    }
}
