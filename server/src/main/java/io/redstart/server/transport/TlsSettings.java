package io.redstart.server.transport;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * TLS of the server's own listener: on if there is a certificate.
 *
 * @param certificate a PEM file with the server's certificate and those that lead from it to a known one, or null
 * @param key a PEM file with its private key (PKCS#8, not encrypted), or null
 * @param hsts for how long browsers are told to come by TLS only; 0 for not at all. Not shorter than a second
 */
public record TlsSettings(
        @Nullable Path certificate, @Nullable Path key, Duration hsts) {
    /** The defaults: no TLS. */
    public TlsSettings() {
        this(null, null, Duration.ZERO);
    }

    public TlsSettings {
        if (certificate == null && key != null) {
            throw new IllegalArgumentException("key: " + key + " (expected: none without a certificate)");
        }
        if (certificate != null && key == null) {
            throw new IllegalArgumentException("certificate: " + certificate + " (expected: none without a key)");
        }
        if (hsts.isNegative() || (!hsts.isZero() && hsts.toSeconds() == 0)) {
            throw new IllegalArgumentException("hsts: " + hsts + " (expected: 0, or 1s or longer)");
        }
    }

    /**
     * Whether the listener speaks TLS.
     *
     * @return false for plain HTTP
     */
    public boolean isOn() {
        return certificate != null;
    }
}
