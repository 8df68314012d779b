package io.redstart.server.deploy;

import com.google.inject.Binder;
import com.google.inject.Module;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.RejectedBundleException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/**
 * The bundle of a program that embeds the server: classes and objects of the program itself, in its own class loader.
 *
 * @param name the bundle's name
 * @param classes API classes, and records and exceptions that go over the wire
 * @param instances API objects that are there already; each serves all sessions, as a singleton does
 * @param modules bind what the classes need
 */
public record ClasspathBundle(
        String name, List<Class<?>> classes, List<Object> instances, List<? extends Module> modules) {
    /** Copies the lists. */
    public ClasspathBundle {
        classes = List.copyOf(classes);
        instances = List.copyOf(instances);
        modules = List.copyOf(modules);
    }

    /** A bundle to be taken into use, and closed when it is out of use. */
    public interface Started extends Bundle, AutoCloseable {
        /** Closes the singletons that can be closed. */
        @Override
        void close();
    }

    /**
     * Makes the bundle ready for calls.
     *
     * @param scan reads the annotations
     * @param host what the server lends
     * @return the bundle
     * @throws RejectedBundleException with all its mistakes
     */
    public Started start(ClassScan scan, HostObjects host) throws RejectedBundleException {
        List<Class<?>> types = Stream.concat(
                        classes.stream(), instances.stream().map(Object::getClass))
                .<Class<?>>map(type -> type)
                .distinct()
                .toList();
        BundleModel model = shared(scan.scan(name, types));
        List<Module> all = new ArrayList<>(modules);
        all.add(binder -> instances.forEach(instance -> bind(binder, instance.getClass(), instance)));
        ClassLoader loader = types.isEmpty()
                ? ClasspathBundle.class.getClassLoader()
                : types.get(0).getClassLoader();
        Closers closers = new Closers();
        JsonMapper mapper = BundleMapper.create(loader);
        LoadedBundle bundle = new LoadedBundle(
                "embedded", model, loader, mapper, closers.add(BundleObjects.of(model, all, host, mapper)), closers);
        try {
            bundle.start();
        } catch (RejectedBundleException e) {
            bundle.close();
            throw e;
        }
        return bundle;
    }

    /** An object that is there already cannot be made anew for each session. */
    private BundleModel shared(BundleModel model) {
        List<ApiModel> apis = model.apis().stream()
                .map(api -> instances.stream().anyMatch(instance -> instance.getClass() == api.type())
                        ? singleton(api)
                        : api)
                .toList();
        return model.withApis(apis);
    }

    private static ApiModel singleton(ApiModel api) {
        return new ApiModel(
                api.name(),
                api.type(),
                true,
                api.doc(),
                api.methods(),
                api.onOpen(),
                api.onClose(),
                api.onAction(),
                api.onEvent(),
                api.onPacket(),
                api.unnamed(),
                api.channels());
    }

    private static <T> void bind(Binder binder, Class<T> type, Object instance) {
        binder.bind(type).toInstance(type.cast(instance));
    }
}
