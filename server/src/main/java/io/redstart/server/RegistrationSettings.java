package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Who may register namespaces while the server runs.
 *
 * @param key the server's key, which whoever registers has to show; empty if nobody may. Never shown
 * @param max how many may be registered
 */
public record RegistrationSettings(String key, int max) {
    private static final int LEAST_BYTES = 16;

    /** The defaults. */
    public RegistrationSettings() {
        this("", 1000);
    }

    public RegistrationSettings {
        int length = key.getBytes(UTF_8).length;
        if (length > 0 && length < LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "key: " + length + " bytes (expected: at least " + LEAST_BYTES + " bytes)");
        }
        if (max < 0) {
            throw new IllegalArgumentException("max: " + max + " (expected: 0 or more)");
        }
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "RegistrationSettings[max=" + max + "]";
    }
}
