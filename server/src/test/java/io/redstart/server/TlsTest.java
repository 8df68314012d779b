package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.server.transport.ProxyProtocol;
import io.redstart.server.transport.TlsSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TlsTest {
    @Api("echo")
    public static class Echo {
        @Call
        public String say(String words) {
            return words;
        }
    }

    private static final String IDENTITY = "io.redstart.server.transport.TlsIdentity";
    private static final String RELOAD = "io.redstart.server.transport.TlsReload";

    @TempDir
    Path folder;

    TlsSettings files;

    @BeforeEach
    void copyFiles() throws IOException {
        files = new TlsSettings(folder.resolve("certificate.pem"), folder.resolve("key.pem"), Duration.ofDays(1));
        TestIdentity.FIRST.copyTo(files);
        mayRead("rw-------");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksTheVersionsOfToday(String version) throws Exception {
        try (RedstartServer server = start();
                SSLSocket line = line(server, version)) {
            assertThat(line.getSession().getProtocol()).isEqualTo(version);
            assertThat(line.getSession().getCipherSuite())
                    .doesNotContain("TLS_RSA_", "NULL", "anon", "MD5")
                    .doesNotEndWith("_SHA");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void refusesTheVersionsOfYesterday(String version) throws Exception {
        try (RedstartServer server = start()) {
            assertThatThrownBy(() -> line(server, version)).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void saysHowItIsReached() throws Exception {
        try (RedstartServer server = start()) {
            assertThat(server.uri()).hasToString("https://localhost:" + server.port() + "/");
            assertThat(server.webSocketUri()).hasToString("wss://localhost:" + server.port() + "/ws");
        }
    }

    /** There is one certificate: names it does not have are the client's business. */
    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1", "elsewhere.example"})
    void asksForNoNameInItsCertificate(String host) throws Exception {
        try (RedstartServer server = start()) {
            String answer = get(server, host);
            assertThat(answer).startsWith("HTTP/1.1 200");
            assertThat(answer).contains("Strict-Transport-Security: max-age=86400\r\n");
        }
    }

    @Test
    void showsANewCertificateAndKeepsLinesOpen() throws Exception {
        try (LogLines log = new LogLines(RELOAD);
                RedstartServer server = start();
                WireClient client = WireClient.to(server)) {
            assertThat(certificate(server)).isEqualTo(TestIdentity.FIRST.read());
            client.says("[\"hello\",{\"v\":1}]");
            assertThat(client.hears()).startsWith("[\"welcome\"");

            TestIdentity.SECOND.copyTo(files);
            await().until(() -> certificate(server).equals(TestIdentity.SECOND.read()));

            client.says("[\"call\",1,\"echo.say\",[\"still here\"]]");
            assertThat(client.hears()).isEqualTo("[\"ret\",1,\"still here\"]");
            assertThat(log.lines())
                    .contains("INFO A new certificate is in use: CN=Redstart test second, until 2119-12-08T00:00:00Z");
        }
    }

    @Test
    void staysWithTheOldCertificateIfTheNewOneIsBroken() throws Exception {
        try (LogLines log = new LogLines(RELOAD);
                RedstartServer server = start()) {
            Files.writeString(files.certificate(), "not finished");
            await().until(() -> !log.lines().isEmpty());

            assertThat(log.lines())
                    .containsExactly("ERROR The changed certificate is not used, the one before stays. "
                            + "http.tls.certificate: " + files.certificate()
                            + " (expected: CERTIFICATE, but there is no PEM)");
            assertThat(certificate(server)).isEqualTo(TestIdentity.FIRST.read());

            TestIdentity.SECOND.copyTo(files);
            await().until(() -> certificate(server).equals(TestIdentity.SECOND.read()));
        }
    }

    @Test
    void warnsOfAKeyThatEverybodyMayRead() throws Exception {
        mayRead("rw-r--r--");
        try (LogLines log = new LogLines(IDENTITY)) {
            start().close();
            assertThat(log.lines())
                    .containsExactly("WARN Everybody on this machine may read http.tls.key: " + files.key()
                            + " (expected: its owner alone)");
        }
        mayRead("rw-r-----");
        try (LogLines log = new LogLines(IDENTITY)) {
            start().close();
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void doesNotStartWithWrongFiles() throws Exception {
        Files.writeString(files.key(), "");
        assertThatThrownBy(this::start)
                .isInstanceOf(IOException.class)
                .hasMessage("http.tls.key: " + files.key()
                        + " (expected: one PRIVATE KEY, which is PKCS#8, but there is no PEM)");
    }

    @Test
    void doesNotAnswerPlainHttp() throws Exception {
        try (RedstartServer server = start();
                RawHttp plain = RawHttp.to(server)) {
            assertThat(plain.says("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").rest())
                    .doesNotContain("HTTP");
        }
    }

    private void mayRead(String permissions) throws IOException {
        Files.setPosixFilePermissions(files.key(), PosixFilePermissions.fromString(permissions));
    }

    private RedstartServer start() throws Exception {
        HttpSettings http = new HttpSettings();
        ServerSettings settings = new ServerSettings()
                .with(new HttpSettings(
                        http.host(),
                        0,
                        http.maxHeaders(),
                        http.idle(),
                        http.drainDelay(),
                        Duration.ofSeconds(2),
                        List.of(),
                        ProxyProtocol.OFF,
                        files));
        return RedstartServer.builder().settings(settings).api(Echo.class).start();
    }

    private static SSLSocket line(RedstartServer server, String... versions) throws IOException {
        SSLSocket line = (SSLSocket) TestIdentity.trusting()
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), server.port());
        line.setSoTimeout(20_000);
        if (versions.length > 0) {
            line.setEnabledProtocols(versions);
        }
        line.startHandshake();
        return line;
    }

    private static Certificate certificate(RedstartServer server) throws IOException {
        try (SSLSocket line = line(server)) {
            return line.getSession().getPeerCertificates()[0];
        }
    }

    private static String get(RedstartServer server, String host) throws IOException {
        try (RawHttp line = RawHttp.to(server).tls()) {
            return line.says("GET /redstart/health HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                    .rest();
        }
    }
}
