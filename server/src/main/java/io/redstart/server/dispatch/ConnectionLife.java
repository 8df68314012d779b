package io.redstart.server.dispatch;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.protocol.Answer;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.Lines;
import io.redstart.protocol.MessageReader;
import io.redstart.protocol.PayloadReader.Kind;
import io.redstart.protocol.ProtocolException;
import io.redstart.protocol.WireError;
import io.redstart.server.invocation.BoundCall;
import io.redstart.server.session.LiveSession;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** One connection from hello to goodbye: becomes a session, and turns its messages into what the core knows. */
public final class ConnectionLife implements Receiver {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLife.class);
    private static final String STOPS = "The server stops";
    private static final ObjectReader TREE =
            JsonMapper.shared().readerFor(JsonNode.class).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final Dispatcher host;
    private final Handshake handshake;
    private final CompletionStage<Decision> decided;
    private final MessageReader reader;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<byte[]> held = new ArrayDeque<>(0);
    private int heldBytes;
    private State state = State.NEW;
    private volatile @Nullable LiveSession session;
    private volatile @Nullable Connection connection;
    private volatile long openedAt;
    private volatile long heard;
    private volatile boolean pinged;
    private long pingedAt;
    private int errors;
    private volatile boolean leaving;
    private @Nullable Object bound;

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

    ConnectionLife(Dispatcher host, Handshake handshake, CompletionStage<Decision> decided) {
        this.host = host;
        this.handshake = handshake;
        this.decided = decided;
        this.reader = new MessageReader(host.json(), this::payload);
        this.heard = host.now();
    }

    @Override
    public void opened(Connection opened) {
        connection = opened;
        openedAt = host.now();
        heard = openedAt;
        host.opened(this);
        decided.whenComplete((decision, thrown) -> {
            if (thrown != null) {
                fail(thrown);
            } else if (decision instanceof Decision.Refuse) {
                greet(FromClient.Hello.EMPTY, decision);
            }
        });
    }

    private void fail(Throwable thrown) {
        LOG.error("The authenticator failed", thrown);
        leave(CloseCode.GOING_AWAY, "The server failed", 1_000L);
    }

    @Override
    public void text(byte[] bytes, int from, int length) {
        heard = host.now();
        Lines.forEach(bytes, from, length, this::line);
    }

    @Override
    public void binary(byte[] bytes, int from, int length) {
        heard = host.now();
        mistake(new ProtocolException("a binary frame (expected: text)", null));
    }

    private void line(byte[] bytes, int from, int length) {
        if (holdsBack(bytes, from, length)) {
            return;
        }
        LiveSession open = session;
        if (open == null) {
            first(bytes, from, length);
        } else if (open.holds(connection())) {
            message(open, bytes, from, length);
        }
    }

    /** Keeps what comes between hello and welcome for later. */
    private boolean holdsBack(byte[] bytes, int from, int length) {
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
            tooMuch = heldBytes > host.settings().maxBeforeWelcome();
            if (!tooMuch) {
                held.add(Arrays.copyOfRange(bytes, from, from + length));
            }
        } finally {
            lock.unlock();
        }
        if (tooMuch) {
            host.observer().limitHit("before-welcome");
            leave(CloseCode.BAD_PROTOCOL, "too much was sent before the welcome", null);
        }
        return true;
    }

    private void first(byte[] bytes, int from, int length) {
        FromClient.Hello hello = FromClient.Hello.EMPTY;
        boolean greeted = false;
        if (length > host.settings().maxBeforeWelcome()) {
            host.observer().limitHit("before-welcome");
            leave(CloseCode.BAD_PROTOCOL, "too much was sent before the welcome", null);
            return;
        }
        try {
            FromClient message = reader.fromClient(bytes, from, length);
            if (message instanceof FromClient.Hello said) {
                hello = said;
                greeted = true;
            }
        } catch (ProtocolException notHello) {
            LOG.debug("The first message is no hello: {}", notHello.getMessage());
        }
        lock.lock();
        try {
            state = State.GREETED;
            if (!greeted) {
                held.add(Arrays.copyOfRange(bytes, from, from + length));
                heldBytes += length;
            }
        } finally {
            lock.unlock();
        }
        if (hello.version() != 1) {
            leave(CloseCode.BAD_PROTOCOL, "v is " + hello.version() + " (expected: 1)", null);
            return;
        }
        FromClient.Hello said = hello;
        decided.thenAccept(decision -> {
            if (decision instanceof Decision.Undecided) {
                decideAtHello(said);
            } else {
                greet(said, decision);
            }
        });
    }

    private void decideAtHello(FromClient.Hello hello) {
        host.authentication().decide(withToken(hello.token())).whenComplete((decision, thrown) -> {
            if (thrown != null) {
                fail(thrown);
            } else {
                greet(hello, decision);
            }
        });
    }

    private Handshake withToken(@Nullable String token) {
        return new Handshake(
                handshake.path(),
                handshake.query(),
                handshake.headers(),
                handshake.address(),
                token,
                Handshake.Stage.HELLO);
    }

    private void greet(FromClient.Hello hello, Decision decision) {
        if (decision instanceof Decision.Accept accepted) {
            welcome(hello, accepted.user());
        } else if (decision instanceof Decision.Guest) {
            welcome(hello, null);
        } else {
            String reason = decision instanceof Decision.Refuse refused ? refused.reason() : "Not authenticated";
            leave(CloseCode.NOT_AUTHENTICATED, reason, null);
        }
    }

    private void welcome(FromClient.Hello hello, @Nullable User user) {
        String why = null;
        FromClient.Resume resume = hello.resume();
        if (resume != null) {
            LiveSession old = host.registry().find(resume.sid());
            why = old == null ? "unknown" : resume(old, resume, user);
            host.observer().resumed(why);
            if (why == null) {
                open(Objects.requireNonNull(old));
                return;
            }
            if (old != null && why.equals("gap")) {
                old.end();
            }
        }
        LiveSession fresh = host.registry().create(handshake, user);
        String reason = why;
        fresh.attach(connection(), key -> host.welcome(fresh, key, false, reason));
        host.registry().add(fresh);
        connection().ready();
        open(fresh);
    }

    private @Nullable String resume(LiveSession old, FromClient.Resume resume, @Nullable User user) {
        User before = old.user();
        boolean same =
                before == null ? user == null : user != null && before.id().equals(user.id());
        if (!same) {
            return "denied";
        }
        String why = old.resume(connection(), resume, key -> host.welcome(old, key, true, null));
        if (why == null) {
            old.renew(user);
        }
        return why;
    }

    /** Works off what came meanwhile; then messages go straight through. */
    private void open(LiveSession opened) {
        boolean gone;
        lock.lock();
        try {
            gone = state == State.CLOSED;
            session = opened;
        } finally {
            lock.unlock();
        }
        if (gone) {
            opened.detach(connection(), host.now());
            return;
        }
        for (byte[] message = nextHeld(); message != null; message = nextHeld()) {
            message(opened, message, 0, message.length);
        }
    }

    private byte @Nullable [] nextHeld() {
        lock.lock();
        try {
            byte[] next = held.poll();
            if (next == null && state == State.GREETED) {
                state = State.OPEN;
            }
            return next;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable Object payload(Kind kind, long id, @Nullable String target, JsonParser parser) {
        if (session == null) {
            // nothing is made of what somebody says whom nobody knows yet; it is read again later
            parser.skipChildren();
            return null;
        }
        if (kind == Kind.ARGS) {
            bound = host.invocation().bind(Objects.requireNonNull(target), parser);
            return bound;
        }
        return TREE.readValue(parser);
    }

    /** Gives back what was bound for a message that turned out to be broken. */
    private void discardBound() {
        host.invocation().discard(bound);
        bound = null;
    }

    private void message(LiveSession open, byte[] bytes, int from, int length) {
        try {
            FromClient message = reader.fromClient(bytes, from, length);
            bound = null;
            take(open, message);
        } catch (ProtocolException broken) {
            discardBound();
            mistake(broken);
        }
    }

    private void take(LiveSession open, FromClient message) {
        if (message instanceof FromClient.Call call) {
            if (leaving) {
                host.invocation().discard(call.args());
                refuse(call.id(), new CallException(ErrorCodes.UNAVAILABLE, STOPS, null, Duration.ZERO, List.of()));
                return;
            }
            host.invocation().call(open, call.id(), (BoundCall) Objects.requireNonNull(call.args()), call.meta());
        } else if (message instanceof FromClient.Cast cast) {
            bounded(host.invocation().cast(open, (BoundCall) Objects.requireNonNull(cast.args())));
        } else if (message instanceof FromClient.Ack ack) {
            acknowledge(open, ack.seen());
        } else if (message instanceof FromClient.Pong pong) {
            pinged = false;
            open.ponged();
            acknowledge(open, pong.seen());
        } else if (message instanceof FromClient.More more) {
            host.invocation().more(open, more.id(), more.count());
        } else if (message instanceof FromClient.Cancel cancel) {
            host.invocation().cancel(open, cancel.id());
        } else if (message instanceof FromClient.Act act) {
            if (act.channel() != null) {
                refuse(act.id(), noChannel(act.channel()));
            } else {
                host.invocation().action(open, act.id(), (JsonNode) Objects.requireNonNull(act.action()));
            }
        } else if (message instanceof FromClient.Event event) {
            bounded(host.invocation().event(open, event.name(), (JsonNode) Objects.requireNonNull(event.data())));
        } else if (message instanceof Answer answer) {
            open.answered(answer);
        } else if (message instanceof FromClient.Auth auth) {
            renew(open, auth);
        } else if (message instanceof FromClient.Join join) {
            refuse(join.id(), noChannel(join.channel()));
        } else if (message instanceof FromClient.Leave leave) {
            refuse(leave.id(), noChannel(leave.channel()));
        } else {
            mistake(new ProtocolException("hello came twice (expected: once, first)", null));
        }
    }

    private static CallException noChannel(String channel) {
        return new CallException(ErrorCodes.NOT_FOUND, "There is no channel '" + channel + "'");
    }

    private void bounded(boolean taken) {
        if (!taken) {
            host.observer().limitHit("waiting");
            leave(CloseCode.TOO_MANY_MESSAGES, "too many messages wait", 1_000L);
        }
    }

    private void acknowledge(LiveSession open, long seen) {
        if (!open.acknowledge(seen)) {
            leave(CloseCode.POSITION_IMPOSSIBLE, "seen is " + seen + ", which was never sent", 0L);
        }
    }

    /** New credentials: of the same user, or nothing changes. */
    private void renew(LiveSession open, FromClient.Auth auth) {
        host.authentication().decide(withToken(auth.token())).whenComplete((decision, thrown) -> {
            User before = open.user();
            if (decision instanceof Decision.Accept accepted
                    && before != null
                    && before.id().equals(accepted.user().id())) {
                open.renew(accepted.user());
                connection().send(host.writer().write(new Answer.Result(auth.id(), true)));
            } else if (thrown != null) {
                LOG.error("The authenticator failed", thrown);
                refuse(auth.id(), new CallException(ErrorCodes.UNAVAILABLE, "The server failed"));
            } else if (decision instanceof Decision.Accept) {
                refuse(auth.id(), new CallException(ErrorCodes.FORBIDDEN, "The credentials are of somebody else"));
            } else {
                refuse(auth.id(), new CallException(ErrorCodes.UNAUTHENTICATED, "The credentials are not valid"));
            }
        });
    }

    private void refuse(long id, CallException refusal) {
        connection().send(host.writer().write(new Answer.Failure(id, WireError.of(refusal))));
    }

    private void mistake(ProtocolException broken) {
        host.observer().protocolError();
        LOG.debug("Not a message: {}", broken.getMessage());
        Long id = broken.id();
        LiveSession open = session;
        if (id != null && open != null && broken.isAnswer()) {
            open.answered(new Answer.Failure(
                    id, WireError.of(ErrorCodes.INVALID, Objects.requireNonNull(broken.getMessage()))));
        } else if (id != null && open != null) {
            connection()
                    .send(host.writer()
                            .write(new Answer.Failure(
                                    id,
                                    WireError.of(
                                            ErrorCodes.BAD_MESSAGE, Objects.requireNonNull(broken.getMessage())))));
        }
        if (++errors > host.settings().maxErrors()) {
            leave(CloseCode.TOO_MANY_ERRORS, "too many messages that are none", null);
        }
    }

    private void leave(CloseCode code, String reason, @Nullable Long retry) {
        lock.lock();
        try {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            held.clear();
        } finally {
            lock.unlock();
        }
        Connection open = connection();
        if (!leaving) {
            open.send(host.bye(code, reason, retry));
        }
        open.close(code, reason);
    }

    /** The server stops: the client is told, and the connection closed when nothing runs for it any more. */
    void goAway() {
        leaving = true;
        connection().send(host.bye(CloseCode.GOING_AWAY, STOPS, 0L));
    }

    private boolean mayGo(long now) {
        LiveSession mine = session;
        return mine == null || mine.calls().size() == 0 || host.mustLeave(now);
    }

    private Connection connection() {
        return Objects.requireNonNull(connection);
    }

    void cut() {
        connection().cut();
    }

    void tick(long now) {
        Connection open = connection();
        if (open.waitingMillis() > host.transport().maxQueueAge().toMillis()) {
            host.observer().limitHit("queue-age");
            open.cut();
            return;
        }
        if (open.closingMillis() > host.settings().pongTimeout().toMillis()) {
            open.cut();
            return;
        }
        if (leaving && mayGo(now)) {
            leave(CloseCode.GOING_AWAY, STOPS, 0L);
            return;
        }
        LiveSession mine = session;
        if (mine == null) {
            if (now - openedAt > host.settings().helloTimeout().toMillis() && isNew()) {
                host.observer().limitHit("hello");
                leave(CloseCode.TOO_SLOW, "hello did not come in time", 0L);
            }
            return;
        }
        long heartbeat = host.settings().heartbeat().toMillis();
        if (heartbeat == 0) {
            return;
        }
        if (pinged) {
            if (now - pingedAt > host.settings().pongTimeout().toMillis()) {
                open.cut();
            }
        } else if (now - heard >= heartbeat || open.silentMillis() >= heartbeat) {
            pinged = true;
            pingedAt = now;
            open.send(host.writer().write(new FromServer.Ping(mine.ping())));
        }
    }

    private boolean isNew() {
        lock.lock();
        try {
            return state == State.NEW;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void closed(int code, String reason) {
        lock.lock();
        try {
            state = State.CLOSED;
            held.clear();
        } finally {
            lock.unlock();
        }
        host.closed(this, code);
        LiveSession mine = session;
        if (mine != null && mine.detach(connection(), host.now()) && (code == 1000 || code == 1001)) {
            mine.end();
        }
    }
}
