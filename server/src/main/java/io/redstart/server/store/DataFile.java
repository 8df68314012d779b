package io.redstart.server.store;

import io.redstart.server.channel.ChannelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one file of a node in which everything is kept that outlives it. Changes are told without waiting, and written by
 * one thread, as many together as there are: whoever has to know that a change is on disk waits for {@link #durable()}.
 * A process may be killed at any time; what was durable is there again.
 */
public final class DataFile implements AutoCloseable {
    /** The file's name in its folder. */
    public static final String NAME = "redstart.data";

    private static final Logger LOG = LoggerFactory.getLogger(DataFile.class);
    /** Of what is in the file; one more than this was written by a newer server. */
    private static final int FORMAT = 1;

    private static final String FORMAT_KEY = "format";
    /** Space of what is not needed any more is won back after so many commits. */
    private static final int COMMITS_BETWEEN = 500;

    private static final int FILL_PERCENT = 60;
    private static final int COMPACT_BYTES = 4 * 1024 * 1024;
    private static final int CLOSE_WITHIN_MILLIS = 1_000;

    private final Path file;
    private final InstantSource wall;
    private final MVStore store;
    private final MVMap<String, byte[]> values;
    private final Thread writer;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    /** By key, so that what changes often is written once; null for what is taken out. */
    private Map<String, byte @Nullable []> pending = new LinkedHashMap<>();

    private CompletableFuture<Void> next = new CompletableFuture<>();
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);
    private boolean closing;

    private DataFile(Path file, MVStore store, InstantSource wall) {
        this.file = file;
        this.store = store;
        this.wall = wall;
        values = values(store);
        writer = new Thread(this::write, "redstart-data");
        writer.setDaemon(true);
    }

    private static MVMap<String, byte[]> values(MVStore store) {
        return store.openMap(
                "values",
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
    }

    /**
     * Opens the file of a folder; both are made if they are not there.
     *
     * @param folder the folder
     * @param wall tells the time of day, in which states end
     * @return the file, which nobody else can open meanwhile
     * @throws IOException if it cannot be used; the message is a sentence for people that names the file
     */
    public static DataFile open(Path folder, InstantSource wall) throws IOException {
        Path file = folder.resolve(NAME).toAbsolutePath();
        make(file);
        try {
            MVStore store = new MVStore.Builder()
                    .fileName(file.toString())
                    .autoCommitDisabled()
                    .open();
            try {
                DataFile opened = new DataFile(file, store, wall);
                opened.checkFormat();
                opened.writer.start();
                return opened;
            } catch (IOException | RuntimeException unfit) {
                store.closeImmediately();
                throw unfit;
            }
        } catch (MVStoreException refused) {
            throw new IOException(sentence(file, refused), refused);
        } catch (IllegalStateException | IllegalArgumentException broken) {
            throw new IOException(file + " is broken: " + broken.getMessage(), broken);
        }
    }

    private static String sentence(Path file, MVStoreException refused) {
        return switch (refused.getErrorCode()) {
            case org.h2.mvstore.DataUtils.ERROR_FILE_LOCKED -> file + " is used by another server";
            case org.h2.mvstore.DataUtils.ERROR_UNSUPPORTED_FORMAT -> file + " was written by a newer server";
            default -> file + " is broken: " + refused.getMessage();
        };
    }

    /** Keys are in the file, so it is nobody else's to read. */
    private static void make(Path file) throws IOException {
        try {
            Files.createDirectories(file.getParent());
            if (!Files.exists(file)) {
                Files.createFile(file);
                if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
                }
            }
        } catch (IOException refused) {
            throw new IOException(file + " cannot be made (" + refused + ")", refused);
        }
    }

    private void checkFormat() throws IOException {
        byte[] format = values.get(FORMAT_KEY);
        if (format == null) {
            values.put(FORMAT_KEY, new byte[] {FORMAT});
            store.commit();
            store.sync();
        } else if (format.length != 1 || format[0] > FORMAT) {
            throw new IOException(file + " was written by a newer server");
        }
    }

    /**
     * The namespaces that are kept. To be asked before anything is changed.
     *
     * @return by name
     */
    public Map<String, KeptNamespace> namespaces() {
        Map<String, KeptNamespace> all = new LinkedHashMap<>();
        Keys.each(values, Keys.NAMESPACES, (name, value) -> all.put(name, KeptNamespace.of(value)));
        return all;
    }

    /**
     * Keeps a namespace.
     *
     * @param name its name
     * @param kept what is kept of it
     */
    public void put(String name, KeptNamespace kept) {
        change(Keys.namespace(name), kept.bytes());
    }

    /**
     * Forgets a namespace with all that was kept of it.
     *
     * @param name its name
     * @param channels what its channels were kept by, which keeps nothing from now on
     */
    public void remove(String name, ChannelStore channels) {
        ((KeptChannels) channels).end();
        change(Keys.namespace(name), null);
        change(Keys.everything(name), null);
    }

    /**
     * Keeps the channels of a namespace.
     *
     * @param namespace the namespace's name
     * @return where they are kept
     */
    public ChannelStore channels(String namespace) {
        return new KeptChannels(namespace, this);
    }

    MVMap<String, byte[]> values() {
        return values;
    }

    long now() {
        return wall.millis();
    }

    void change(String key, byte @Nullable [] value) {
        lock.lock();
        try {
            if (closing) {
                return;
            }
            pending.remove(key); // the last change comes last
            pending.put(key, value);
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * To be asked after a change that somebody is told of.
     *
     * @return completes when all changes so far are on disk; fails if they cannot be written
     */
    public CompletionStage<Void> durable() {
        lock.lock();
        try {
            return pending.isEmpty() ? writing : next;
        } finally {
            lock.unlock();
        }
    }

    private void write() {
        int commits = 0;
        while (true) {
            Map<String, byte @Nullable []> batch;
            CompletableFuture<Void> done;
            lock.lock();
            try {
                while (pending.isEmpty() && !closing) {
                    changed.awaitUninterruptibly();
                }
                if (pending.isEmpty()) {
                    return;
                }
                batch = pending;
                done = next;
                pending = new LinkedHashMap<>();
                next = new CompletableFuture<>();
                writing = done;
            } finally {
                lock.unlock();
            }
            try {
                batch.forEach(this::apply);
                store.commit();
                store.sync();
                if (++commits % COMMITS_BETWEEN == 0) {
                    store.compact(FILL_PERCENT, COMPACT_BYTES);
                }
                done.complete(null);
            } catch (RuntimeException failed) {
                LOG.error("{} cannot be written: what is changed now will not outlive the server", file, failed);
                done.completeExceptionally(failed);
            }
        }
    }

    private void apply(String key, byte @Nullable [] value) {
        if (value != null) {
            values.put(key, value);
        } else if (key.endsWith(Keys.EVERYTHING)) {
            Keys.each(
                    values,
                    key.substring(0, key.length() - 1),
                    (rest, any) -> values.remove(key.substring(0, key.length() - 1) + rest));
        } else {
            values.remove(key);
        }
    }

    /** Writes what has not been written, and lets go of the file. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
        try {
            writer.join();
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
        store.close(CLOSE_WITHIN_MILLIS);
    }
}
