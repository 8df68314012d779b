package io.redstart.server.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.server.TestIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsIdentityTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(TestIdentity.class)
    void readsACertificateAndItsKey(TestIdentity identity) throws Exception {
        TlsIdentity read = TlsIdentity.read(identity.settings());

        assertThat(read.chain()).hasSize(1);
        assertThat(read.chain().get(0)).isEqualTo(identity.read());
        assertThat(read.description())
                .isEqualTo("CN=Redstart test " + (identity == TestIdentity.FIRST ? "first" : "second")
                        + ", until 2119-12-08T00:00:00Z");
    }

    @Test
    void readsAChainWithWordsInBetween() throws Exception {
        Path chain = write("words\n" + Files.readString(TestIdentity.FIRST.certificate()) + "\nmore words\n"
                + Files.readString(TestIdentity.SECOND.certificate()));

        assertThat(TlsIdentity.read(new TlsSettings(chain, TestIdentity.FIRST.key(), Duration.ZERO))
                        .chain())
                .containsExactly(
                        (java.security.cert.X509Certificate) TestIdentity.FIRST.read(),
                        (java.security.cert.X509Certificate) TestIdentity.SECOND.read());
    }

    @Test
    void missesAFile() {
        Path nowhere = folder.resolve("nowhere.pem");
        assertThatThrownBy(() -> TlsIdentity.read(new TlsSettings(nowhere, nowhere, Duration.ZERO)))
                .isInstanceOf(TlsFileException.class)
                .hasMessage("http.tls.certificate: " + nowhere + " (expected: a PEM file, but there is no such file)");
    }

    @Test
    void saysThatTheFilesWereMixedUp() {
        TestIdentity first = TestIdentity.FIRST;
        assertThatThrownBy(() -> TlsIdentity.read(new TlsSettings(first.key(), first.certificate(), Duration.ZERO)))
                .hasMessage(
                        "http.tls.certificate: " + first.key() + " (expected: CERTIFICATE, but there is PRIVATE KEY)");
    }

    @Test
    void saysThatTheKeyIsAnotherOnes() throws Exception {
        Path certificate = TestIdentity.SECOND.certificate();
        Path key = folder.resolve("other.pem");
        java.security.KeyPairGenerator pairs = java.security.KeyPairGenerator.getInstance("RSA");
        pairs.initialize(2048);
        Files.writeString(
                key,
                "-----BEGIN PRIVATE KEY-----\n"
                        + java.util.Base64.getMimeEncoder()
                                .encodeToString(
                                        pairs.generateKeyPair().getPrivate().getEncoded())
                        + "\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(() -> TlsIdentity.read(new TlsSettings(certificate, key, Duration.ZERO)))
                .hasMessage("http.tls.key: " + key + " (expected: the key of the first certificate in " + certificate
                        + ")");
    }

    @Test
    void saysThatTheKeyIsOfAnotherKind() {
        TlsSettings mixed = new TlsSettings(TestIdentity.FIRST.certificate(), TestIdentity.SECOND.key(), Duration.ZERO);
        assertThatThrownBy(() -> TlsIdentity.read(mixed))
                .hasMessageStartingWith("http.tls.key: " + TestIdentity.SECOND.key()
                        + " (expected: a key for EC, as the certificate says, but: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RSA PRIVATE KEY", "EC PRIVATE KEY", "ENCRYPTED PRIVATE KEY"})
    void tellsHowToConvertOtherKindsOfKeys(String kind) throws Exception {
        Path key = write("-----BEGIN " + kind + "-----\nProc-Type: 4,ENCRYPTED\n\nAAAA\n-----END " + kind + "-----\n");
        TlsSettings settings = new TlsSettings(TestIdentity.FIRST.certificate(), key, Duration.ZERO);

        assertThatThrownBy(() -> TlsIdentity.read(settings))
                .hasMessage("http.tls.key: " + key + " (expected: one PRIVATE KEY, which is PKCS#8, but there is "
                        + kind
                        + "; convert it with: openssl pkcs8 -topk8 -nocrypt -in <this file> -out <new file>)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no PEM at all", "-----BEGIN CERTIFICATE-----\nAAAA"})
    void saysThatThereIsNoPem(String text) throws Exception {
        Path file = write(text);
        assertThatThrownBy(() -> TlsIdentity.read(new TlsSettings(file, file, Duration.ZERO)))
                .hasMessage("http.tls.certificate: " + file + " (expected: CERTIFICATE, but there is no PEM)");
    }

    @Test
    void saysWhichCertificateIsBroken() throws Exception {
        Path file = write(Files.readString(TestIdentity.FIRST.certificate())
                + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        assertThatThrownBy(() -> TlsIdentity.read(new TlsSettings(file, file, Duration.ZERO)))
                .hasMessageStartingWith(
                        "http.tls.certificate: " + file + " (expected: X.509 certificates, but number 2 is none: ");
    }

    @Test
    void readsNoHugeFile() throws Exception {
        Path file = write("x".repeat(1024 * 1024 + 1));
        assertThatThrownBy(() -> TlsIdentity.read(new TlsSettings(file, file, Duration.ZERO)))
                .hasMessage("http.tls.certificate: " + file + " (expected: a PEM file of at most 1MiB)");
    }

    @Test
    void wantsBothFilesOrNone() {
        assertThatThrownBy(() -> new TlsSettings(folder, null, Duration.ZERO))
                .hasMessage("certificate: " + folder + " (expected: none without a key)");
        assertThatThrownBy(() -> new TlsSettings(null, folder, Duration.ZERO))
                .hasMessage("key: " + folder + " (expected: none without a certificate)");
        assertThatThrownBy(() -> new TlsSettings(null, null, Duration.ofMillis(1)))
                .hasMessage("hsts: PT0.001S (expected: 0, or 1s or longer)");
    }

    private Path write(String text) throws Exception {
        return Files.writeString(folder.resolve("file.pem"), text);
    }
}
