package io.redstart.server.deploy;

import io.redstart.server.registry.BundleHost;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.RejectedBundleException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes jars into use and out of it while the server runs. A bundle replaces the one of the same name between two
 * calls; the replaced one is closed when its last call has ended. Any thread may use it, deployments wait for each
 * other.
 */
public final class Deployer implements BundleTarget, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Deployer.class);

    private final BundleHost host;
    private final BundleStart starts;
    private final Retirement retirement = new Retirement();
    private final Duration drainWithin;
    /** Held during a deployment; nothing but other deployments ever waits for it. */
    private final ReentrantLock turn = new ReentrantLock();

    private final Map<String, LoadedBundle> used = new LinkedHashMap<>();

    /**
     * A deployer without bundles.
     *
     * @param host takes the bundles into use
     * @param scan reads their annotations
     * @param objects what is lent to their objects
     * @param settings the limits
     */
    public Deployer(BundleHost host, BundleScan scan, HostObjects objects, DeploySettings settings) {
        this.host = host;
        this.starts = new BundleStart(scan, objects, settings);
        this.drainWithin = settings.drainWithin();
    }

    /**
     * Takes a jar into use, in place of the bundle of the same name.
     *
     * @param jar the jar; it is copied and may change or go afterwards
     * @throws RejectedBundleException if it cannot be used; then nothing has changed
     */
    @Override
    public void deploy(Path jar) throws RejectedBundleException {
        turn.lock();
        try {
            long began = System.nanoTime();
            LoadedBundle bundle = starts.start(jar);
            CompletionStage<Void> idle = use(bundle);
            LoadedBundle replaced = used.put(bundle.name(), bundle);
            log.info("{} is deployed: {}, {} ms", bundle, summary(bundle), (System.nanoTime() - began) / 1_000_000);
            if (replaced != null) {
                retirement.begin(replaced, idle, drainWithin);
            }
        } finally {
            turn.unlock();
        }
    }

    /**
     * Takes a bundle out of use; does nothing if there is none of that name.
     *
     * @param name the bundle's name
     */
    @Override
    public void undeploy(String name) {
        turn.lock();
        try {
            remove(name, drainWithin);
        } finally {
            turn.unlock();
        }
    }

    /** Takes all bundles out of use and waits until they are closed. */
    @Override
    public void close() {
        close(drainWithin);
    }

    /**
     * Takes all bundles out of use and waits until they are closed.
     *
     * @param within how long calls that run in them are waited for
     */
    public void close(Duration within) {
        List<Thread> ends = new ArrayList<>();
        turn.lock();
        try {
            for (String name : List.copyOf(used.keySet())) {
                Thread end = remove(name, within);
                if (end != null) {
                    ends.add(end);
                }
            }
        } finally {
            turn.unlock();
        }
        try {
            for (Thread end : ends) {
                end.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private CompletionStage<Void> use(LoadedBundle bundle) throws RejectedBundleException {
        try {
            return host.use(bundle);
        } catch (RejectedBundleException | RuntimeException e) {
            bundle.close();
            throw e;
        }
    }

    private @Nullable Thread remove(String name, Duration within) {
        LoadedBundle bundle = used.remove(name);
        if (bundle == null) {
            return null;
        }
        CompletionStage<Void> idle = host.remove(name);
        log.info("{} is undeployed", bundle);
        return retirement.begin(bundle, idle, within);
    }

    private static String summary(LoadedBundle bundle) {
        BundleModel model = bundle.model();
        long methods =
                model.apis().stream().mapToLong(api -> api.methods().size()).sum();
        return model.apis().size() + " APIs with " + methods + " methods";
    }
}
