package io.redstart.server.transport;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who the server is to those who connect by TLS: certificates and the private key of the first one.
 *
 * @param chain the server's certificate first
 * @param key its key
 */
record TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
    private static final Logger LOG = LoggerFactory.getLogger(TlsIdentity.class);
    private static final String PKCS8 = "PRIVATE KEY";
    private static final byte[] PROBE = {1, 2, 3};

    /**
     * Reads the files of the settings, and makes sure that they can be used together.
     *
     * @param settings with files
     * @return the identity
     * @throws TlsFileException if they cannot; says which, and why
     */
    static TlsIdentity read(TlsSettings settings) throws TlsFileException {
        Path keyFile = Objects.requireNonNull(settings.key(), "key");
        PemFile certificates =
                PemFile.read("http.tls.certificate", Objects.requireNonNull(settings.certificate(), "certificate"));
        List<X509Certificate> chain = chain(certificates);
        PemFile keys = PemFile.read("http.tls.key", keyFile);
        PrivateKey key = key(keys, chain.get(0));
        if (!belongTogether(chain.get(0), key)) {
            throw new TlsFileException(
                    keys.name() + " (expected: the key of the first certificate in " + settings.certificate() + ")");
        }
        warn(chain.get(0), keyFile);
        return new TlsIdentity(chain, key);
    }

    private static List<X509Certificate> chain(PemFile file) throws TlsFileException {
        List<X509Certificate> chain = new ArrayList<>();
        for (byte[] block : file.all("CERTIFICATE")) {
            try {
                chain.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block)));
            } catch (CertificateException broken) {
                throw new TlsFileException(file.name() + " (expected: X.509 certificates, but number "
                        + (chain.size() + 1) + " is none: " + broken.getMessage() + ")");
            }
        }
        if (chain.isEmpty()) {
            throw new TlsFileException(file.name() + " (expected: CERTIFICATE, but there is " + file.found() + ")");
        }
        return chain;
    }

    private static PrivateKey key(PemFile file, X509Certificate certificate) throws TlsFileException {
        List<byte[]> keys = file.all(PKCS8);
        if (keys.size() != 1) {
            String convert = file.found().contains(PKCS8)
                    ? "; convert it with: openssl pkcs8 -topk8 -nocrypt -in <this file> -out <new file>"
                    : "";
            throw new TlsFileException(file.name() + " (expected: one PRIVATE KEY, which is PKCS#8, but there is "
                    + (keys.isEmpty() ? file.found() : keys.size() + " of them") + convert + ")");
        }
        String algorithm = certificate.getPublicKey().getAlgorithm();
        try {
            return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(keys.get(0)));
        } catch (GeneralSecurityException broken) {
            throw new TlsFileException(file.name() + " (expected: a key for " + algorithm
                    + ", as the certificate says, but: " + broken.getMessage() + ")");
        }
    }

    private static boolean belongTogether(X509Certificate certificate, PrivateKey key) {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(PROBE);
            byte[] signature = signing.sign();
            signing.initVerify(certificate.getPublicKey());
            signing.update(PROBE);
            return signing.verify(signature);
        } catch (GeneralSecurityException unfit) {
            return false;
        }
    }

    private static void warn(X509Certificate certificate, Path keyFile) {
        Instant now = Instant.now();
        Instant from = certificate.getNotBefore().toInstant();
        Instant until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            LOG.warn("The certificate of {} has ended: {}", name(certificate), until);
        } else if (now.isBefore(from)) {
            LOG.warn("The certificate of {} does not hold yet, but from {}", name(certificate), from);
        }
        PosixFileAttributeView view = Files.getFileAttributeView(keyFile, PosixFileAttributeView.class);
        try {
            if (view != null && view.readAttributes().permissions().contains(PosixFilePermission.OTHERS_READ)) {
                LOG.warn("Everybody on this machine may read http.tls.key: {} (expected: its owner alone)", keyFile);
            }
        } catch (IOException gone) {
            LOG.debug("The permissions of {} cannot be read", keyFile, gone);
        }
    }

    private static String name(X509Certificate certificate) {
        return certificate.getSubjectX500Principal().getName();
    }

    /** For the log: whose certificate it is, and until when it holds. */
    String description() {
        return name(chain.get(0)) + ", until " + chain.get(0).getNotAfter().toInstant();
    }

    void showOn(SslContextFactory.Server tls) {
        // the store is in memory alone; Jetty insists on a password
        String password = "memory";
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("redstart", key, password.toCharArray(), chain.toArray(X509Certificate[]::new));
            tls.setKeyStore(store);
            tls.setKeyStorePassword(password);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new IllegalStateException("A key store in memory cannot be made", impossible);
        }
    }
}
