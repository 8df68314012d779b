package io.redstart.server.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds files among the resources of one class loader, which it is told each time so that it does not keep it. */
final class StaticFiles {
    /** Of those found once; there are never more than the jar has entries. */
    private final Map<String, StaticFile> known = new ConcurrentHashMap<>();

    /**
     * Finds a file.
     *
     * @param loader where to look; always the same one
     * @param resource the file's name there
     * @return the file, or null if there is none
     * @throws IOException if it cannot be read
     */
    @Nullable
    StaticFile find(ClassLoader loader, String resource) throws IOException {
        StaticFile before = known.get(resource);
        if (before != null) {
            return before;
        }
        URL url = loader.getResource(resource);
        if (url == null || resource.endsWith("/") || isFolder(loader, resource, url)) {
            return null;
        }
        StaticFile file = read(loader, resource);
        // classes that lie in folders are those of a program under development: their files may change
        if (file != null && !url.getProtocol().equals("file")) {
            known.put(resource, file);
        }
        return file;
    }

    /** A folder is no file, though the JDK would serve one as a list of its files. */
    private static boolean isFolder(ClassLoader loader, String resource, URL url) throws IOException {
        if (!url.getProtocol().equals("file")) {
            return loader.getResource(resource + "/") != null;
        }
        try {
            return !Files.isRegularFile(Path.of(url.toURI()));
        } catch (URISyntaxException e) {
            throw new IOException(url + " is no name of a file", e);
        }
    }

    private static @Nullable StaticFile read(ClassLoader loader, String resource) throws IOException {
        try (InputStream in = loader.getResourceAsStream(resource)) {
            if (in == null) {
                return null;
            }
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            long length = new DigestInputStream(in, sha).transferTo(OutputStream.nullOutputStream());
            byte[] start = Arrays.copyOf(sha.digest(), 16);
            return new StaticFile(
                    resource,
                    length,
                    '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(start) + '"');
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
