package io.redstart.server;

import java.time.Duration;

/**
 * Where the server listens.
 *
 * @param host the address of the network interface, or {@code 0.0.0.0} for all
 * @param port the port; 0 picks a free one
 * @param maxHeaders the largest head of a request, in bytes
 * @param idle how long a connection without a WebSocket may be silent
 * @param drainWithin how long a server that stops waits for what still runs
 */
public record HttpSettings(String host, int port, long maxHeaders, Duration idle, Duration drainWithin) {
    /** The defaults. */
    public HttpSettings() {
        this("0.0.0.0", 8080, 8 * 1024, Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    public HttpSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: '" + host + "' (expected: an address or a name)");
        }
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
        if (maxHeaders < 1024 || maxHeaders > 1024 * 1024) {
            throw new IllegalArgumentException("maxHeaders: " + maxHeaders + " (expected: 1KiB to 1MiB)");
        }
        if (idle.isNegative() || idle.isZero()) {
            throw new IllegalArgumentException("idle: " + idle + " (expected: > 0)");
        }
        if (drainWithin.isNegative()) {
            throw new IllegalArgumentException("drainWithin: " + drainWithin + " (expected: 0 or longer)");
        }
    }
}
