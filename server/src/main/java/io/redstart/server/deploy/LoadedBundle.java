package io.redstart.server.deploy;

import io.redstart.api.Session;
import io.redstart.server.registry.ApiModel;
import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A bundle whose classes are loaded and whose singletons are made, until it is closed. */
final class LoadedBundle implements ClasspathBundle.Started {
    private final String version;
    private final BundleModel model;
    private final ClassLoader loader;
    private final JsonMapper mapper;
    private final BundleObjects objects;
    private final Closers closers;

    LoadedBundle(
            String version,
            BundleModel model,
            ClassLoader loader,
            JsonMapper mapper,
            BundleObjects objects,
            Closers closers) {
        this.version = version;
        this.model = model;
        this.loader = loader;
        this.mapper = mapper;
        this.objects = objects;
        this.closers = closers;
    }

    /** Makes the singletons, so that one that cannot be made refuses the bundle and not its first call. */
    void start() throws RejectedBundleException {
        List<Class<?>> early = new ArrayList<>();
        model.apis().stream().filter(ApiModel::singleton).forEach(api -> early.add(api.type()));
        early.addAll(model.single());
        List<Mistake> mistakes = new ArrayList<>();
        for (Class<?> type : early) {
            try {
                instance(type, null);
            } catch (IllegalStateException e) {
                mistakes.add(new Mistake(type.getName(), "cannot be made: " + e.getCause()));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new RejectedBundleException(name(), mistakes);
        }
    }

    @Override
    public String name() {
        return model.name();
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public BundleModel model() {
        return model;
    }

    @Override
    public JsonMapper mapper() {
        return mapper;
    }

    @Override
    public <T> T instance(Class<T> type, @Nullable Session session) {
        return inLoader(loader, () -> objects.instance(type, session));
    }

    @Override
    public ClassLoader loader() {
        return loader;
    }

    @Override
    public String toString() {
        return name() + " " + version;
    }

    /** Closes what the bundle made and what it was loaded from. Nothing may be running in it any more. */
    @Override
    public void close() {
        inLoader(loader, () -> {
            closers.close();
            return true;
        });
    }

    /** Runs code of the bundle the way its libraries expect: they look for classes through the thread. */
    private static <T> T inLoader(ClassLoader loader, Supplier<T> code) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            return code.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
