package io.redstart.testkit;

import com.google.inject.Module;
import io.redstart.api.Channels;
import io.redstart.api.Decision;
import io.redstart.api.Handshake;
import io.redstart.api.Sessions;
import io.redstart.api.User;
import io.redstart.server.ServerSettings;
import io.redstart.server.builtin.BuiltIn;
import io.redstart.server.channel.ChannelSettings;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.deploy.ClassScan;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.deploy.HostObjects;
import io.redstart.server.dispatch.ConnectionLife;
import io.redstart.server.dispatch.DispatchSettings;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.identity.AuthSettings;
import io.redstart.server.identity.TokenAuthenticator;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.invocation.Catalogue;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.invocation.InvocationSettings;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.MemorySessionStore;
import io.redstart.server.session.Relief;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionSettings;
import io.redstart.server.session.SessionStoreSettings;
import io.redstart.server.transport.TransportSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A whole server in memory: everything but sockets, with time that stands still until it is moved.
 *
 * <pre>{@code
 * try (TestServer server = TestServer.of(Todos.class)) {
 *     TestClient client = server.client();
 *     assertThat(client.calls("todos.count").asInt()).isZero();
 *     server.passes(Duration.ofSeconds(30));
 * }
 * }</pre>
 *
 * <p>It is stricter than a real one in one point: when it is closed, nothing may be left of any session, call,
 * connection or bundle.
 */
public final class TestServer implements AutoCloseable {
    private static final String BUNDLE = "test";
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final AtomicInteger OPEN = new AtomicInteger();

    private final AtomicBoolean closed = new AtomicBoolean();
    private final ServerSettings settings;
    private final Map<String, String> bundleSettings;
    private final HandClock clock = new HandClock();
    private final TestWorkers workers = new TestWorkers();
    private final Counts counts = new Counts();
    private final Gauges gauges;
    private final SessionRegistry registry;
    private final MemorySessionStore store;
    private final NamespaceChannels channels;
    private final Catalogue catalogue;
    private final Invocation invocation;
    private final Authentication authentication;
    private final Dispatcher dispatcher;
    private final Map<String, ClasspathBundle.Started> bundles = new ConcurrentHashMap<>();
    private final List<TestClient> clients = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> retired = new CopyOnWriteArrayList<>();

    private TestServer(Builder builder) {
        settings = builder.settings;
        bundleSettings = Map.copyOf(builder.bundleSettings);
        registry = new SessionRegistry(
                settings.sessions(),
                new Relief(settings.connections().backlog(), workers, counts),
                workers,
                counts,
                clock);
        store = new MemorySessionStore(settings.sessionStore(), clock, counts);
        gauges = new Gauges(registry);
        TokenAuthenticator tokens = started(TokenAuthenticator.of(settings.auth(), clock, clock));
        channels = NamespaceChannels.inMemory(registry, settings.channels(), clock, counts);
        catalogue = new Catalogue(
                registry,
                channels,
                settings.calls(),
                clock,
                builder.needsAuthenticator,
                tokens != null,
                settings.packets());
        invocation = new Invocation(catalogue, registry, settings.calls(), workers, clock, counts);
        authentication = new Authentication(
                catalogue, tokens, settings.auth(), settings.protocol().helloTimeout(), workers, clock, clock);
        dispatcher = new Dispatcher(
                registry,
                invocation,
                authentication,
                settings.protocol(),
                settings.connections(),
                clock,
                counts,
                () -> "contract",
                "test");
    }

    private static @Nullable TokenAuthenticator started(@Nullable TokenAuthenticator tokens) {
        try {
            if (tokens != null) {
                tokens.start();
            }
            return tokens;
        } catch (IOException noKeys) {
            throw new UncheckedIOException(noKeys);
        }
    }

    /**
     * Starts a server.
     *
     * @param types API classes, and an authenticator if there is one
     * @return the server
     */
    public static TestServer of(Class<?>... types) {
        return builder().api(types).start();
    }

    /**
     * Begins to describe a server.
     *
     * @return a builder with the settings of a real server, but without a heartbeat
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A client connects and is welcome.
     *
     * @return the client's end
     */
    public TestClient client() {
        return connects().greets();
    }

    /**
     * A client of a user connects and is welcome; no authenticator is asked.
     *
     * @param user who it is
     * @return the client's end
     */
    public TestClient client(User user) {
        return connects(user).greets();
    }

    /**
     * A client of a user connects and says nothing yet; no authenticator is asked.
     *
     * @param user who it is
     * @return the client's end
     */
    public TestClient connects(User user) {
        return join(handshake("/ws", Map.of()), Decision.accept(user));
    }

