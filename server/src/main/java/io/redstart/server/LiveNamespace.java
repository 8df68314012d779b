package io.redstart.server;

import io.redstart.api.Sessions;
import io.redstart.api.Settings;
import io.redstart.server.builtin.BuiltIn;
import io.redstart.server.deploy.BundleFolder;
import io.redstart.server.deploy.ClassScan;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.deploy.DeploySettings;
import io.redstart.server.deploy.Deployer;
import io.redstart.server.deploy.HostObjects;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.door.websocket.Entrance;
import io.redstart.server.identity.TokenAuthenticator;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.invocation.Catalogue;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.MemorySessionStore;
import io.redstart.server.session.SessionRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One namespace: who is connected to it and what is deployed in it. Each has all of this of its own, so nothing in one
 * can name, see or reach anything in another.
 */
final class LiveNamespace {
    private final String name;
    private final Node node;
    private final SessionRegistry registry;
    private final MemorySessionStore keptSessions;
    private final Catalogue catalogue;
    private final @Nullable TokenAuthenticator tokens;
    private final Authentication authentication;
    private final Dispatcher dispatcher;
    private final Contract contract;
    private final HostObjects lent;
    private final Deployer deployer;
    private final @Nullable BundleFolder folder;
    private final List<ClasspathBundle.Started> embedded = new ArrayList<>();

    /**
     * A namespace without clients and bundles.
     *
     * @param name its name
     * @param node what it shares with others
     * @param apis the folder its bundles are taken from, or null for none
     */
    LiveNamespace(String name, Node node, @Nullable Path apis) {
        this.name = name;
        this.node = node;
        ServerSettings settings = node.settings();
        registry = new SessionRegistry(settings.sessions(), node.relief(), node.workers(), node.observer(), InstantSource.system());
        keptSessions = new MemorySessionStore(settings.sessionStore(), InstantSource.system(), node.observer());
        tokens = isDefault() ? TokenAuthenticator.of(settings.auth(), node.clock(), InstantSource.system()) : null;
        catalogue = new Catalogue(registry, settings.calls(), node.clock(), false, tokens != null);
        contract = new Contract(catalogue);
        Invocation invocation = new Invocation(
                catalogue, registry, settings.calls(), node.workers(), node.clock(), node.observer(), node.calls());
        contract.tell(invocation);
        authentication = new Authentication(
                catalogue,
                tokens,
                settings.auth(),
                settings.protocol().helloTimeout(),
                node.workers(),
                node.clock(),
                InstantSource.system());
        dispatcher = new Dispatcher(
                registry,
                invocation,
                authentication,
                settings.protocol(),
                settings.connections(),
                node.clock(),
                node.observer(),
                contract::hash,
                node.name());
        lent = new HostObjects(catalogue::sessions, this::bundleSettings);
        DeploySettings deploy =
                apis == null ? settings.deploy() : settings.deploy().in(apis);
        deployer = new Deployer(contract, (bundle, jar, loader) -> ApiScanner.scan(bundle, loader, jar), lent, deploy);
        folder = apis == null ? null : new BundleFolder(deploy, deployer);
    }

    String name() {
        return name;
    }

    private boolean isDefault() {
        return name.equals(NamespaceName.DEFAULT);
    }

    private Settings bundleSettings(String bundle) {
        return node.settings().bundle(bundle);
    }

    /**
     * Deploys. What fails here leaves a namespace that must be closed.
     *
     * @param own the bundles of the program that embeds the server
     */
    void start(List<ClasspathBundle> own) throws IOException, RejectedBundleException {
        if (tokens != null) {
            tokens.start();
        }
        BuiltIn apis =
                new BuiltIn().sessions(BuiltIn.storeIn(own, keptSessions), node.settings().sessionStore());
        ClasspathBundle builtIn = apis.bundle();
        if (builtIn != null) {
            use(builtIn, apis.scan());
        }
        for (ClasspathBundle each : own) {
            use(each, (called, classes) -> ApiScanner.scan(called, classes, BundleIndex.NONE));
        }
        if (folder != null) {
            folder.start();
        }
    }

    private void use(ClasspathBundle described, ClassScan scan) throws RejectedBundleException {
        ClasspathBundle.Started bundle = described.start(scan, lent);
        embedded.add(bundle);
        contract.use(bundle);
    }

    Entrance entrance() {
        return new Entrance(dispatcher, authentication);
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

    int connections() {
        return dispatcher.connections();
    }

    int sessionCount() {
        return registry.all().size();
    }

    long queuedBytes() {
        return dispatcher.queuedBytes();
    }

    long replayBytes() {
        return registry.replayBytes();
    }

    /** Time goes by. */
    void tick() {
        dispatcher.tick();
        keptSessions.tick();
    }

    /** Clients are told to come back later; what runs may run for a while, in milliseconds. */
    void drain(long within) {
        dispatcher.drain(within);
    }

    /** Clients are told that there is no such namespace any more, and all sessions end. */
    void dismiss() {
        dispatcher.dismiss();
    }

    /** From now on nothing is deployed any more. */
    void closeFolder() {
        if (folder != null) {
            folder.close();
        }
    }

    /** Cuts whoever did not leave. */
    void cut() {
        dispatcher.cut();
    }

    /** Takes all bundles out of use; those of the program are closed later. */
    void removeBundles(Duration within) {
        deployer.close(within);
        embedded.forEach(bundle -> contract.remove(bundle.name()));
    }

    /** Closes the bundles of the program. To be called when nothing runs in them any more. */
    void close() {
        embedded.forEach(ClasspathBundle.Started::close);
        registry.retire();
    }
}
