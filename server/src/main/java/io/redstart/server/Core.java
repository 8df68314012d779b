package io.redstart.server;

import io.redstart.api.Channels;
import io.redstart.api.Namespaces;
import io.redstart.api.Sessions;
import io.redstart.server.admin.NodeLevels;
import io.redstart.server.builtin.NamespacesApi;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.door.Entrance;
import io.redstart.server.door.websocket.JakartaDoor;
import io.redstart.server.door.websocket.WebSocketDoor;
import io.redstart.server.invocation.NodeCalls;
import io.redstart.server.observe.LimitLog;
import io.redstart.server.observe.Observer;
import io.redstart.server.observe.Observers;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.Relief;
import io.redstart.server.store.DataFile;
import io.redstart.server.transport.Gathering;
import io.redstart.server.transport.TrustedProxies;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server without a way in: its namespaces, and what a node has once for all of them: threads, the clock, and bounds
 * that concern the whole node.
 */
final class Core {
    private static final Logger LOG = LoggerFactory.getLogger(Core.class);
    /** How exact deadlines and heartbeats are. */
    private static final long TICK_MILLIS = 100;
    /** At the end of draining, for what was given up: to be told to clients, and to let go of bundles. */
    private static final long MOST_CLOSING_MILLIS = 3_000;

    private final ServerSettings settings;
    private final LongSupplier clock;
    private final Observer observer;
    private final WorkerPool workers;
    private final ScheduledExecutorService ticking;
    private final TrustedProxies proxies;
    private final LimitLog limits = new LimitLog();
    private final Map<String, NamespaceBuilder> described;
    private final @Nullable DataFile data;
    private final LiveNamespaces namespaces = new LiveNamespaces();
    private final NamespaceRegister register;
    private volatile boolean stopping;
    private volatile long closeBy = Long.MAX_VALUE;

