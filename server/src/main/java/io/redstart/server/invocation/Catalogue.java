package io.redstart.server.invocation;

import io.redstart.api.Authenticator;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.protocol.MessageWriter;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleHost;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionListener;
import io.redstart.server.session.SessionRegistry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** All that can be called right now. Bundles come and go while clients stay; what runs ends where it began. */
public final class Catalogue implements BundleHost, SessionListener {
    private final SessionRegistry registry;
    private final InvocationSettings settings;
    private final LongSupplier clock;
    private final boolean needsAuthenticator;
    private volatile Table table = Table.EMPTY;

    /**
     * An empty catalogue. It listens to the registry.
     *
     * @param registry all sessions
     * @param settings bounds of calls
     * @param clock tells the time in milliseconds; only grows
     * @param needsAuthenticator whether nobody is let in as long as no bundle brings an authenticator
     */
    public Catalogue(
            SessionRegistry registry, InvocationSettings settings, LongSupplier clock, boolean needsAuthenticator) {
        this.registry = registry;
        this.settings = settings;
        this.clock = clock;
        this.needsAuthenticator = needsAuthenticator;
        registry.listen(this);
    }

    /** What is in use at one moment. */
    private record Table(
            Map<String, Deployed> bundles,
            Map<String, BoundMethod> methods,
            Map<String, BoundMethod> actions,
            Map<String, List<BoundMethod>> events,
            @Nullable BundleUse authenticator,
            boolean hadAuthenticator,
            int maxMessage) {
        static final Table EMPTY = new Table(Map.of(), Map.of(), Map.of(), Map.of(), null, false, 0);
    }

    private record Deployed(
            BundleUse use,
            List<BoundMethod> methods,
            List<BoundMethod> actions,
            List<BoundMethod> events,
            Hooks hooks) {}

    @Override
    public synchronized CompletionStage<Void> use(Bundle bundle) throws RejectedBundleException {
        List<Mistake> mistakes = new ArrayList<>();
        Deployed added = prepare(bundle, mistakes);
        Map<String, Deployed> bundles = new LinkedHashMap<>(table.bundles());
        Deployed replaced = bundles.put(bundle.name(), added);
        Table next = tableOf(bundles, mistakes);
        if (!mistakes.isEmpty()) {
            added.use().retire();
            throw new RejectedBundleException(bundle.name(), mistakes);
        }
        table = next;
        added.hooks().openAll(registry.all());
        return retire(replaced);
    }

    @Override
    public synchronized CompletionStage<Void> remove(String name) {
        Map<String, Deployed> bundles = new LinkedHashMap<>(table.bundles());
        Deployed removed = bundles.remove(name);
        table = tableOf(bundles, new ArrayList<>());
        return retire(removed);
    }

    private CompletionStage<Void> retire(@Nullable Deployed retired) {
        if (retired == null) {
            return CompletableFuture.completedFuture(null);
        }
        retired.hooks().retire();
        ClassLoader loader = retired.use().bundle().loader();
        return retired.use().retire().thenRun(() -> forget(loader));
    }

    /** What sessions keep of a bundle that is gone would keep all of it in memory, and be of no use to the next. */
    private void forget(ClassLoader loader) {
        if (loader != Catalogue.class.getClassLoader()) {
            registry.all()
                    .forEach(session -> session.attributes()
                            .values()
                            .removeIf(value -> value.getClass().getClassLoader() == loader));
        }
    }

    private Deployed prepare(Bundle bundle, List<Mistake> mistakes) {
        PushEncoder encoder = new PushEncoder(new MessageWriter(bundle.mapper(), (int) settings.maxAnswer()));
        Pushes pushes = new Pushes(encoder, bundle.mapper(), clock);
        BundleUse use = new BundleUse(
                bundle,
                encoder,
                Validation.of(bundle.model(), bundle.loader()),
                session -> new ApiSession(session, pushes));
        List<BoundMethod> methods = new ArrayList<>();
        List<BoundMethod> actions = new ArrayList<>();
        List<BoundMethod> events = new ArrayList<>();
        for (ApiModel api : bundle.model().apis()) {
            bind(use, api, api.methods(), methods, mistakes);
            bind(use, api, api.onAction(), actions, mistakes);
            bind(use, api, api.onEvent(), events, mistakes);
        }
        return new Deployed(use, methods, actions, events, new Hooks(use, this));
    }

    private static void bind(
            BundleUse use, ApiModel api, List<MethodModel> models, List<BoundMethod> to, List<Mistake> mistakes) {
        for (MethodModel model : models) {
            try {
                to.add(new BoundMethod(use, api, model, mistakes));
            } catch (IllegalAccessException hidden) {
                mistakes.add(new Mistake(
                        api.type().getName() + "." + model.method().getName(), "cannot be reached (expected: public)"));
            }
        }
    }

