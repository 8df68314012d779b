package io.redstart.server.deploy;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.HashSet;
import java.util.Set;

/**
 * A jar in the folder as one look saw it; equal to another look's if it has not changed.
 *
 * @param path the file
 * @param size its size
 * @param modified when it was written last
 */
record FolderFile(Path path, long size, FileTime modified) {

    BundleName name() {
        return BundleName.of(path);
    }

    /** All jars of a folder. Hidden files are left out, and whatever does not end in {@code .jar}. */
    static Set<FolderFile> list(Path folder) throws IOException {
        Set<FolderFile> files = new HashSet<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.jar")) {
            for (Path path : all) {
                if (!path.getFileName().toString().startsWith(".")) {
                    add(path, files);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return files;
    }

    private static void add(Path path, Set<FolderFile> files) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            files.add(new FolderFile(path, attributes.size(), attributes.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            // deleted between being listed and being read: it is not there
            return;
        }
    }
}
