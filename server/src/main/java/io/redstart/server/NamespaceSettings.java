package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.server.identity.NamespaceKey;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A namespace that is made when the server starts.
 *
 * @param secretKey whoever shows it is in control of the namespace, and tokens of its users are signed with it; empty for
 *     one that the server makes. Never shown
 * @param apis the folder whose jars are deployed in it; null for none
 */
public record NamespaceSettings(String secretKey, @Nullable Path apis) {
    /** The defaults. */
    public NamespaceSettings() {
        this("", null);
    }

    public NamespaceSettings {
        int length = secretKey.getBytes(UTF_8).length;
        if (length > 0 && length < NamespaceKey.LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "secretKey: " + length + " bytes (expected: at least " + NamespaceKey.LEAST_BYTES + " bytes)");
        }
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "NamespaceSettings[apis=" + apis + "]";
    }
}
