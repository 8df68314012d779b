package io.redstart.server.deploy;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks for a look soon after the system reports a change, and every now and then in any case: reports get lost, and
 * not every file system sends any.
 */
final class WatchTrigger implements LookTrigger {
    private static final Logger log = LoggerFactory.getLogger(WatchTrigger.class);

    /** Lets a burst of reports pass, as one copied file causes several. */
    private static final Duration QUIET = Duration.ofMillis(100);

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Duration period;
    private final @Nullable WatchService watch;

    WatchTrigger(Path folder, Duration period) {
        this.period = period;
        this.watch = watch(folder);
    }

    @Override
    public boolean await() throws InterruptedException {
        if (watch == null) {
            return !ends(period);
        }
        try {
            WatchKey changed = watch.poll(period.toMillis(), TimeUnit.MILLISECONDS);
            if (changed != null) {
                boolean ended = ends(QUIET);
                changed.pollEvents();
                changed.reset();
                return !ended;
            }
        } catch (ClosedWatchServiceException e) {
            return false;
        }
        return closed.getCount() > 0;
    }

    @Override
    public void close() {
        closed.countDown();
        if (watch != null) {
            try {
                watch.close();
            } catch (IOException e) {
                log.debug("The folder's watch could not be closed", e);
            }
        }
    }

    private boolean ends(Duration within) throws InterruptedException {
        return closed.await(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static @Nullable WatchService watch(Path folder) {
        WatchService service = null;
        try {
            service = folder.getFileSystem().newWatchService();
            folder.register(
                    service,
                    StandardWatchEventKinds.ENTRY_CREATE,
                    StandardWatchEventKinds.ENTRY_MODIFY,
                    StandardWatchEventKinds.ENTRY_DELETE);
            return service;
        } catch (IOException | UnsupportedOperationException e) {
            log.info("{} is not watched but looked at again and again: {}", folder, e.toString());
            if (service != null) {
                closeQuietly(service);
            }
            return null;
        }
    }

    private static void closeQuietly(WatchService service) {
        try {
            service.close();
        } catch (IOException e) {
            log.debug("A watch that could not be used could not be closed either", e);
        }
    }
}
