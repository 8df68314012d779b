package io.redstart.server;

import io.redstart.server.transport.TlsSettings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A server's certificate for tests, for {@code localhost} and {@code 127.0.0.1}, and clients that trust it. */
public enum TestIdentity {
    /** With an EC key. */
    FIRST,
    /** With an RSA key. */
    SECOND;

    public Path certificate() {
        return file(".pem");
    }

    public Path key() {
        return file("-key.pem");
    }

    private Path file(String end) {
        String name = "/tls/" + name().toLowerCase(java.util.Locale.ROOT) + end;
        try {
            return Path.of(TestIdentity.class.getResource(name).toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public TlsSettings settings() {
        return new TlsSettings(certificate(), key(), Duration.ZERO);
    }

    /** Puts its files in place of others. */
    public void copyTo(TlsSettings settings) throws IOException {
        Files.copy(certificate(), settings.certificate(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.copy(key(), settings.key(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    public Certificate read() {
        try (InputStream in = Files.newInputStream(certificate())) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }

    /** What clients use that trust all of these and nobody else. */
    public static SSLContext trusting() {
        try {
            KeyStore known = KeyStore.getInstance("PKCS12");
            known.load(null, null);
            for (TestIdentity each : values()) {
                known.setCertificateEntry(each.name(), each.read());
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(known);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
