package io.redstart.server;

import io.redstart.server.transport.ProxyProtocol;
import io.redstart.server.transport.TlsSettings;
import java.time.Duration;
import java.util.List;

/** Settings of a listener on a free port of this machine, for tests. */
final class TestHttp {
    private TestHttp() {}

    static HttpSettings with(List<String> proxies, ProxyProtocol protocol, TlsSettings tls) {
        HttpSettings http = new HttpSettings();
        return new HttpSettings(
                "127.0.0.1",
                0,
                http.maxHeaders(),
                http.idle(),
                Duration.ZERO,
                Duration.ofSeconds(2),
                proxies,
                protocol,
                tls);
    }

    static HttpSettings draining(Duration delay, Duration within) {
        HttpSettings http = new HttpSettings();
        return new HttpSettings(
                "127.0.0.1",
                0,
                http.maxHeaders(),
                http.idle(),
                delay,
                within,
                List.of(),
                ProxyProtocol.OFF,
                new TlsSettings());
    }
}
