package io.redstart.server.deploy;

import io.redstart.api.Session;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleHost;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Holds the bundles in use, and says of each that nothing runs in it when the test wants. */
final class FakeHost implements BundleHost {
    final Map<String, Bundle> bundles = new ConcurrentHashMap<>();
    CompletionStage<Void> idle = CompletableFuture.completedFuture(null);
    boolean refuses;

    @Override
    public CompletionStage<Void> use(Bundle bundle) throws RejectedBundleException {
        if (refuses) {
            throw new RejectedBundleException(bundle.name(), List.of(new Mistake(bundle.name(), "is not wanted")));
        }
        bundles.put(bundle.name(), bundle);
        return idle;
    }

    @Override
    public CompletionStage<Void> remove(String name) {
        bundles.remove(name);
        return idle;
    }

    Bundle bundle(String name) {
        Bundle bundle = bundles.get(name);
        if (bundle == null) {
            throw new AssertionError("no bundle " + name + " among " + bundles.keySet());
        }
        return bundle;
    }

    /** An object of the first API of a bundle. */
    Object api(String bundle, @Nullable Session session) {
        Bundle found = bundle(bundle);
        return found.instance(found.model().apis().get(0).type(), session);
    }

    /** Calls a method without arguments of the first API of a bundle. */
    @Nullable
    Object call(String bundle, String method) {
        return call(api(bundle, null), method);
    }

    static @Nullable Object call(Object object, String method) {
        try {
            return object.getClass().getMethod(method).invoke(object);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(method + " cannot be called", e);
        }
    }
}
