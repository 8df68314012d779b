package io.redstart.server.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.server.HttpSettings;
import io.redstart.server.TestIdentity;
import org.junit.jupiter.api.Test;

/** The server's own listener, with TLS. */
class TlsListenerTest extends OwnListenerTest {
    @Override
    HttpSettings http() {
        HttpSettings plain = super.http();
        return new HttpSettings(
                plain.host(),
                plain.port(),
                plain.maxHeaders(),
                plain.idle(),
                plain.drainDelay(),
                plain.drainWithin(),
                plain.trustedProxies(),
                plain.proxyProtocol(),
                TestIdentity.FIRST.settings());
    }

    @Test
    void isNamedAsWhatItSpeaks() throws Exception {
        assertThat(host().uri().getScheme()).isEqualTo("wss");
    }
}
