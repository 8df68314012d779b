package io.redstart.server;

import io.redstart.api.Sessions;
import io.redstart.server.deploy.BundleFolder;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.deploy.Deployer;
import io.redstart.server.deploy.HostObjects;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.door.websocket.JakartaDoor;
import io.redstart.server.door.websocket.WebSocketDoor;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.invocation.Catalogue;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.observe.Observer;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.SessionRegistry;
import java.io.IOException;
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

    private final ServerSettings settings;
    private final LongSupplier clock;
    private final Observer observer;
    private final ExecutorService workers;
    private final ScheduledExecutorService ticking;
    private final Catalogue catalogue;
    private final Authentication authentication;
    private final Dispatcher dispatcher;
    private final Contract contract;
    private final Deployer deployer;
    private final @Nullable BundleFolder folder;
    private final List<ClasspathBundle.Started> embedded = new ArrayList<>();

    Core(ServerSettings settings, Observer observer, boolean watchesFolder) {
        this.settings = settings;
        this.observer = observer;
        clock = () -> System.nanoTime() / 1_000_000;
        workers = Workers.create(settings.workers());
        ticking = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "redstart-clock");
            thread.setDaemon(true);
            return thread;
        });
        SessionRegistry registry =
                new SessionRegistry(settings.sessions(), settings.connections().backlog(), workers, observer);
        catalogue = new Catalogue(registry, settings.calls(), clock, false);
        contract = new Contract(catalogue);
        Invocation invocation = new Invocation(catalogue, registry, settings.calls(), workers, clock, observer);
        contract.tell(invocation);
        authentication = new Authentication(catalogue, workers);
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
        HostObjects lent = new HostObjects(catalogue::sessions, settings::bundle);
        deployer = new Deployer(
                contract, (name, jar, loader) -> ApiScanner.scan(name, loader, jar), lent, settings.deploy());
        folder = watchesFolder ? new BundleFolder(settings.deploy(), deployer) : null;
    }

    /** Deploys and lets time pass. What fails here leaves a core that must be closed. */
    void start(@Nullable ClasspathBundle own, Runnable everyTick) throws IOException, RejectedBundleException {
        if (own != null) {
            ClasspathBundle.Started bundle = own.start(
                    (name, classes) -> ApiScanner.scan(name, classes, BundleIndex.NONE),
                    new HostObjects(catalogue::sessions, settings::bundle));
            embedded.add(bundle);
            contract.use(bundle);
        }
        if (folder != null) {
            folder.start();
        }
        ticking.scheduleAtFixedRate(() -> tick(everyTick), TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
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
        return new WebSocketDoor(settings.websocket(), settings.connections(), dispatcher, authentication, clock);
    }

    JakartaDoor hostedDoor() {
        return new JakartaDoor(
                settings.websocket(), settings.connections(), dispatcher, authentication, clock, workers);
    }

    Sessions sessions() {
        return catalogue.sessions(JsonMapper.shared());
    }

    List<Bundle> bundles() {
        return List.copyOf(catalogue.bundles());
    }

    String types() {
        return contract.types();
    }

    boolean isDraining() {
        return dispatcher.isDraining();
    }

    /** Clients are told to come back later, and running calls end; nothing new is deployed. */
    void drain() {
        long within = settings.http().drainWithin().toMillis();
        dispatcher.drain(within);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(within);
        try {
            while (dispatcher.connections() > 0 && System.nanoTime() < until) {
                dispatcher.tick();
                TimeUnit.MILLISECONDS.sleep(10);
            }
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        if (folder != null) {
            folder.close();
        }
    }

    /** Cuts whoever did not leave. */
    void cut() {
        dispatcher.cut();
    }

    /** Ends what is left, and closes the bundles. */
    void close() {
        ticking.shutdownNow();
        deployer.close();
        embedded.forEach(bundle -> contract.remove(bundle.name()));
        workers.shutdownNow();
        embedded.forEach(ClasspathBundle.Started::close);
    }
}
