package io.redstart.server.transport;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what one thread sends for a while, to however many connections, so that each is written to once. Begun where
 * a burst is worked off, never around code of the application that may wait.
 */
public final class Gathering {
    private static final ThreadLocal<@Nullable Gathering> CURRENT = new ThreadLocal<>();

    private final List<Connection> touched = new ArrayList<>();

    /** Begins to gather on this thread. */
    public void begin() {
        CURRENT.set(this);
    }

    /** Ends gathering on this thread; what was gathered still waits for {@link #flush()}. */
    public void end() {
        // remove() would cost more: it clears an entry that the next begin() makes again
        CURRENT.set(null);
    }

    /**
     * Whether there is something to flush.
     *
     * @return true if a connection was sent to and not flushed
     */
    public boolean isEmpty() {
        return touched.isEmpty();
    }

    /** Writes what was gathered. */
    public void flush() {
        if (touched.isEmpty()) {
            return;
        }
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).flush();
        }
        touched.clear();
    }

    /**
     * Hands over what was gathered, to be written by another thread.
     *
     * @param to takes it
     */
    public void moveTo(Collection<Connection> to) {
        to.addAll(touched);
        touched.clear();
    }

    static boolean takes(Connection connection) {
        Gathering current = CURRENT.get();
        if (current == null) {
            return false;
        }
        List<Connection> touched = current.touched;
        if (touched.isEmpty() || touched.get(touched.size() - 1) != connection) {
            touched.add(connection);
        }
        return true;
    }
}