    /**
     * A server that has not started.
     *
     * @param settings of the server
     * @param watching is told what happens
     * @param watchesFolder whether the folder of the settings is watched
     * @param described what the program offers, by namespace
     * @param data where is kept what outlives the server, which is closed with it; null for nowhere
     */
    Core(
            ServerSettings settings,
            Observer watching,
            boolean watchesFolder,
            Map<String, NamespaceBuilder> described,
            @Nullable DataFile data) {
        this.described = described;
        this.data = data;
        this.settings = settings;
        observer = Observers.of(watching, limits);
        proxies = TrustedProxies.of(settings.http().trustedProxies());
        clock = () -> Gathering.arrival() / 1_000_000; // stands while what came together is worked off
        workers = Workers.create(settings.workers());
        ticking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "redstart-clock");
            thread.setDaemon(true);
            return thread;
        });
        Node node = new Node(
                settings,
                Long.toString(ThreadLocalRandom.current().nextLong() >>> 16, 36),
                clock,
                workers,
                observer,
                new Relief(settings.connections().backlog(), workers, observer),
                new NodeCalls());
        register = new NamespaceRegister(namespaces, node, data);
        register.begin(described, watchesFolder);
    }

    /** Deploys and lets time pass. What fails here leaves a core that must be closed. */
    void start(Runnable everyTick) throws IOException, RejectedBundleException {
        for (LiveNamespace namespace : namespaces.all()) {
            namespace.start(bundles(namespace.name()));
        }
        ticking.scheduleAtFixedRate(() -> tick(everyTick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        ticking.scheduleAtFixedRate(limits::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** What the program offers in a namespace, and what the server itself does. */
    private List<ClasspathBundle> bundles(String namespace) {
        List<ClasspathBundle> all = new ArrayList<>();
        NamespaceBuilder own = described.get(namespace);
        if (own != null) {
            all.addAll(own.bundles());
        }
        boolean registers = !settings.registration().key().isEmpty();
        if (namespace.equals(NamespaceName.DEFAULT) && registers) {
            all.add(new ClasspathBundle("redstart", List.of(), List.of(registering()), List.of()));
        }
        return all;
    }

    /** All namespaces, for the program that embeds the server. */
    Namespaces namespaces() {
        return register.seenWith(JsonMapper.shared());
    }

    /** Does something each second, on a worker since it may wait. It must not throw. */
    void everySecond(Runnable task) {
        ticking.scheduleAtFixedRate(() -> workers.execute(task), 1, 1, TimeUnit.SECONDS);
    }

    private void tick(Runnable everyTick) {
        namespaces.all().forEach(namespace -> guarded(namespace::tick));
        namespaces.leaving().forEach(namespace -> guarded(namespace::tick));
        guarded(namespaces::tick);
        guarded(everyTick);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException broken) {
            LOG.error("The clock's work failed; it goes on", broken);
        }
    }

    /** The time in milliseconds; only grows. */
    LongSupplier clock() {
        return clock;
    }

    void limitHit(String limit) {
        observer.limitHit(limit);
    }

    WebSocketDoor door() {
        return new WebSocketDoor(settings.websocket(), settings.connections(), proxies, namespaces, clock);
    }

    /** The way into each namespace. */
    Entrance.Finder entrances() {
        return namespaces;
    }

    /** Makes namespaces for whoever shows the server's key. */
    NamespacesApi registering() {
        return new NamespacesApi(register, settings.registration().key());
    }

    WorkerPool workers() {
        return workers;
    }

    /** Is told what happens. */
    Observer observer() {
        return observer;
    }

    JakartaDoor hostedDoor() {
        return new JakartaDoor(settings.websocket(), settings.connections(), proxies, namespaces, clock, workers);
    }

    /** Of the default namespace. */
    Sessions sessions() {
        return namespaces.first().sessions(JsonMapper.shared());
    }

    /** Of the default namespace. */
    Channels channels() {
        return namespaces.first().channels(JsonMapper.shared());
    }

    /** Of the default namespace. */
    List<Bundle> bundles() {
        return namespaces.first().bundles();
    }

    /** The types of a namespace; null if it is not there. */
    @Nullable
    String types(String namespace) {
        LiveNamespace found = namespaces.find(namespace);
        return found == null ? null : found.types();
    }

    TrustedProxies proxies() {
        return proxies;
    }

    /** Whether it is about to stop: it says so before it lets nobody in any more. */
    boolean isStopping() {
        return stopping;
    }

    /** How much there is of what it holds. */
    NodeLevels levels() {
        return new NodeLevels(
                this::connections,
                () -> sum(LiveNamespace::sessionCount),
                () -> sum(LiveNamespace::userCount),
                () -> sum(LiveNamespace::keptSessionCount),
                () -> total(LiveNamespace::queuedBytes),
                () -> total(LiveNamespace::replayBytes),
                () -> sum(LiveNamespace::channelCount),
                () -> total(LiveNamespace::channelBytes),
                () -> sum(namespace -> namespace.bundles().size()),
                this::isStopping);
    }

    private int connections() {
        return sum(LiveNamespace::connections);
    }

    private int sum(ToIntFunction<LiveNamespace> level) {
        return namespaces.all().stream().mapToInt(level).sum();
    }

    private long total(ToLongFunction<LiveNamespace> level) {
        return namespaces.all().stream().mapToLong(level).sum();
    }

    /** Clients are told to come back later, and running calls end; nothing new is deployed. */
    void drain() {
        stopping = true;
        try {
            TimeUnit.MILLISECONDS.sleep(settings.http().drainDelay().toMillis());
            letGo();
        } catch (InterruptedException hurry) {
            namespaces.all().forEach(namespace -> namespace.drain(0));
            Thread.currentThread().interrupt();
        }
        namespaces.all().forEach(LiveNamespace::closeFolder);
    }

    /** What still runs at the end is given up a little before it, so that clients hear of that. */
    private void letGo() throws InterruptedException {
        long within = settings.http().drainWithin().toMillis();
        closeBy = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(within);
        long closing = Math.min(within / 4, MOST_CLOSING_MILLIS);
        namespaces.all().forEach(namespace -> namespace.drain(within - closing));
        long until = closeBy - TimeUnit.MILLISECONDS.toNanos(closing / 2);
        while (connections() > 0 && System.nanoTime() - until < 0) {
            namespaces.all().forEach(LiveNamespace::tick);
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Cuts whoever did not leave. */
    void cut() {
        namespaces.all().forEach(LiveNamespace::cut);
        namespaces.leaving().forEach(LiveNamespace::cut);
    }

    /** Ends what is left, and closes the bundles. */
    void close() {
        ticking.shutdownNow();
        limits.tick();
        namespaces.all().forEach(namespace -> namespace.removeBundles(untilClosed()));
        workers.shutdownNow();
        namespaces.all().forEach(LiveNamespace::close);
        if (data != null) {
            data.close();
        }
    }

    /** How long bundles may still take: calls that do not listen when they are given up hold nobody up for long. */
    private Duration untilClosed() {
        Duration within = settings.deploy().drainWithin();
        if (!stopping || closeBy == Long.MAX_VALUE) {
            return within;
        }
        Duration left = Duration.ofNanos(Math.max(0, closeBy - System.nanoTime()));
        return left.compareTo(within) < 0 ? left : within;
    }
}
