package io.redstart.server.deploy;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes bundles that were replaced or removed, each once nothing runs in it any more. */
final class Retirement {
    private static final Logger log = LoggerFactory.getLogger(Retirement.class);

    /**
     * Closes a bundle later.
     *
     * @param bundle the bundle, out of use already
     * @param idle completes when nothing runs in it any more
     * @param within how long that is waited for
     * @return the thread that does it
     */
    Thread begin(LoadedBundle bundle, CompletionStage<Void> idle, Duration within) {
        Thread thread = new Thread(() -> end(bundle, idle, within), "redstart-retire-" + bundle.name());
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void end(LoadedBundle bundle, CompletionStage<Void> idle, Duration within) {
        try {
            idle.toCompletableFuture().get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.warn("{} is closed although calls still run in it after {} ms", bundle, within.toMillis());
        } catch (ExecutionException e) {
            log.warn("{} is closed without knowing whether calls still run in it", bundle, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        bundle.close();
        warnOfThreads(bundle);
    }

    private static void warnOfThreads(LoadedBundle bundle) {
        String left = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getContextClassLoader() == bundle.loader()
                        || thread.getClass().getClassLoader() == bundle.loader())
                .map(Thread::getName)
                .sorted()
                .collect(Collectors.joining(", "));
        if (!left.isEmpty()) {
            log.warn("{} left threads running, which keep it in memory: {}", bundle, left);
        }
    }
}
