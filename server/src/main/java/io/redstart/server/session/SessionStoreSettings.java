package io.redstart.server.session;

import java.time.Duration;

/**
 * What is kept of users' sessions beyond connections, and who may ask for it.
 *
 * @param timeout how long a session is kept that nobody asks for
 * @param max how many sessions are kept in memory; one more is refused
 * @param maxData how many bytes of JSON may be kept with a session: its user and its data together
 * @param role the role of users who may call the API {@code sessions}; empty if nobody may, and then it is not there
 */
public record SessionStoreSettings(Duration timeout, int max, long maxData, String role) {
    /** The settings where nothing is set. */
    public SessionStoreSettings() {
        this(Duration.ofHours(24), 10_000, 16 * 1024, "");
    }

    public SessionStoreSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        if (max < 1) {
            throw new IllegalArgumentException("max: " + max + " (expected: > 0)");
        }
        if (maxData < 1) {
            throw new IllegalArgumentException("maxData: " + maxData + " (expected: > 0)");
        }
    }
}
