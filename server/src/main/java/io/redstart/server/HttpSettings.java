package io.redstart.server;

import io.redstart.server.transport.ProxyProtocol;
import io.redstart.server.transport.TlsSettings;
import io.redstart.server.transport.TrustedProxies;
import java.time.Duration;
import java.util.List;

/**
 * Where the server listens.
 *
 * @param host the address of the network interface, or {@code 0.0.0.0} for all
 * @param port the port; 0 picks a free one
 * @param maxHeaders the largest head of a request, in bytes
 * @param idle how long a connection without a WebSocket may be silent
 * @param drainDelay how long a server that is to stop still lets clients in, after its health has said that it stops
 * @param drainWithin how long a server that stops waits for what still runs
 * @param trustedProxies which peers are believed when they say for whom they speak: addresses, and ranges such as
 *     {@code 10.0.0.0/8}
 * @param proxyProtocol whether connections begin with a line of the PROXY protocol
 * @param tls whether TLS is spoken, and with which certificate
 */
public record HttpSettings(
        String host,
        int port,
        long maxHeaders,
        Duration idle,
        Duration drainDelay,
        Duration drainWithin,
        List<String> trustedProxies,
        ProxyProtocol proxyProtocol,
        TlsSettings tls) {
    /** The defaults. */
    public HttpSettings() {
        this(
                "0.0.0.0",
                8080,
                8 * 1024,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofSeconds(30),
                List.of(),
                ProxyProtocol.OFF,
                new TlsSettings());
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
        if (drainDelay.isNegative()) {
            throw new IllegalArgumentException("drainDelay: " + drainDelay + " (expected: 0 or longer)");
        }
        if (drainWithin.isNegative()) {
            throw new IllegalArgumentException("drainWithin: " + drainWithin + " (expected: 0 or longer)");
        }
        trustedProxies = List.copyOf(trustedProxies);
        TrustedProxies.of(trustedProxies);
    }

    /**
     * The same, on another port.
     *
     * @param other the port
     * @return the settings
     */
    HttpSettings on(int other) {
        return new HttpSettings(
                host, other, maxHeaders, idle, drainDelay, drainWithin, trustedProxies, proxyProtocol, tls);
    }

    /** The same, for nobody but this machine, on a free port. */
    HttpSettings onlyHere() {
        return new HttpSettings(
                "127.0.0.1", 0, maxHeaders, idle, drainDelay, drainWithin, trustedProxies, proxyProtocol, tls);
    }
}
