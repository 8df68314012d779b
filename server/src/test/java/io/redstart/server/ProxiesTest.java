package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.Handshake;
import io.redstart.server.transport.ProxyProtocol;
import io.redstart.server.transport.TlsSettings;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom the server takes a client for that comes through a proxy. */
@Timeout(60)
class ProxiesTest {
    @Api("me")
    public static class Me {
        @Call
        public String where(Handshake handshake) {
            return handshake.address().getAddress().getHostAddress() + " "
                    + handshake.address().getPort();
        }
    }

    private static final List<String> HERE = List.of("127.0.0.1");
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 'Q', 'U', 'I', 'T', 10};

    @SuppressWarnings("NullAway.Init")
    private RedstartServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void believesATrustedProxy() throws Exception {
        start(HERE, ProxyProtocol.OFF);
        try (RawHttp proxy = RawHttp.to(server)) {
            proxy.opens("Host: app.example", "X-Forwarded-For: 1.1.1.1, 198.51.100.1", "X-Forwarded-Proto: https");
            assertThat(whereabouts(proxy)).isEqualTo("198.51.100.1 0");
        }
        try (RawHttp proxy = RawHttp.to(server)) {
            proxy.opens("Host: app.example", "Forwarded: for=\"[2001:db8::1]:99\"");
            assertThat(whereabouts(proxy)).isEqualTo("2001:db8:0:0:0:0:0:1 99");
        }
    }

    @Test
    void believesNobodyIfNotTold() throws Exception {
        start(List.of(), ProxyProtocol.OFF);
        try (RawHttp client = RawHttp.to(server)) {
            client.opens("Host: app.example", "X-Forwarded-For: 198.51.100.1");
            assertThat(whereabouts(client)).startsWith("127.0.0.1 ");
        }
    }

    @Test
    void knowsItsOwnPagesBehindAProxyThatEndsTls() throws Exception {
        start(HERE, ProxyProtocol.OFF);
        String[] forwarded = {"X-Forwarded-For: 198.51.100.1", "X-Forwarded-Proto: https"};
        assertThat(opening("Host: app.example", "Origin: https://app.example", forwarded[0], forwarded[1]))
                .startsWith("HTTP/1.1 101");
        assertThat(opening("Host: app.example", "Origin: http://app.example", forwarded[0], forwarded[1]))
                .startsWith("HTTP/1.1 403");
        assertThat(opening(
                        "Host: inner:8080",
                        "Origin: https://app.example",
                        "Forwarded: for=198.51.100.1;proto=https;host=app.example"))
                .startsWith("HTTP/1.1 101");
        assertThat(opening("Host: app.example", "Origin: https://app.example")).startsWith("HTTP/1.1 403");
    }

    @Test
    void doesNotLetAPageChooseItsOwnOrigin() throws Exception {
        start(List.of(), ProxyProtocol.OFF);
        assertThat(opening(
                        "Host: app.example",
                        "Origin: https://evil.example",
                        "X-Forwarded-For: 1.1.1.1",
                        "X-Forwarded-Proto: https",
                        "X-Forwarded-Host: evil.example"))
                .startsWith("HTTP/1.1 403");
    }

    @Test
    void readsALineOfTheFirstProxyProtocol() throws Exception {
        start(HERE, ProxyProtocol.REQUIRED);
        try (RawHttp proxy = RawHttp.to(server)) {
            proxy.says("PROXY TCP4 198.51.100.1 10.0.0.1 4711 443\r\n").opens("Host: app.example");
            assertThat(whereabouts(proxy)).isEqualTo("198.51.100.1 4711");
        }
        try (RawHttp proxy = RawHttp.to(server)) {
            proxy.says("PROXY TCP6 2001:db8::1 ::1 4711 443\r\n").opens("Host: app.example");
            assertThat(whereabouts(proxy)).isEqualTo("2001:db8:0:0:0:0:0:1 4711");
        }
    }

    @Test
    void readsTheSecondProxyProtocolByteByByte() throws Exception {
        start(List.of(), ProxyProtocol.REQUIRED);
        try (RawHttp proxy = RawHttp.to(server)) {
            for (byte one : second(0x21, 198, 51, 100, 1, 10, 0, 0, 1, 0x12, 0x67, 1, 0xBB)) {
                proxy.says(new byte[] {one});
            }
            proxy.opens("Host: app.example");
            assertThat(whereabouts(proxy)).isEqualTo("198.51.100.1 4711");
        }
    }

    @Test
    void answersTheHealthChecksOfProxies() throws Exception {
        start(HERE, ProxyProtocol.REQUIRED);
        String check = "GET /redstart/health HTTP/1.1\r\nHost: app.example\r\n\r\n";
        try (RawHttp proxy = RawHttp.to(server)) {
            assertThat(proxy.says(second(0x20)).says(check).head()).startsWith("HTTP/1.1 200");
        }
        try (RawHttp proxy = RawHttp.to(server)) {
            assertThat(proxy.says("PROXY UNKNOWN\r\n" + check).head()).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void speaksTlsBehindTheLine() throws Exception {
        start(HERE, ProxyProtocol.REQUIRED, TestIdentity.FIRST.settings());
        try (RawHttp proxy = RawHttp.to(server)) {
            proxy.says("PROXY TCP4 198.51.100.1 10.0.0.1 4711 443\r\n");
            RawHttp client = proxy.tls();
            client.opens("Host: app.example", "Origin: https://app.example");
            assertThat(whereabouts(client)).isEqualTo("198.51.100.1 4711");
        }
    }

    @Test
    void closesWhoeverDoesNotSpeakIt() throws Exception {
        start(HERE, ProxyProtocol.REQUIRED);
        for (String start : List.of(
                "GET /redstart/health HTTP/1.1\r\nHost: a\r\n\r\n",
                "PROXY TCP4 nobody nowhere 1\r\n\r\n",
                "PROXY TCP4 localhost localhost 4711 443\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "PROXY TCP4 999.1.1.1 10.0.0.1 4711 443\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "PROXY TCP6 dead.beef ::1 4711 443\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "PROXY TCP4 198.51.100.1 10.0.0.1 4711 99999\r\n",
                "PROXY TCP4 " + "9".repeat(1_000_000) + "\r\n")) {
            try (RawHttp client = RawHttp.to(server)) {
                assertThat(ends(client, start)).isEmpty();
            }
        }
    }

    @Test
    void closesStrangersThatSpeakIt() throws Exception {
        start(List.of("10.0.0.0/8"), ProxyProtocol.REQUIRED);
        try (RawHttp stranger = RawHttp.to(server)) {
            assertThat(ends(stranger, "PROXY TCP4 10.1.1.1 10.0.0.1 4711 443\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .isEmpty();
        }
    }

    /** What comes before the end of the line, which may be a reset while this is still being said. */
    private static String ends(RawHttp client, String start) {
        try {
            return client.says(start).rest();
        } catch (java.io.IOException reset) {
            assertThat(reset).isNotInstanceOf(java.net.SocketTimeoutException.class);
            return "";
        }
    }

    private static byte[] second(int command, int... addresses) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(SIGNATURE);
        all.write(command);
        all.write(addresses.length == 0 ? 0 : 0x11);
        all.write(0);
        all.write(addresses.length);
        for (int one : addresses) {
            all.write(one);
        }
        return all.toByteArray();
    }

    private String opening(String... headers) throws Exception {
        try (RawHttp client = RawHttp.to(server)) {
            return client.opens(headers).head();
        }
    }

    private static String whereabouts(RawHttp client) throws Exception {
        assertThat(client.head()).startsWith("HTTP/1.1 101");
        client.frame("[\"hello\",{\"v\":1}]");
        assertThat(client.frame()).startsWith("[\"welcome\"");
        client.frame("[\"call\",1,\"me.where\",[]]");
        return String.valueOf(client.frame()).replaceAll("^\\[\"ret\",1,\"(.*)\"]$", "$1");
    }

    private void start(List<String> proxies, ProxyProtocol protocol) throws Exception {
        start(proxies, protocol, new TlsSettings());
    }

    private void start(List<String> proxies, ProxyProtocol protocol, TlsSettings tls) throws Exception {
        server = RedstartServer.builder()
                .settings(new ServerSettings().with(TestHttp.with(proxies, protocol, tls)))
                .api(Me.class)
                .start();
    }
}
