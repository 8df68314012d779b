package io.redstart.server.deploy;

import io.redstart.server.registry.BundleModel;
import io.redstart.server.registry.RejectedBundleException;
import java.util.List;

/** Finds out what classes offer that an embedding program hands over. */
@FunctionalInterface
public interface ClassScan {
    /**
     * Reads the annotations of classes.
     *
     * @param name the bundle's name
     * @param classes the classes
     * @return what they offer
     * @throws RejectedBundleException with all their mistakes
     */
    BundleModel scan(String name, List<Class<?>> classes) throws RejectedBundleException;
}
