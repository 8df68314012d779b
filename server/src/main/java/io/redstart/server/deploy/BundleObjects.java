package io.redstart.server.deploy;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Provider;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import com.google.inject.spi.Element;
import com.google.inject.spi.Elements;
import com.google.inject.spi.Message;
import io.redstart.api.Namespaces;
import io.redstart.api.Session;
import io.redstart.api.Settings;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the objects of one bundle. The injector is a root of its own: a child of the server's would be remembered by
 * its parent, and the bundle's classes with it.
 */
final class BundleObjects implements AutoCloseable {
    private final SessionSlot slot;
    private final Closers closers;
    private final Injector injector;
    private final Map<Class<?>, Provider<?>> providers;

    private BundleObjects(SessionSlot slot, Closers closers, Injector injector, Map<Class<?>, Provider<?>> providers) {
        this.slot = slot;
        this.closers = closers;
        this.injector = injector;
        this.providers = providers;
    }

    /**
     * Prepares to make the objects of a bundle; makes none yet, apart from what the modules make themselves.
     *
     * @param model what the bundle offers
     * @param modules the bundle's own modules
     * @param host what the server lends
     * @param mapper the bundle's own
     * @return what makes them
     * @throws RejectedBundleException with everything that cannot be injected
     */
    static BundleObjects of(BundleModel model, List<? extends Module> modules, HostObjects host, JsonMapper mapper)
            throws RejectedBundleException {
        SessionSlot slot = new SessionSlot();
        Closers closers = new Closers();
        List<Class<?>> types = types(model);
        Settings settings = host.settings().apply(model.name());
        List<Element> elements = Elements.getElements(Stage.DEVELOPMENT, modules);
        try {
            // DEVELOPMENT checks all bindings but makes no object unasked: the server asks for those it needs
            Injector injector = Guice.createInjector(
                    Stage.DEVELOPMENT,
                    Elements.getModule(elements),
                    new HostModule(
                            model.name(),
                            () -> host.sessions().apply(mapper),
                            namespaces(host, mapper),
                            () -> host.channels().apply(mapper),
                            settings,
                            slot,
                            new Singletons(slot, closers)),
                    new ConstructorBindings(types, model.single(), elements));
            return new BundleObjects(slot, closers, injector, providers(injector, types));
        } catch (CreationException e) {
            closers.close();
            throw new RejectedBundleException(
                    model.name(),
                    e.getErrorMessages().stream().map(BundleObjects::mistake).collect(Collectors.toList()));
        }
    }

    private static @Nullable Provider<Namespaces> namespaces(HostObjects host, JsonMapper mapper) {
        Function<JsonMapper, Namespaces> lent = host.namespaces();
        return lent == null ? null : () -> lent.apply(mapper);
    }

    <T> T instance(Class<T> type, @Nullable Session session) {
        Provider<?> prepared = providers.get(type);
        Provider<?> provider = prepared == null ? injector.getProvider(type) : prepared;
        try {
            return slot.with(session, () -> type.cast(provider.get()));
        } catch (ProvisionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(type.getName() + " cannot be made: " + cause, cause);
        }
    }

    /** Closes the singletons that can be closed. */
    @Override
    public void close() {
        closers.close();
    }

    private static List<Class<?>> types(BundleModel model) {
        List<Class<?>> types = new ArrayList<>();
        model.apis().forEach(api -> types.add(api.type()));
        types.addAll(model.single());
        types.addAll(model.sessionData());
        return types;
    }

    private static Map<Class<?>, Provider<?>> providers(Injector injector, Collection<Class<?>> types) {
        return types.stream().distinct().collect(Collectors.toMap(Function.identity(), injector::getProvider));
    }

    private static Mistake mistake(Message message) {
        String text = message.getMessage().lines().findFirst().orElse("").replaceFirst("^\\[Guice/\\w+]: ", "");
        Throwable cause = message.getCause();
        return new Mistake(message.getSource(), cause == null ? text : text + ": " + cause);
    }
}
