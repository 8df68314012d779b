package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/** What proxies write of a client is an address, or passed over; who is no proxy is not believed at all. */
class ClientAddressFuzz {
    private static final TrustedProxies LOOPBACK = TrustedProxies.of(List.of("127.0.0.1"));
    private static final ClientAddress PROXY =
            new ClientAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), false, "here:1");

    @FuzzTest(maxDuration = "1m")
    void believesOnlyProxies(FuzzedDataProvider data) {
        Map<String, List<String>> headers = Map.of(
                "forwarded", List.of(data.consumeString(80), data.consumeString(80)),
                "x-forwarded-for", List.of(data.consumeString(80)),
                "x-forwarded-proto", List.of(data.consumeString(20)),
                "x-forwarded-host", List.of(data.consumeRemainingAsString()));
        ClientAddress told = ClientAddress.of(PROXY, name -> headers.getOrDefault(name, List.of()), LOOPBACK);
        assertThat(told.address().isUnresolved()).isFalse();
        String host = told.host();
        if (host != null) {
            assertThat(host).matches("[A-Za-z0-9._:\\[\\]-]+").hasSizeLessThan(300);
        }
        assertThat(ClientAddress.of(PROXY, name -> headers.getOrDefault(name, List.of()), TrustedProxies.NONE))
                .isSameAs(PROXY);
    }
}
