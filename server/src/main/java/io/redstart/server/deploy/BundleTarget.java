package io.redstart.server.deploy;

import io.redstart.server.registry.RejectedBundleException;
import java.nio.file.Path;

/** What is told of jars that come and go. */
interface BundleTarget {
    /** Takes a jar into use; if it is refused, what was in use under its name stays. */
    void deploy(Path jar) throws RejectedBundleException;

    /** Takes a bundle out of use. */
    void undeploy(String name);
}
