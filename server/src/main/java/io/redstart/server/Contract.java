package io.redstart.server;

import io.redstart.server.admin.TypeScript;
import io.redstart.server.invocation.Catalogue;
import io.redstart.server.invocation.Invocation;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleHost;
import io.redstart.server.registry.RejectedBundleException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What clients may rely on at the moment: the types of all that is deployed, and their hash. Bundles come and go
 * through it, so that clients are told when it changes.
 */
final class Contract implements BundleHost {
    private final Catalogue catalogue;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Invocation told;
    private volatile @Nullable String hash;

    Contract(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** From now on clients are told of changes. */
    void tell(Invocation invocation) {
        told = invocation;
    }

    @Override
    public CompletionStage<Void> use(Bundle bundle) throws RejectedBundleException {
        CompletionStage<Void> replaced = catalogue.use(bundle);
        changed();
        return replaced;
    }

    @Override
    public CompletionStage<Void> remove(String name) {
        CompletionStage<Void> removed = catalogue.remove(name);
        changed();
        return removed;
    }

    private void changed() {
        lock.lock();
        try {
            String before = hash;
            hash = null;
            if (before != null && told != null && !before.equals(hash())) {
                told.contractChanged(hash());
            }
        } finally {
            lock.unlock();
        }
    }

    /** The hash, worked out when somebody first asks. */
    String hash() {
        String known = hash;
        if (known != null) {
            return known;
        }
        lock.lock();
        try {
            known = hash;
            if (known == null) {
                known = TypeScript.hash(catalogue.bundles(), catalogue.packets());
                hash = known;
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    String types() {
        return TypeScript.of(catalogue.bundles(), catalogue.packets());
    }
}
