package io.redstart.server.admin;

import org.jspecify.annotations.Nullable;

/**
 * Where the server's numbers are shown, on a listener of its own.
 *
 * @param host the address of the network interface
 * @param port the port, 0 for a free one; null for no such listener
 */
public record MetricsSettings(String host, @Nullable Integer port) {
    /** The defaults: not shown. */
    public MetricsSettings() {
        this("127.0.0.1", null);
    }

    public MetricsSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: '" + host + "' (expected: an address or a name)");
        }
        if (port != null && (port < 0 || port > 65_535)) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
    }
}
