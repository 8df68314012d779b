package io.redstart.server;

import io.redstart.api.Channels;
import io.redstart.api.SessionStore;
import io.redstart.api.Sessions;
import io.redstart.server.builtin.BuiltIn;
import io.redstart.server.channel.ChannelStore;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.deploy.BundleFolder;
import io.redstart.server.deploy.ClassScan;
import io.redstart.server.deploy.ClasspathBundle;
import io.redstart.server.deploy.DeploySettings;
import io.redstart.server.deploy.Deployer;
import io.redstart.server.deploy.HostObjects;
import io.redstart.server.dispatch.Dispatcher;
import io.redstart.server.door.Entrance;
import io.redstart.server.identity.NamespaceKey;
import io.redstart.server.identity.TokenAuthenticator;
import io.redstart.server.invocation.Authentication;
import io.redstart.server.invocation.Catalogue;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.invocation.PacketSettings;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.MemorySessionStore;
import io.redstart.server.session.SessionRegistry;
import io.redstart.server.session.SessionStoreSettings;
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
    private final NamespacePlan plan;
    private final SessionRegistry registry;
    private final SessionStoreSettings sessionStore;
    private final boolean isForSeneca;
    private final MemorySessionStore keptSessions;
    private final NamespaceChannels channels;
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
     * @param plan how it is to be
     * @param node what it shares with others
     */
    LiveNamespace(NamespacePlan plan, Node node) {
        this.plan = plan;
        ServerSettings settings = node.settings();
        registry = new SessionRegistry(
                settings.sessions(), node.relief(), node.workers(), node.observer(), InstantSource.system());
        sessionStore = settings.sessionStore();
        isForSeneca = settings.door().seneca().isOn()
                && settings.door().seneca().namespace().equals(plan.name());
        keptSessions = new MemorySessionStore(sessionStore, InstantSource.system(), node.observer());
        tokens = plan.isDefault() ? TokenAuthenticator.of(settings.auth(), node.clock(), InstantSource.system()) : null;
        channels = new NamespaceChannels(
                registry, settings.channels(), plan.rules(), plan.store(), node.clock(), node.observer());
        catalogue = new Catalogue(
                registry,
                channels,
                settings.calls(),
                node.clock(),
                !plan.isDefault(),
                tokens != null,
                plan.isDefault() ? settings.packets() : new PacketSettings());
        contract = new Contract(catalogue);
        Invocation invocation = new Invocation(
                catalogue, registry, settings.calls(), node.workers(), node.clock(), node.observer(), node.calls());
        contract.tell(invocation);
        authentication = new Authentication(
                catalogue,
                tokens,
                plan.key(),
                !plan.isDefault(),
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
        lent = new HostObjects(catalogue::sessions, catalogue::channels, settings::bundle, plan.lends());
        Path apis = plan.apis();
        DeploySettings deploy =
                apis == null ? settings.deploy() : settings.deploy().in(apis);
        deployer = new Deployer(contract, (bundle, jar, loader) -> ApiScanner.scan(bundle, loader, jar), lent, deploy);
        folder = apis == null ? null : new BundleFolder(deploy, deployer);
    }

    String name() {
        return plan.name();
    }

    /** Its secret key; null if nobody can be in control of it. */
    @Nullable
    NamespaceKey key() {
        return plan.key();
    }

    /** Whether it was registered while the server ran. */
    boolean isRegistered() {
        return plan.registered();
    }

    /** Where its channels are kept. */
    ChannelStore store() {
        return plan.store();
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
        SessionStore kept = BuiltIn.storeIn(own, keptSessions);
        BuiltIn apis = new BuiltIn().sessions(kept, sessionStore);
        if (isForSeneca) {
            apis.senecaSessions(kept, sessionStore);
        }
        own.stream()
                .filter(BuiltIn::is)
                .flatMap(each -> each.instances().stream())
                .forEach(apis::add);
        ClasspathBundle builtIn = apis.bundle();
        if (builtIn != null) {
            use(builtIn, apis.scan());
        }
        for (ClasspathBundle each : own) {
            if (!BuiltIn.is(each)) {
                use(each, (called, classes) -> ApiScanner.scan(called, classes, BundleIndex.NONE));
            }
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

    /** All sessions; what is pushed to them is written by a mapper. */
    Sessions sessions(JsonMapper mapper) {
        return catalogue.sessions(mapper);
    }

    /** All channels, likewise. */
    Channels channels(JsonMapper mapper) {
        return catalogue.channels(mapper);
    }

    int channelCount() {
        return channels.size();
    }

    long channelBytes() {
        return channels.bytes();
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

    int userCount() {
        return registry.users().size();
    }

    int keptSessionCount() {
        return keptSessions.size();
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
