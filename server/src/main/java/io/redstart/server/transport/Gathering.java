package io.redstart.server.transport;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Iterator;
import java.util.concurrent.locks.Lock;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what one thread sends for a while, to however many connections, so that each is written to once. Begun where
 * a burst is worked off, never around code of the application that may wait.
 */
public final class Gathering {
    /** As many lines are looked at before the first of them is written to. */
    private static final int AHEAD = 8;

    private static final ThreadLocal<@Nullable Gathering> CURRENT = new ThreadLocal<>();

    /** Filled by one thread, but flushed also by the one that notices the end of a line. */
    private final ArrayDeque<Connection> touched = new ArrayDeque<>(1);

    /** Nobody reads it. */
    @SuppressWarnings("UnusedVariable")
    private int fetched;

    /** When the burst began, in nanoseconds; 0 as long as nobody has asked. */
    private long began;
    /** When what is worked off next came in, if that is known. */
    private long nextArrival;

    private @Nullable Sum sum;

    /** Something that is told once of many that came together. */
    @FunctionalInterface
    public interface Sum {
        /** Tells what was added to it since it told last. Must not throw, and adds nothing. */
        void tell();
    }

    /**
     * What this thread works off together.
     *
     * @return null if it does not gather
     */
    public static @Nullable Gathering current() {
        return CURRENT.get();
    }

    /**
     * What is told when this ends.
     *
     * @return what was set last; null if nothing was
     */
    public @Nullable Sum sum() {
        return sum;
    }

    /**
     * Sets what is told each time this ends. Only the thread that gathers may.
     *
     * @param told in place of what was set before
     */
    public void sum(Sum told) {
        sum = told;
    }

    /** Begins to gather on this thread. */
    public void begin() {
        began = nextArrival;
        nextArrival = 0;
        CURRENT.set(this);
    }

    /** What it gathers next came in now. */
    void arrives(long nanos) {
        nextArrival = nanos;
    }

    /** How many lines wait to be written to. */
    int lines() {
        synchronized (touched) {
            return touched.size();
        }
    }

    /**
     * When what this thread works off came in: the same for all that came together, so the clock is read once.
     *
     * @return nanoseconds, as {@link System#nanoTime} tells them; now, if it does not gather
     */
    public static long arrival() {
        Gathering current = CURRENT.get();
        if (current == null) {
            return System.nanoTime();
        }
        if (current.began == 0) {
            current.began = System.nanoTime();
        }
        return current.began;
    }

    /** Ends gathering on this thread; what was gathered still waits for {@link #flush()}. */
    public void end() {
        // remove() would cost more: it clears an entry that the next begin() makes again
        CURRENT.set(null);
        if (sum != null) {
            sum.tell();
        }
    }

    /**
     * Does something of which what it sends is gathered.
     *
     * @param gathering gathers; null if this thread gathers already, or does not
     * @param sending what to do; never waits
     */
    public static void around(@Nullable Gathering gathering, Runnable sending) {
        if (gathering == null) {
            sending.run();
            return;
        }
        gathering.begin();
        try {
            sending.run();
        } finally {
            gathering.end();
        }
    }

    /**
     * Does something under a lock; what it sends is written when the lock is free again, or with what this thread
     * gathers already.
     *
     * @param lock held meanwhile
     * @param sending what to do; never waits
     */
    public static void under(Lock lock, Runnable sending) {
        Gathering own = isGathering() ? null : new Gathering();
        if (own != null) {
            own.begin();
        }
        lock.lock();
        try {
            sending.run();
        } finally {
            lock.unlock();
            if (own != null) {
                own.end();
                own.flush();
            }
        }
    }

    /**
     * Whether there is something to flush.
     *
     * @return true if a connection was sent to and not flushed
     */
    public boolean isEmpty() {
        synchronized (touched) {
            return touched.isEmpty();
        }
    }

    /** Writes what was gathered. */
    public void flush() {
        int ahead = 0;
        for (Connection next = next(); next != null; next = next()) {
            if (ahead == 0) {
                fetch();
                ahead = AHEAD;
            }
            ahead--;
            next.flush();
        }
    }

    /**
     * Looks at those that are written to next: what many lines need is in no cache any more, and is fetched for several at
     * once this way, instead of one thing after the other when it is needed.
     */
    private void fetch() {
        synchronized (touched) {
            Iterator<Connection> next = touched.iterator();
            int seen = 0;
            for (int i = 0; i < AHEAD && next.hasNext(); i++) {
                seen += next.next().fetch();
            }
            fetched = seen;
        }
    }

    private @Nullable Connection next() {
        synchronized (touched) {
            Connection next = touched.poll();
            if (next != null) {
                next.gatheredBy(null);
            }
            return next;
        }
    }

    /**
     * Hands over what was gathered, to be written by another thread.
     *
     * @param to takes it
     */
    public void moveTo(Collection<Connection> to) {
        synchronized (touched) {
            for (Connection each : touched) {
                each.gatheredBy(null);
                to.add(each);
            }
            touched.clear();
        }
    }

    private void touch(Connection connection) {
        synchronized (touched) {
            if (connection.gatheredBy(this)) {
                touched.add(connection);
            }
        }
    }

    /**
     * Whether this thread gathers now.
     *
     * @return true between {@link #begin()} and {@link #end()}
     */
    public static boolean isGathering() {
        return CURRENT.get() != null;
    }

    /** Takes note of a connection that was sent to; false if this thread does not gather. */
    static boolean takes(Connection connection) {
        Gathering current = CURRENT.get();
        if (current == null) {
            return false;
        }
        current.touch(connection);
        return true;
    }
}
