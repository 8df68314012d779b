package io.redstart.server.dispatch;

import io.redstart.api.CallException;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.protocol.Answer;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageReader;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.PayloadReader;
import io.redstart.protocol.WireError;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.observe.Observer;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.transport.TransportSettings;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/** Takes in connections and lets time pass for them. */
public final class Dispatcher {
    /** Bounds on the JSON of any client. */
    private static final StreamReadConstraints CONSTRAINTS = StreamReadConstraints.builder()
            .maxNestingDepth(64)
            .maxNumberLength(64)
            .maxNameLength(256)
            .build();

    private final SessionRegistry registry;
    private final Invocation invocation;
    private final Authentication authentication;
    private final DispatchSettings settings;
    private final TransportSettings transport;
    private final LongSupplier clock;
    private final Observer observer;
    private final Supplier<String> contract;
    private final String node;
    private final UserConnections users;
    private final JsonFactory json =
            JsonFactory.builder().streamReadConstraints(CONSTRAINTS).build();
    /** Only its parsers are used, by the readers of all connections. */
    private final MessageReader reader = new MessageReader(json, (kind, id, target, parser) -> {
        parser.skipChildren();
        return null;
    });

    private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), 1 << 16);
    private final Set<ConnectionLife> connections = ConcurrentHashMap.newKeySet();
    /** What time does to a connection is done by one thread at a time, in its order. */
    private final ReentrantLock ticking = new ReentrantLock();

    private volatile boolean draining;
    private volatile boolean removed;
    private volatile long leaveBy = Long.MAX_VALUE;

    /**
     * A dispatcher without connections.
     *
     * @param registry all sessions
     * @param invocation runs what clients ask for
     * @param authentication says who they are
     * @param settings how connections are begun and kept
     * @param transport bounds of connections
     * @param clock tells the time in milliseconds; only grows
     * @param observer is told of connections and mistakes
     * @param contract the hash of what is deployed
     * @param node the server's name
     */
    public Dispatcher(
            SessionRegistry registry,
            Invocation invocation,
            Authentication authentication,
            DispatchSettings settings,
            TransportSettings transport,
            LongSupplier clock,
            Observer observer,
            Supplier<String> contract,
            String node) {
        this.registry = registry;
        this.invocation = invocation;
        this.authentication = authentication;
        this.settings = settings;
        this.transport = transport;
        this.clock = clock;
        this.observer = observer;
        this.contract = contract;
        this.node = node;
        this.users = new UserConnections(authentication.settings().maxConnections());
    }

    /**
     * A client is about to connect.
     *
     * @param door the name of the door it comes in by, for the server's numbers
     * @param handshake how it comes in
     * @param decision what was said of it before its hello
     * @return hears what it says
     */
    public ConnectionLife connect(String door, Handshake handshake, Decision decision) {
        return connect(door, handshake, decision.now());
    }

    /**
     * A client is about to connect, and who it is will be known later. What it says meanwhile waits.
     *
     * @param door the name of the door it comes in by, for the server's numbers
     * @param handshake how it comes in
     * @param decision what is said of it before its hello; a client that is refused is closed
     * @return hears what it says
     */
    public ConnectionLife connect(String door, Handshake handshake, CompletionStage<Decision> decision) {
        return new ConnectionLife(this, door, handshake, decision);
    }

    /**
     * The packets that may travel now.
     *
     * @return what clients are told of them; null as long as there were none
     */
    public FromServer.@Nullable PacketIds packets() {
        return invocation.packets();
    }

    /**
     * Whether anything that is deployed takes an event.
     *
     * @param name the event's name
     * @return false if it would be passed over
     */
    public boolean takesEvent(String name) {
        return invocation.takesEvent(name);
    }

    /**
     * What is deployed under a name.
     *
     * @param target the method's name, as clients call it
     * @return how it is called; null if there is no such method now
     */
    public @Nullable MethodModel method(String target) {
        return invocation.method(target);
    }

    void opened(ConnectionLife connection) {
        connections.add(connection);
        connection.connection().countsTo(registry.backlog());
        observer.connectionOpened(connection.door());
        if (removed) {
            dismiss(connection);
        } else if (draining) {
            connection.goAway();
        }
    }

    void closed(ConnectionLife connection, int code) {
        if (connections.remove(connection)) {
            if (connection.connection().wasTooSlow()) {
                observer.limitHit("queued");
            }
            observer.connectionClosed(connection.door(), code);
        }
    }

    byte[] welcome(
            LiveSession session,
            String key,
            boolean resumed,
            @Nullable String why,
            FromServer.@Nullable PacketIds packets) {
        return writer.write(new FromServer.Welcome(
                session.id(),
                key,
                resumed,
                why,
                registry.settings().window().toMillis(),
                settings.heartbeat().toMillis(),
                Map.of(
                        "message", transport.maxMessage(),
                        "answer", invocation.settings().maxAnswer(),
                        "calls", (long) invocation.settings().maxCalls()),
                contract.get(),
                node,
                packets,
                session.user() == null ? null : session.user().id()));
    }

    byte[] bye(CloseCode code, String reason, @Nullable Long retry) {
        return writer.write(new FromServer.Bye(code.code(), reason, retry));
    }

    void refuse(ConnectionLife life, long id, CallException refusal) {
        life.connection().send(writer.write(new Answer.Failure(id, WireError.of(refusal))));
    }

    MessageWriter writer() {
        return writer;
    }

    /**
     * Reads JSON of clients, within the bounds of depth, names and numbers that hold for all.
     *
     * @return makes parsers
     */
    public JsonFactory json() {
        return json;
    }

    /** A reader for one connection. */
    MessageReader reader(PayloadReader payloads) {
        return reader.with(payloads);
    }

    SessionRegistry registry() {
        return registry;
    }

    Invocation invocation() {
        return invocation;
    }

    Authentication authentication() {
        return authentication;
    }

    UserConnections users() {
        return users;
    }

    DispatchSettings settings() {
        return settings;
    }

    /**
     * The largest message that anything takes at the moment.
     *
     * @return in bytes
     */
    public int maxMessage() {
        return Math.max((int) transport.maxMessage(), invocation.maxMessage());
    }

    TransportSettings transport() {
        return transport;
    }

    Observer observer() {
        return observer;
    }

    long now() {
        return clock.getAsLong();
    }

    /**
     * Time goes by: deadlines, heartbeats, peers that are too slow, sessions whose clients do not come back. Does nothing
     * where another thread is at it.
     */
    public void tick() {
        if (!ticking.tryLock()) {
            return;
        }
        try {
            long now = now();
            authentication.tick(now);
            connections.forEach(connection -> connection.tick(now));
            registry.tick(now);
            invocation.tick(now);
        } finally {
            ticking.unlock();
        }
    }

    /**
     * Nobody new is let in, and everybody is told to come back later. A connection is closed when its calls have ended.
     *
     * @param within how long calls may take, in milliseconds
     */
    public void drain(long within) {
        leaveBy = now() + within;
        draining = true;
        connections.forEach(ConnectionLife::goAway);
    }

    /**
     * Whether the server is about to stop.
     *
     * @return true once {@link #drain} was called
     */
    public boolean isDraining() {
        return draining;
    }

    /** Its namespace is removed: everybody is told so and need not come back, and all sessions end. */
    public void dismiss() {
        removed = true;
        connections.forEach(Dispatcher::dismiss);
        registry.all().forEach(LiveSession::end);
    }

    private static void dismiss(ConnectionLife connection) {
        connection.leave(CloseCode.NO_NAMESPACE, "The namespace was removed", null);
    }

    boolean mustLeave(long now) {
        return now >= leaveBy;
    }

    /** Cuts whatever connection is left. */
    public void cut() {
        connections.forEach(ConnectionLife::cut);
    }

    /**
     * How many connections there are.
     *
     * @return 0 or more
     */
    public int connections() {
        return connections.size();
    }

    /**
     * How much waits to be written to clients.
     *
     * @return bytes
     */
    public long queuedBytes() {
        long bytes = 0;
        for (ConnectionLife connection : connections) {
            bytes += connection.connection().queuedBytes();
        }
        return bytes;
    }

    /**
     * How many users have connections.
     *
     * @return 0 or more
     */
    public int connectedUsers() {
        return users.users();
    }
}
