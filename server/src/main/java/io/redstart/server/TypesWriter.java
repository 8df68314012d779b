package io.redstart.server;

import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.nio.file.Path;

/** Writes the TypeScript types of a bundle. */
@FunctionalInterface
public interface TypesWriter {
    /**
     * Reads a jar without running it.
     *
     * @param jar the jar
     * @return the TypeScript
     * @throws RejectedBundleException if its annotations are wrong
     * @throws IOException if it cannot be read
     */
    String types(Path jar) throws RejectedBundleException, IOException;
}
