package io.redstart.server.deploy;

import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.RejectedBundleException;
import java.nio.file.Path;

/** Finds out what a jar offers. The deployer is given one, so that it does not know how annotations are read. */
@FunctionalInterface
public interface BundleScan {
    /**
     * Reads the annotations of a bundle.
     *
     * @param name the bundle's name
     * @param jar the jar, which does not change
     * @param loader loads its classes; must not be kept
     * @return what it offers
     * @throws RejectedBundleException with all its mistakes
     */
    BundleModel scan(String name, Path jar, ClassLoader loader) throws RejectedBundleException;
}