    /**
     * A client connects from an address and is welcome; no authenticator is asked.
     *
     * @param address where it is
     * @return the client's end
     */
    public TestClient client(InetAddress address) {
        Handshake here = handshake("/ws", Map.of());
        Handshake there = new Handshake(
                here.path(), here.query(), here.headers(), new InetSocketAddress(address, 1), null, here.stage());
        return join(there, Decision.guest()).greets();
    }

    /**
     * A client connects and says nothing yet.
     *
     * @return the client's end
     */
    public TestClient connects() {
        return connects("/ws");
    }

    /**
     * A client connects to a url and says nothing yet.
     *
     * @param url path and query, such as {@code /ws?ticket=7}
     * @return the client's end
     * @throws RefusedException if the authenticator refuses it
     */
    public TestClient connects(String url) {
        return connects(url, Map.of());
    }

    /**
     * A client connects to a url with headers and says nothing yet.
     *
     * @param url path and query, such as {@code /ws?ticket=7}
     * @param headers names in lower case
     * @return the client's end
     * @throws RefusedException if the authenticator refuses it
     */
    public TestClient connects(String url, Map<String, String> headers) {
        Handshake handshake = handshake(url, headers);
        Decision decision;
        try {
            decision = authentication.decide(handshake).toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw new RefusedException(500, "The server failed");
        }
        if (decision instanceof Decision.Refuse refused) {
            throw new RefusedException(401, refused.reason());
        }
        return join(handshake, decision);
    }

    private TestClient join(Handshake handshake, Decision decision) {
        ConnectionLife life = dispatcher.connect("websocket", handshake, decision);
        Inbox inbox = new Inbox();
        MemoryLine line = new MemoryLine(life, handshake.address(), inbox, workers);
        TestClient client = new TestClient(this, () -> join(handshake, decision), inbox, line);
        clients.add(client);
        line.open(settings.connections(), clock);
        return client;
    }

