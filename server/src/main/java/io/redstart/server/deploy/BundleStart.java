package io.redstart.server.deploy;

import com.google.inject.Module;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;

/** Turns a jar into a bundle that is ready for calls, or refuses it and leaves nothing behind. */
final class BundleStart {
    private final BundleScan scan;
    private final HostObjects host;
    private final DeploySettings settings;
    private final JarLimits limits;

    BundleStart(BundleScan scan, HostObjects host, DeploySettings settings) {
        this.scan = scan;
        this.host = host;
        this.settings = settings;
        this.limits = new JarLimits(settings);
    }

    /** Starts a bundle on a thread of its own: code of the bundle runs, and it may never come back. */
    LoadedBundle start(Path jar) throws RejectedBundleException {
        String name = BundleName.of(jar).name();
        CompletableFuture<LoadedBundle> result = new CompletableFuture<>();
        Thread starter = new Thread(() -> complete(result, jar), "redstart-start-" + name);
        starter.setDaemon(true);
        starter.start();
        try {
            result.get(settings.startWithin().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            giveUp(
                    result,
                    starter,
                    jar,
                    "not done after " + settings.startWithin().toMillis() + " ms");
        } catch (InterruptedException e) {
            giveUp(result, starter, jar, "interrupted");
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            // told below
        }
        return outcome(result, jar);
    }

    /** Ends the waiting; if the bundle is there after all it is used, and if it comes later {@link #complete} closes it. */
    private static void giveUp(CompletableFuture<LoadedBundle> result, Thread starter, Path jar, String why) {
        if (result.completeExceptionally(rejected(jar, "start: " + why))) {
            starter.interrupt();
        }
    }

    private static LoadedBundle outcome(CompletableFuture<LoadedBundle> result, Path jar)
            throws RejectedBundleException {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RejectedBundleException rejected) {
                throw rejected;
            }
            throw rejected(jar, "cannot be started: " + e.getCause());
        }
    }

    private void complete(CompletableFuture<LoadedBundle> result, Path jar) {
        Closers closers = new Closers();
        try {
            LoadedBundle bundle = load(jar, closers);
            if (!result.complete(bundle)) {
                bundle.close();
            }
        } catch (RejectedBundleException | IOException | RuntimeException | Error e) {
            closers.close();
            result.completeExceptionally(e);
        }
    }

    private LoadedBundle load(Path jar, Closers closers) throws RejectedBundleException, IOException {
        BundleName named = BundleName.of(jar);
        if (!named.isValid()) {
            throw rejected(jar, "name: '" + named.name() + "' (expected: 1 to 64 letters, digits, '_', '.' and '-')");
        }
        String name = named.name();
        JarCopy copy = closers.add(JarCopy.of(name, jar, settings.maxSize()));
        limits.check(name, copy.file());
        BundleLoader loader = closers.add(BundleLoader.open(name, copy.file(), BundleStart.class.getClassLoader()));
        Thread.currentThread().setContextClassLoader(loader);
        BundleModel model = scan.scan(name, copy.file(), loader);
        List<Module> modules = ServiceLoader.load(Module.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        JsonMapper mapper = BundleMapper.create(loader);
        BundleObjects objects = closers.add(BundleObjects.of(model, modules, host, mapper));
        String version = named.version() == null ? copy.digest().substring(0, 8) : named.version();
        LoadedBundle bundle = new LoadedBundle(version, model, loader, mapper, objects, closers);
        bundle.start();
        return bundle;
    }

    private static RejectedBundleException rejected(Path jar, String what) {
        Mistake mistake = new Mistake(jar.getFileName().toString(), what);
        return new RejectedBundleException(BundleName.of(jar).name(), List.of(mistake));
    }
}
