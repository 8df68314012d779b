package io.redstart.server.deploy;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be closed together, in the opposite order of its making. */
final class Closers implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Closers.class);

    private final Deque<AutoCloseable> lastFirst = new ArrayDeque<>();

    synchronized <T extends AutoCloseable> T add(T closeable) {
        if (lastFirst.stream().noneMatch(known -> known == closeable)) {
            lastFirst.push(closeable);
        }
        return closeable;
    }

    @Override
    public void close() {
        for (AutoCloseable next = poll(); next != null; next = poll()) {
            try {
                next.close();
            } catch (Exception | LinkageError e) {
                log.warn("{} could not be closed", next.getClass().getName(), e);
            }
        }
    }

    private synchronized @Nullable AutoCloseable poll() {
        return lastFirst.poll();
    }
}