    private static Handshake handshake(String url, Map<String, String> headers) {
        String[] parts = url.split("\\?", 2);
        Map<String, List<String>> query = parts.length == 1
                ? Map.of()
                : Stream.of(parts[1].split("&"))
                        .map(pair -> pair.split("=", 2))
                        .collect(Collectors.groupingBy(
                                pair -> pair[0],
                                LinkedHashMap::new,
                                Collectors.mapping(pair -> pair.length == 1 ? "" : pair[1], Collectors.toList())));
        Map<String, List<String>> all = headers.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, header -> List.of(header.getValue())));
        return new Handshake(
                parts[0],
                query,
                all,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 1),
                null,
                Handshake.Stage.UPGRADE);
    }

    /**
     * Time passes, a second at a time; what becomes due happens.
     *
     * @param time how much
     */
    public void passes(Duration time) {
        settles();
        for (Duration left = time; !left.isZero(); ) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            left = left.minus(step);
            clock.move(step);
            dispatcher.tick();
            store.tick();
            settles();
        }
    }

    /**
     * The server's time of day, in which credentials end. It is moved by {@link #passes} alone.
     *
     * @return first the second in which the server was started
     */
    public Instant time() {
        return clock.instant();
    }

    /** Waits until nothing goes on any more in the server, apart from what waits for the test. */
    public void settles() {
        workers.settle();
    }

    /**
     * Deploys classes as a bundle, in place of the bundle of the same name.
     *
     * @param name the bundle's name
     * @param types its API classes, and an authenticator if there is one
     * @return completes when nothing runs in the replaced bundle any more
     * @throws RejectedBundleException if anything is wrong, with all that is; then nothing has changed
     */
    public CompletionStage<Void> deploys(String name, Class<?>... types) throws RejectedBundleException {
        return deploy(new ClasspathBundle(name, List.of(types), List.of(), List.of()));
    }

    private CompletionStage<Void> deploy(ClasspathBundle described) throws RejectedBundleException {
        return deploy(described, (name, classes) -> ApiScanner.scan(name, classes, BundleIndex.NONE));
    }

    private void deployBuiltIn(ClasspathBundle own) throws RejectedBundleException {
        BuiltIn apis = new BuiltIn().sessions(BuiltIn.storeIn(List.of(own), store), settings.sessionStore());
        ClasspathBundle bundle = apis.bundle();
        if (bundle != null) {
            deploy(bundle, apis.scan()).toCompletableFuture().join();
        }
    }

    private CompletionStage<Void> deploy(ClasspathBundle described, ClassScan scan) throws RejectedBundleException {
        ClasspathBundle.Started bundle = described.start(
                scan,
                new HostObjects(catalogue::sessions, catalogue::channels, name -> new MapSettings(bundleSettings)));
        CompletionStage<Void> free;
        try {
            free = catalogue.use(bundle);
        } catch (RejectedBundleException refused) {
            bundle.close();
            throw refused;
        }
        return whenFree(bundles.put(bundle.name(), bundle), free);
    }

    /**
     * Takes a bundle out of use.
     *
     * @param name the bundle's name; {@code test} for the classes the server was started with
     * @return completes when nothing runs in it any more
     */
    public CompletionStage<Void> removes(String name) {
        return whenFree(bundles.remove(name), catalogue.remove(name));
    }

    private CompletionStage<Void> whenFree(ClasspathBundle.@Nullable Started replaced, CompletionStage<Void> free) {
        CompletableFuture<Void> closed = free.thenRun(() -> {
                    if (replaced != null) {
                        replaced.close();
                    }
                })
                .toCompletableFuture();
        retired.add(closed);
        return closed;
    }

    /** The server is about to stop: clients are told so, and calls that run have half a minute. */
    public void drains() {
        dispatcher.drain(Duration.ofSeconds(30).toMillis());
    }

    /**
     * All sessions, to push to them from outside of a call.
     *
     * @return the sessions
     */
    public Sessions sessions() {
        return catalogue.sessions(JsonMapper.shared());
    }

    /**
     * All channels, to do something with them from outside of a call.
     *
     * @return the channels
     */
    public Channels channels() {
        return catalogue.channels(JsonMapper.shared());
    }

    /**
     * How many channels there are: those somebody is in, something is set in or something was said in of late.
     *
     * @return 0 or more
     */
    public int channelCount() {
        return channels.size();
    }

    /**
     * How many connections are open.
     *
     * @return 0 or more
     */
    public int connectionCount() {
        return dispatcher.connections();
    }

    /**
     * How many sessions there are, with those whose clients are away.
     *
     * @return 0 or more
     */
    public int sessionCount() {
        return registry.all().size();
    }

    /**
     * How many calls run or wait.
     *
     * @return 0 or more
     */
    public int callCount() {
        return gauges.calls();
    }

    /**
     * How much is kept for all clients: what waits to be written, and pushes that are not acknowledged.
     *
     * @return bytes; less than 4 KiB of each session may not be counted
     */
    public long queuedBytes() {
        return registry.backlog().bytes();
    }

    /**
     * How many messages were no messages of the protocol.
     *
     * @return 0 or more
     */
    public long protocolErrors() {
        return counts.protocolErrors();
    }

    /**
     * How often a limit refused or ended something.
     *
     * @param limit its name, such as {@code calls}
     * @return 0 or more
     */
    public int limitHits(String limit) {
        return counts.limitHits(limit);
    }

    /**
     * How often something was refused before its method ran.
     *
     * @param target the method, the action's type or the event's name
     * @param code the error's code, such as {@code forbidden}
     * @return 0 or more
     */
    public int refusals(String target, String code) {
        return counts.refusals(target, code);
    }

    /**
     * How many users and addresses rate limits remember.
     *
     * @return 0 or more
     */
    public long limiterEntries() {
        return catalogue.limiterEntries();
    }

    /**
     * How many idempotency keys are known: of calls that run, and of answers that are kept.
     *
     * @return 0 or more
     */
    public int idempotencyKeys() {
        return invocation.keys();
    }

    /** How many were started and are not closed, which is when everything has to have settled. */
    static int open() {
        return OPEN.get();
    }

    /**
     * Cuts all lines, lets all sessions expire, and fails if then anything is left of a session, a call, a connection
     * or a bundle.
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            OPEN.decrementAndGet();
        }
        try {
            settles();
            clients.forEach(TestClient::cut);
            passes(settings.sessions().window().plus(STEP));
            if (invocation.keys() > 0) {
                passes(settings.calls().idempotencyKeep());
            }
            clock.move(settings.sessions().window()); // what is remembered of sessions that expired is forgotten
            dispatcher.tick();
            Set.copyOf(bundles.keySet()).forEach(this::removes);
            settles();
            List<String> left = new ArrayList<>();
            note(left, "connections", dispatcher.connections());
            note(left, "connections told of", counts.connections());
            note(left, "sessions", registry.all().size());
            note(left, "sessions told of", counts.sessions());
            note(left, "users with connections", dispatcher.connectedUsers());
            note(left, "users with sessions", registry.users().size());
            note(left, "sessions in channels", channels.joined());
            note(left, "calls", gauges.calls());
            note(left, "calls of the node", invocation.open());
            note(left, "idempotency keys", invocation.keys());
            note(left, "messages waiting for a turn", gauges.waiting());
            note(left, "bytes kept for clients", queuedBytes());
            note(left, "sessions remembered that ended while their clients were away", registry.departed());
            note(left, "clients nobody has decided about", authentication.undecided());
            note(left, "tasks", workers.unfinished());
            note(
                    left,
                    "bundles in use",
                    retired.stream().filter(free -> !free.isDone()).count());
            if (!left.isEmpty()) {
                throw new AssertionError("left over: " + String.join(", ", left));
            }
        } finally {
            workers.stop();
        }
    }

    private static void note(List<String> left, String what, long count) {
        if (count != 0) {
            left.add(count + " " + what);
        }
    }

    /** Describes a server in memory that is to be started. Not safe for several threads. */
    public static final class Builder {
        private final List<Class<?>> types = new ArrayList<>();
        private final List<Object> instances = new ArrayList<>();
        private final List<Module> modules = new ArrayList<>();
        private final Map<String, String> bundleSettings = new LinkedHashMap<>();
        private ServerSettings settings = new ServerSettings().with(withoutHeartbeat());
        private boolean needsAuthenticator;

        private Builder() {}

        /** As a real server has it, but for pings, which would be noise in most tests. */
        private static DispatchSettings withoutHeartbeat() {
            DispatchSettings real = new DispatchSettings();
            return new DispatchSettings(
                    real.helloTimeout(), real.maxBeforeWelcome(), Duration.ZERO, real.pongTimeout(), real.maxErrors());
        }

        /**
         * Offers API classes, and an authenticator if there is one.
         *
         * @param more the classes
         * @return this
         */
        public Builder api(Class<?>... more) {
            types.addAll(List.of(more));
            return this;
        }

        /**
         * Offers an API object that the test holds too; it serves all sessions.
         *
         * @param api the object
         * @return this
         */
        public Builder instance(Object api) {
            instances.add(api);
            return this;
        }

        /**
         * Binds what the API classes need.
         *
         * @param module a Guice module
         * @return this
         */
        public Builder module(Module module) {
            modules.add(module);
            return this;
        }

        /**
         * Sets something for the API classes.
         *
         * @param key the setting
         * @param value its value
         * @return this
         */
        public Builder setting(String key, String value) {
            bundleSettings.put(key, value);
            return this;
        }

        /**
         * Bounds connections otherwise.
         *
         * @param connections the bounds
         * @return this
         */
        public Builder connections(TransportSettings connections) {
            settings = settings.with(connections);
            return this;
        }

        /**
         * Begins and keeps connections otherwise.
         *
         * @param protocol deadlines, heartbeat, errors
         * @return this
         */
        public Builder protocol(DispatchSettings protocol) {
            settings = settings.with(protocol);
            return this;
        }

        /**
         * Decides otherwise who a client is.
         *
         * @param auth tokens, and how long credentials hold
         * @return this
         */
        public Builder auth(AuthSettings auth) {
            settings = settings.with(auth);
            return this;
        }

        /**
         * Keeps sessions otherwise.
         *
         * @param sessions window and bounds
         * @return this
         */
        public Builder sessions(SessionSettings sessions) {
            settings = settings.with(sessions);
            return this;
        }

        /**
         * Keeps sessions of users otherwise.
         *
         * @param sessionStore how much, for how long, and for whom
         * @return this
         */
        public Builder sessionStore(SessionStoreSettings sessionStore) {
            settings = settings.with(sessionStore);
            return this;
        }

        /**
         * Bounds calls otherwise.
         *
         * @param calls the bounds
         * @return this
         */
        public Builder calls(InvocationSettings calls) {
            settings = settings.with(calls);
            return this;
        }

        /**
         * Has packets that have no record.
         *
         * @param packets the packets
         * @return this
         */
        public Builder packets(PacketSettings packets) {
            settings = settings.with(packets);
            return this;
        }

        /**
         * Bounds channels otherwise, and says who may do what with them.
         *
         * @param channels bounds and rules
         * @return this
         */
        public Builder channels(ChannelSettings channels) {
            settings = settings.with(channels);
            return this;
        }

        /**
         * Lets nobody in as long as no bundle brings an authenticator.
         *
         * @return this
         */
        public Builder needsAuthenticator() {
            needsAuthenticator = true;
            return this;
        }

        /**
         * Starts the server.
         *
         * @return the server
         * @throws IllegalArgumentException if something is wrong with the API classes, with all that is
         * @throws UncheckedIOException if the keys of tokens cannot be read
         */
        public TestServer start() {
            TestServer server = new TestServer(this);
            try {
                ClasspathBundle own = new ClasspathBundle(BUNDLE, types, instances, modules);
                server.deployBuiltIn(own);
                if (!types.isEmpty() || !instances.isEmpty()) {
                    CompletionStage<Void> none = server.deploy(own);
                    none.toCompletableFuture().join();
                }
            } catch (RejectedBundleException refused) {
                throw new IllegalArgumentException(refused.getMessage(), refused);
            }
            OPEN.incrementAndGet();
            return server;
        }
    }
}
