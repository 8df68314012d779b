package io.redstart.server.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that the files for TLS are others, and shows what is in them to connections that are opened from then on. If
 * they cannot be used that is logged once, and what was in use before stays.
 */
public final class TlsReload {
    private static final Logger LOG = LoggerFactory.getLogger(TlsReload.class);

    private final TlsSettings settings;
    private final TlsConnectionFactory tls;
    private List<Stamp> seen;

    /**
     * Reads the files.
     *
     * @param settings with files
     * @throws TlsFileException if they cannot be used; says which, and why
     */
    public TlsReload(TlsSettings settings) throws TlsFileException {
        this.settings = settings;
        this.seen = stamps();
        this.tls = new TlsConnectionFactory(TlsIdentity.read(settings));
    }

    /**
     * What speaks TLS with what is in the files.
     *
     * @return always the same
     */
    public TlsConnectionFactory connections() {
        return tls;
    }

    /** Looks at the files; reads them if they changed since the last look. */
    public synchronized void look() {
        List<Stamp> now = stamps();
        if (now.equals(seen)) {
            return;
        }
        seen = now;
        try {
            TlsIdentity identity = TlsIdentity.read(settings);
            tls.show(identity);
            LOG.info("A new certificate is in use: {}", identity.description());
        } catch (TlsFileException unfit) {
            LOG.error("The changed certificate is not used, the one before stays. {}", unfit.getMessage());
        } catch (Exception refused) {
            LOG.error("The changed certificate is not used", refused);
        }
    }

    private List<Stamp> stamps() {
        return Stream.of(settings.certificate(), settings.key())
                .map(file -> Stamp.of(Objects.requireNonNull(file)))
                .toList();
    }

    /** Tells one state of a file from another without reading it. */
    private record Stamp(
            @Nullable FileTime changed, long size, @Nullable Object file) {
        private static final Stamp MISSING = new Stamp(null, 0, null);

        static Stamp of(Path path) {
            try {
                BasicFileAttributes is = Files.readAttributes(path, BasicFileAttributes.class);
                return new Stamp(is.lastModifiedTime(), is.size(), is.fileKey());
            } catch (IOException missing) {
                return MISSING;
            }
        }
    }
}
