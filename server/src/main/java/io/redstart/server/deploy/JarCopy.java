package io.redstart.server.deploy;

import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * A private copy of a jar: the original may be overwritten or deleted at any time, and a jar that changes while it is
 * open cannot be read any more.
 *
 * @param file the copy, in a folder of its own
 * @param digest the SHA-256 of its content, in hexadecimal
 */
record JarCopy(Path file, String digest) implements AutoCloseable {

    /**
     * Copies a jar, unless it is too large or no plain file.
     *
     * @param bundle the name to refuse it by
     * @param jar the original
     * @param maxSize the most bytes to copy
     * @return the copy
     */
    static JarCopy of(String bundle, Path jar, long maxSize) throws RejectedBundleException {
        String where = jar.getFileName().toString();
        if (!Files.isRegularFile(jar, LinkOption.NOFOLLOW_LINKS)) {
            String what = Files.isSymbolicLink(jar) ? "is a symbolic link (expected: a file)" : "is not a file";
            throw new RejectedBundleException(bundle, List.of(new Mistake(where, what)));
        }
        JarCopy copy = null;
        try {
            Path folder = Files.createTempDirectory("redstart-" + bundle + "-");
            Path file = folder.resolve(where);
            copy = new JarCopy(file, "");
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            long copied;
            try (InputStream in = Files.newInputStream(jar, LinkOption.NOFOLLOW_LINKS);
                    OutputStream out = new DigestOutputStream(Files.newOutputStream(file), sha)) {
                copied = copy(in, out, maxSize);
            }
            if (copied > maxSize) {
                copy.close();
                throw new RejectedBundleException(
                        bundle,
                        List.of(new Mistake(
                                where, "size: more than " + maxSize + " bytes (expected: at most " + maxSize + ")")));
            }
            return new JarCopy(file, HexFormat.of().formatHex(sha.digest()));
        } catch (IOException e) {
            if (copy != null) {
                copy.close();
            }
            throw new RejectedBundleException(bundle, List.of(new Mistake(where, "cannot be read: " + e)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    /** Deletes the copy; what cannot be deleted now (Windows keeps open files) goes when the JVM ends. */
    @Override
    public void close() {
        Path folder = file.getParent();
        for (Path path : folder == null ? List.of(file) : List.of(file, folder)) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException e) {
                path.toFile().deleteOnExit();
            }
        }
    }

    private static long copy(InputStream in, OutputStream out, long atMost) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (int read = in.read(buffer); read >= 0 && total <= atMost; read = in.read(buffer)) {
            total += read;
            out.write(buffer, 0, read);
        }
        return total;
    }
}
