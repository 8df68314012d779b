package io.redstart.server.deploy;

import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what is deployed the same as what lies in a folder. */
public final class BundleFolder implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BundleFolder.class);

    private final Path folder;
    private final FolderLook look;
    private final TriggerSource triggers;
    private @Nullable LookTrigger trigger;
    private @Nullable Thread watcher;

    /** Makes the trigger when the folder is there. */
    interface TriggerSource {
        LookTrigger open(Path folder);
    }

    /**
     * A folder that is not watched yet.
     *
     * @param settings which folder
     * @param deployer is told of its jars
     */
    public BundleFolder(DeploySettings settings, Deployer deployer) {
        this(settings.folder(), deployer, folder -> new WatchTrigger(folder, settings.scanPeriod()));
    }

    BundleFolder(Path folder, BundleTarget target, TriggerSource triggers) {
        this.folder = folder;
        this.look = new FolderLook(folder, target);
        this.triggers = triggers;
    }

    /**
     * Deploys all that lies in the folder, then goes on watching it. Later a jar that is refused is logged, and the
     * version before it goes on; at the start there is none.
     *
     * @throws RejectedBundleException if a bundle cannot be used, with all mistakes of all such bundles
     * @throws IOException if the folder cannot be made or read; its message is a sentence for people
     */
    public synchronized void start() throws IOException, RejectedBundleException {
        create();
        LookTrigger opened = triggers.open(folder);
        try {
            look.first();
        } catch (RejectedBundleException e) {
            opened.close();
            throw e;
        } catch (IOException e) {
            opened.close();
            throw new IOException("The folder " + folder.toAbsolutePath() + " cannot be read (" + e + ")", e);
        }
        Thread thread = new Thread(() -> watch(opened), "redstart-folder");
        thread.setDaemon(true);
        thread.start();
        trigger = opened;
        watcher = thread;
    }

    /** Stops watching; what is deployed stays so. Waits for a deployment that is under way. */
    @Override
    public synchronized void close() {
        if (trigger == null || watcher == null) {
            return;
        }
        trigger.close();
        try {
            watcher.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        trigger = null;
        watcher = null;
    }

    private void create() throws IOException {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IOException(folder.toAbsolutePath() + " is not a folder");
        }
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new IOException("The folder " + folder.toAbsolutePath() + " cannot be made (" + e + ")", e);
        }
    }

    private void watch(LookTrigger opened) {
        boolean readable = true;
        try {
            while (opened.await()) {
                readable = look(readable);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks once; says only once that the folder cannot be read, and leaves all deployed until it can. */
    private boolean look(boolean wasReadable) {
        try {
            look.look();
            return true;
        } catch (IOException | RuntimeException e) {
            if (wasReadable) {
                log.error("The folder {} cannot be read; what is deployed stays", folder.toAbsolutePath(), e);
            }
            return false;
        }
    }
}
