package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    private static final TrustedProxies TRUSTED = TrustedProxies.of(List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8"));

    @Test
    void believesTheConnectionOfAStranger() {
        assertThat(seen("203.0.113.9", "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Proto: https"))
                .isEqualTo("203.0.113.9 http own.example");
        assertThat(seen("203.0.113.9", "Forwarded: for=198.51.100.1;proto=https;host=a"))
                .isEqualTo("203.0.113.9 http own.example");
    }

    @Test
    void believesNobodyIfNobodyIsTrusted() {
        ClientAddress connected = connected("10.1.1.1");
        assertThat(ClientAddress.of(connected, name -> List.of("198.51.100.1"), TrustedProxies.NONE))
                .isSameAs(connected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "198.51.100.1 | 198.51.100.1",
                "198.51.100.1:4711 | 198.51.100.1",
                "[2001:db8::1]:4711 | 2001:db8:0:0:0:0:0:1",
                "2001:db8::1 | 2001:db8:0:0:0:0:0:1",
                // what the client made up stands on the left
                "1.1.1.1, 198.51.100.1 | 198.51.100.1",
                "10.9.9.9, 198.51.100.1 | 198.51.100.1",
                "10.9.9.9, 198.51.100.1, 10.2.2.2, fd00::1 | 198.51.100.1",
                // all of them are proxies: the first one is a client of the house
                "10.9.9.9, 10.2.2.2 | 10.9.9.9",
                // whoever cannot be made out ends the list
                "1.1.1.1, unknown | 10.1.1.1",
                "1.1.1.1, unknown, 10.2.2.2 | 10.2.2.2",
                "1.1.1.1,, 10.2.2.2 | 10.2.2.2",
                "localhost | 10.1.1.1",
                "1.1.1 | 10.1.1.1",
                "01.1.1.1 | 10.1.1.1",
                "256.1.1.1 | 10.1.1.1",
                "198.51.100.1:70000 | 10.1.1.1",
                "::1%eth0 | 10.1.1.1",
                "${jndi:ldap://x} | 10.1.1.1",
                "'' | 10.1.1.1",
            })
    void walksFromTheRight(String header, String client) {
        assertThat(seen("10.1.1.1", "X-Forwarded-For: " + header)).startsWith(client + " ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=198.51.100.1 | 198.51.100.1",
                "For=\"198.51.100.1:80\";by=10.1.1.1 | 198.51.100.1",
                "for=\"[2001:db8::1]:80\" | 2001:db8:0:0:0:0:0:1",
                "for=\"\\1\\9\\8.51.100.1\" | 198.51.100.1",
                "for=1.1.1.1, for=198.51.100.1 | 198.51.100.1",
                "for=1.1.1.1, for=198.51.100.1, for=10.2.2.2 ; proto=http | 198.51.100.1",
                "for=_hidden, for=10.2.2.2 | 10.2.2.2",
                "for=unknown | 10.1.1.1",
                "proto=https | 10.1.1.1",
                "for=198.51.100.1;for=1.1.1.1 | 10.1.1.1",
                "for | 10.1.1.1",
                "for= | 10.1.1.1",
                "=1.1.1.1 | 10.1.1.1",
                "for=198.51.100.1 proto=http | 10.1.1.1",
                // an open quote does not swallow what the proxy wrote
                "for=\"1.1.1.1, for=198.51.100.1 | 198.51.100.1",
                "for=1.1.1.1;x=\", for=\"198.51.100.1\" | 198.51.100.1",
                "for=1.1.1.1;x=\"\\, for=198.51.100.1;host=\"a\" | 198.51.100.1",
            })
    void readsTheStandard(String header, String client) {
        assertThat(seen("10.1.1.1", "Forwarded: " + header)).startsWith(client + " ");
    }

    @Test
    void joinsLinesOfAHeader() {
        assertThat(seen("10.1.1.1", "X-Forwarded-For: 1.1.1.1", "X-Forwarded-For: 198.51.100.1"))
                .startsWith("198.51.100.1 ");
        assertThat(seen("10.1.1.1", "Forwarded: for=1.1.1.1", "Forwarded: for=198.51.100.1"))
                .startsWith("198.51.100.1 ");
    }

    @Test
    void takesSchemeAndHostFromTheProxyThatSawTheClient() {
        assertThat(seen(
                        "10.1.1.1",
                        "Forwarded: for=198.51.100.1;proto=https;host=app.example, for=10.2.2.2;proto=http"))
                .isEqualTo("198.51.100.1 https app.example");
        assertThat(seen(
                        "10.1.1.1",
                        "X-Forwarded-For: 198.51.100.1, 10.2.2.2",
                        "X-Forwarded-Proto: https, http",
                        "X-Forwarded-Host: app.example:8443, inner"))
                .isEqualTo("198.51.100.1 https app.example:8443");
    }

    @Test
    void doesNotTakeThemFromTheClient() {
        assertThat(
                        seen(
                                "10.1.1.1",
                                "Forwarded: for=1.1.1.1;proto=https;host=evil.example, for=198.51.100.1;proto=http;host=app.example"))
                .isEqualTo("198.51.100.1 http app.example");
        assertThat(seen("10.1.1.1", "X-Forwarded-For: 1.1.1.1, 198.51.100.1", "X-Forwarded-Proto: https, http"))
                .isEqualTo("198.51.100.1 http own.example");
    }

    @Test
    void takesAHeaderThatOnlyTheOuterProxyWrites() {
        assertThat(seen("10.1.1.1", "X-Forwarded-For: 198.51.100.1, 10.2.2.2", "X-Forwarded-Proto: https"))
                .isEqualTo("198.51.100.1 https own.example");
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil example", "a/b", "a@b", "a:port", "\"", "a\tb"})
    void passesOverHostsThatAreNone(String host) {
        assertThat(seen("10.1.1.1", "X-Forwarded-For: 198.51.100.1", "X-Forwarded-Host: " + host))
                .isEqualTo("198.51.100.1 http own.example");
    }

    /** The proxy writes one of them, and passes on the other as its client sent it; which is which nobody says. */
    @Test
    void believesNeitherOfTwoHeadersThatDiffer() {
        assertThat(seen("10.1.1.1", "Forwarded: for=1.1.1.1;proto=https", "X-Forwarded-For: 198.51.100.1"))
                .isEqualTo("10.1.1.1 http own.example");
        assertThat(seen("10.1.1.1", "Forwarded: for=198.51.100.1;proto=https", "X-Forwarded-For: 198.51.100.1"))
                .isEqualTo("198.51.100.1 https own.example");
    }

    @Test
    void knowsRanges() {
        TrustedProxies odd = TrustedProxies.of(List.of("192.168.4.0/22", "::ffff:10.0.0.1", "0.0.0.0/0"));
        assertThat(odd.contains(address("192.168.7.255"))).isTrue();
        assertThat(odd.contains(address("2001:db8::1"))).isFalse();
        TrustedProxies narrow = TrustedProxies.of(List.of("192.168.4.0/22"));
        assertThat(narrow.contains(address("192.168.8.0"))).isFalse();
        assertThat(narrow.contains(address("::ffff:192.168.4.1"))).isTrue();
        assertThat(narrow.contains(InetSocketAddress.createUnresolved("192.168.4.1", 1)))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "::/129", "10.0.0", "", "a/8"})
    void refusesWhatIsNoRange(String text) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(text)))
                .hasMessage("trustedProxies: '" + text
                        + "' (expected: addresses, and ranges such as 10.0.0.0/8 or fd00::/8)");
    }

    private static InetSocketAddress address(String literal) {
        return new InetSocketAddress(literal, 1);
    }

    private static ClientAddress connected(String peer) {
        return new ClientAddress(address(peer), false, "own.example");
    }

    /** What is made of headers that somebody sent. */
    private static String seen(String peer, String... lines) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (String line : lines) {
            String[] parts = line.split(": ?", 2);
            headers.computeIfAbsent(parts[0].toLowerCase(java.util.Locale.ROOT), any -> new ArrayList<>())
                    .add(parts[1]);
        }
        ClientAddress client =
                ClientAddress.of(connected(peer), name -> headers.getOrDefault(name, List.of()), TRUSTED);
        return client.address().getAddress().getHostAddress()
                + (client.secure() ? " https " : " http ")
                + client.host();
    }
}
