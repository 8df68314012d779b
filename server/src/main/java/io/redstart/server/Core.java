package io.redstart.server;

import io.redstart.api.Channels;
import io.redstart.api.Sessions;
import io.redstart.server.admin.NodeLevels;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.deploy.BundleFolder;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.deploy.Deployer;
import io.redstart.server.deploy.HostObjects;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.door.websocket.JakartaDoor;
import io.redstart.server.door.websocket.WebSocketDoor;
import io.redstart.server.identity.TokenAuthenticator;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.invocation.Catalogue;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.observe.LimitLog;
import io.redstart.server.observe.Observer;
import io.redstart.server.observe.Observers;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.transport.TrustedProxies;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** A server without a way in: what is deployed, who is connected, the threads and the clock of it all. */
final class Core {
    private static final Logger LOG = LoggerFactory.getLogger(Core.class);
    /** How exact deadlines and heartbeats are. */
    private static final long TICK_MILLIS = 100;
    /** At the end of draining, for what was given up: to be told to clients, and to let go of bundles. */
    private static final long MOST_CLOSING_MILLIS = 3_000;

    private final ServerSettings settings;
    private final LongSupplier clock;
    private final Observer observer;
    private final ExecutorService workers;
    private final ScheduledExecutorService ticking;
    private final Catalogue catalogue;
    private final @Nullable TokenAuthenticator tokens;
    private final Authentication authentication;
    private final Dispatcher dispatcher;
    private final Contract contract;
    private final Deployer deployer;
    private final @Nullable BundleFolder folder;
    private final List<ClasspathBundle.Started> embedded = new ArrayList<>();
    private final SessionRegistry registry;
    private final TrustedProxies proxies;
    private final LimitLog limits = new LimitLog();
    private volatile boolean stopping;
    private volatile long closeBy = Long.MAX_VALUE;

    Core(ServerSettings settings, Observer watching, boolean watchesFolder) {
        this.settings = settings;
        observer = Observers.of(watching, limits);
        proxies = TrustedProxies.of(settings.http().trustedProxies());
        clock = () -> System.nanoTime() / 1_000_000;
        workers = Workers.create(settings.workers());
        ticking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "redstart-clock");
            thread.setDaemon(true);
            return thread;
        });
        registry =
                new SessionRegistry(settings.sessions(), settings.connections().backlog(), workers, observer);
        tokens = TokenAuthenticator.of(settings.auth(), clock, InstantSource.system());
        NamespaceChannels channels = NamespaceChannels.inMemory(registry, settings.channels(), clock, observer);
        catalogue = new Catalogue(registry, channels, settings.calls(), clock, false, tokens != null);
        contract = new Contract(catalogue);
        Invocation invocation = new Invocation(catalogue, registry, settings.calls(), workers, clock, observer);
        contract.tell(invocation);
        authentication = new Authentication(
                catalogue,
                tokens,
                settings.auth(),
                settings.protocol().helloTimeout(),
                workers,
                clock,
                InstantSource.system());
        dispatcher = new Dispatcher(
                registry,
                invocation,
                authentication,
                settings.protocol(),
                settings.connections(),
                clock,
                observer,
                contract::hash,
                Long.toString(ThreadLocalRandom.current().nextLong() >>> 16, 36));
        HostObjects lent = new HostObjects(catalogue::sessions, catalogue::channels, settings::bundle);
        deployer = new Deployer(
                contract, (name, jar, loader) -> ApiScanner.scan(name, loader, jar), lent, settings.deploy());
        folder = watchesFolder ? new BundleFolder(settings.deploy(), deployer) : null;
    }

    /** Deploys and lets time pass. What fails here leaves a core that must be closed. */
    void start(@Nullable ClasspathBundle own, Runnable everyTick) throws IOException, RejectedBundleException {
        if (tokens != null) {
            tokens.start();
        }
        if (own != null) {
            ClasspathBundle.Started bundle = own.start(
                    (name, classes) -> ApiScanner.scan(name, classes, BundleIndex.NONE),
                    new HostObjects(catalogue::sessions, catalogue::channels, settings::bundle));
            embedded.add(bundle);
            contract.use(bundle);
        }
        if (folder != null) {
            folder.start();
        }
        ticking.scheduleAtFixedRate(() -> tick(everyTick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
        ticking.scheduleAtFixedRate(limits::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** Does something each second, on a worker since it may wait. It must not throw. */
    void everySecond(Runnable task) {
        ticking.scheduleAtFixedRate(() -> workers.execute(task), 1, 1, TimeUnit.SECONDS);
    }

    private void tick(Runnable everyTick) {
        try {
            dispatcher.tick();
            everyTick.run();
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
        return new WebSocketDoor(
                settings.websocket(), settings.connections(), proxies, dispatcher, authentication, clock);
    }

    JakartaDoor hostedDoor() {
        return new JakartaDoor(
                settings.websocket(), settings.connections(), proxies, dispatcher, authentication, clock, workers);
    }

    Sessions sessions() {
        return catalogue.sessions(JsonMapper.shared());
    }

    Channels channels() {
        return catalogue.channels(JsonMapper.shared());
    }

    List<Bundle> bundles() {
        return List.copyOf(catalogue.bundles());
    }

    String types() {
        return contract.types();
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
                dispatcher::connections,
                () -> registry.all().size(),
                dispatcher::queuedBytes,
                registry::replayBytes,
                () -> catalogue.bundles().size(),
                this::isStopping);
    }

    /** Clients are told to come back later, and running calls end; nothing new is deployed. */
    void drain() {
        stopping = true;
        try {
            TimeUnit.MILLISECONDS.sleep(settings.http().drainDelay().toMillis());
            letGo();
        } catch (InterruptedException hurry) {
            dispatcher.drain(0);
            Thread.currentThread().interrupt();
        }
        if (folder != null) {
            folder.close();
        }
    }

    /** What still runs at the end is given up a little before it, so that clients hear of that. */
    private void letGo() throws InterruptedException {
        long within = settings.http().drainWithin().toMillis();
        closeBy = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(within);
        long closing = Math.min(within / 4, MOST_CLOSING_MILLIS);
        dispatcher.drain(within - closing);
        long until = closeBy - TimeUnit.MILLISECONDS.toNanos(closing / 2);
        while (dispatcher.connections() > 0 && System.nanoTime() - until < 0) {
            dispatcher.tick();
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Cuts whoever did not leave. */
    void cut() {
        dispatcher.cut();
    }

    /** Ends what is left, and closes the bundles. */
    void close() {
        ticking.shutdownNow();
        limits.tick();
        deployer.close(untilClosed());
        embedded.forEach(bundle -> contract.remove(bundle.name()));
        workers.shutdownNow();
        embedded.forEach(ClasspathBundle.Started::close);
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
