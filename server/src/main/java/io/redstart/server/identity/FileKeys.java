package io.redstart.server.identity;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys in a file, which is read again when it changes. One that is broken changes nothing. */
final class FileKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(FileKeys.class);

    private final Path file;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Stamp read;
    private List<VerifyingKey> keys = List.of();

    /** How a file looks from outside. */
    private record Stamp(
            FileTime modified, long size, @Nullable Object inode) {
        static @Nullable Stamp of(Path file) {
            try {
                BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
                return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
            } catch (IOException gone) {
                return null;
            }
        }
    }

    FileKeys(Path file) {
        this.file = file;
    }

    @Override
    public void start() throws IOException {
        lock.lock();
        try {
            load();
        } catch (NoSuchFileException missing) {
            throw new IOException(
                    "auth.jwt.keys: " + file + " is not there (expected: a file with a JWK set)", missing);
        } catch (IOException broken) {
            throw new IOException("auth.jwt.keys: " + file + " cannot be used: " + broken.getMessage(), broken);
        } finally {
            lock.unlock();
        }
    }

    private void load() throws IOException {
        read = Stamp.of(file);
        try (InputStream in = Files.newInputStream(file)) {
            keys = KeySet.read(in.readNBytes(KeySet.MAX_BYTES + 1));
        }
    }

    @Override
    public List<VerifyingKey> keys(boolean missing) throws IOException {
        lock.lock();
        try {
            Stamp now = Stamp.of(file);
            if (now != null && !now.equals(read)) {
                reload();
            }
            if (keys.isEmpty()) {
                throw new IOException("there are no keys yet");
            }
            return keys;
        } finally {
            lock.unlock();
        }
    }

    private void reload() {
        try {
            load();
            LOG.info("Read {} keys from {}", keys.size(), file);
        } catch (IOException broken) {
            LOG.warn("{} is not used, the keys before it go on: {}", file, broken.getMessage());
        }
    }
}