    private Table tableOf(Map<String, Deployed> bundles, List<Mistake> mistakes) {
        Map<String, BoundMethod> methods = new HashMap<>();
        Map<String, BoundMethod> actions = new HashMap<>();
        Map<String, List<BoundMethod>> events = new HashMap<>();
        BundleUse authenticator = null;
        for (Deployed deployed : bundles.values()) {
            deployed.methods().forEach(method -> put(methods, method, "method", mistakes));
            deployed.actions().forEach(method -> put(actions, method, "handler of the action", mistakes));
            deployed.events()
                    .forEach(method -> events.computeIfAbsent(method.model().target(), name -> new ArrayList<>(1))
                            .add(method));
            Class<?> type = deployed.use().bundle().model().authenticator();
            if (type != null) {
                if (authenticator != null) {
                    mistakes.add(new Mistake(
                            type.getName(),
                            "bundle " + authenticator.bundle().name() + " brings an authenticator already"
                                    + " (expected: one)"));
                }
                authenticator = deployed.use();
            }
        }
        for (Deployed deployed : bundles.values()) {
            for (ApiModel api : deployed.use().bundle().model().apis()) {
                BoundMethod bare = methods.get(api.name());
                if (bare != null) {
                    mistakes.add(new Mistake(
                            api.type().getName(),
                            "its name '" + api.name() + "' is already a method of bundle "
                                    + bare.use().bundle().name() + " (expected: another)"));
                }
            }
        }
        return new Table(
                bundles,
                methods,
                actions,
                events,
                authenticator,
                table.hadAuthenticator() || authenticator != null,
                methods.values().stream()
                        .mapToInt(method -> method.model().maxMessage())
                        .max()
                        .orElse(0));
    }

    private static void put(Map<String, BoundMethod> to, BoundMethod method, String kind, List<Mistake> mistakes) {
        BoundMethod other = to.put(method.model().target(), method);
        if (other != null) {
            mistakes.add(new Mistake(
                    method.api().type().getName() + "."
                            + method.model().method().getName(),
                    "the " + kind + " '" + method.model().target() + "' is already in bundle "
                            + other.use().bundle().name() + " (expected: one)"));
        }
    }

    /** A method, its bundle held for a call; null if there is none. */
    @Nullable
    BoundMethod enter(String target) {
        return entered(() -> table.methods().get(target));
    }

    @Nullable
    BoundMethod enterAction(String type) {
        return entered(() -> table.actions().get(type));
    }

    List<BoundMethod> enterEvent(String name) {
        List<BoundMethod> entered = new ArrayList<>(1);
        for (BoundMethod method : table.events().getOrDefault(name, List.of())) {
            if (method.use().enter()) {
                entered.add(method);
            }
        }
        return entered;
    }

    private static @Nullable BoundMethod entered(java.util.function.Supplier<@Nullable BoundMethod> find) {
        for (BoundMethod found = find.get(); found != null; found = find.get()) {
            if (found.use().enter()) {
                return found;
            }
        }
        return null;
    }

    Pushes pushes(BundleUse use) {
        return new Pushes(use.encoder(), use.bundle().mapper(), clock);
    }

    Session session(BundleUse use, LiveSession session) {
        return new ApiSession(session, pushes(use));
    }

    Sessions sessions(BundleUse use) {
        return new ApiSessions(registry, pushes(use));
    }

    /**
     * All sessions as a bundle sees them that is being loaded: what it pushes is written by its own mapper.
     *
     * @param mapper the bundle's
     * @return to be injected into its objects
     */
    public Sessions sessions(JsonMapper mapper) {
        PushEncoder encoder = new PushEncoder(new MessageWriter(mapper, (int) settings.maxAnswer()));
        return new ApiSessions(registry, new Pushes(encoder, mapper, clock));
    }

    /**
     * Runs something with the authenticator, if there is one, while its bundle is held.
     *
     * @return the authenticator's bundle, held; null if there is none
     */
    @Nullable
    BundleUse enterAuthenticator() {
        for (BundleUse use = table.authenticator(); use != null; use = table.authenticator()) {
            if (use.enter()) {
                return use;
            }
        }
        return null;
    }

    static Authenticator authenticator(BundleUse use) {
        Class<?> type = java.util.Objects.requireNonNull(use.bundle().model().authenticator());
        return (Authenticator) use.bundle().instance(type, null);
    }

    /** The largest message that a method takes which says so itself; 0 if none does. */
    int maxMessage() {
        return table.maxMessage();
    }

    /** Whether clients are let in although nobody says who they are. */
    boolean admitsGuests() {
        return !needsAuthenticator && !table.hadAuthenticator();
    }

    /**
     * What is deployed.
     *
     * @return the bundles by name
     */
    public Collection<Bundle> bundles() {
        return table.bundles().values().stream()
                .map(deployed -> deployed.use().bundle())
                .toList();
    }

    @Override
    public void opened(LiveSession session) {
        table.bundles().values().forEach(deployed -> deployed.hooks().open(session));
    }

    @Override
    public void closed(LiveSession session) {
        table.bundles().values().forEach(deployed -> deployed.hooks().close(session));
    }
}
