package io.redstart.server;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What outlives the server.
 *
 * @param folder where registered namespaces, the states of channels and grants are kept; null if nothing is kept
 */
public record DataSettings(@Nullable Path folder) {
    /** Nothing is kept. */
    public DataSettings() {
        this(null);
    }
}
