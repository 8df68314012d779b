package io.redstart.server.deploy;

import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** Checks a jar before anything of it is loaded. Sizes are counted while unpacking, since a jar may lie about them. */
final class JarLimits {
    private final int maxEntries;
    private final long maxUnpacked;

    JarLimits(DeploySettings settings) {
        this.maxEntries = settings.maxEntries();
        this.maxUnpacked = settings.maxUnpacked();
    }

    /**
     * Refuses a jar that is none, or is too big, or holds what no jar should.
     *
     * @param bundle the name to refuse it by
     * @param jar the file
     */
    void check(String bundle, Path jar) throws RejectedBundleException {
        String where = jar.getFileName().toString();
        List<Mistake> mistakes = new ArrayList<>();
        try {
            EntryTable table = EntryTable.read(Files.readAllBytes(jar));
            if (table.count() > maxEntries) {
                mistakes.add(
                        new Mistake(where, "entries: " + table.count() + " (expected: at most " + maxEntries + ")"));
            } else {
                table.symbolicLinks()
                        .forEach(name ->
                                mistakes.add(new Mistake(where, "entry " + quoted(name) + ": is a symbolic link")));
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    checkNames(zip, where, mistakes);
                    checkContent(zip, where, mistakes);
                }
            }
        } catch (IOException e) {
            mistakes.add(new Mistake(where, "is not a readable jar: " + e.getMessage()));
        }
        if (!mistakes.isEmpty()) {
            throw new RejectedBundleException(bundle, mistakes);
        }
    }

    private static void checkNames(ZipFile zip, String where, List<Mistake> mistakes) {
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            String name = all.nextElement().getName();
            boolean escapes = name.startsWith("/")
                    || name.contains("\\")
                    || name.indexOf('\0') >= 0
                    || name.indexOf(':') == 1
                    || List.of(name.split("/", -1)).contains("..");
            if (escapes) {
                mistakes.add(new Mistake(where, "entry " + quoted(name) + ": leads out of the jar"));
            }
        }
    }

    private void checkContent(ZipFile zip, String where, List<Mistake> mistakes) throws IOException {
        byte[] buffer = new byte[64 * 1024];
        long total = 0;
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            try (InputStream in = zip.getInputStream(all.nextElement())) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    total += read;
                    if (total > maxUnpacked) {
                        mistakes.add(new Mistake(
                                where, "unpacked: more than " + maxUnpacked + " bytes (expected: at most that)"));
                        return;
                    }
                }
            }
        }
    }

    private static String quoted(String name) {
        return "'" + name.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
