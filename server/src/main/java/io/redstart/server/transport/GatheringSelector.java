package io.redstart.server.transport;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SelectorManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A selector that writes at once what its thread sends for the lines that were ready together: all of them are read, then what
 * came is worked off, then all are written. So a line that several of them send to is written to once.
 */
final class GatheringSelector extends ManagedSelector {
    private static final Logger LOG = LoggerFactory.getLogger(GatheringSelector.class);
    /** For how long the first may wait for the last, and how many lines are written to together. */
    private static final long MOST_NANOS = 200_000;

    private static final int MOST_LINES = 64;
    /** After so many lines it is looked whether to write. */
    private static final int LINES_A_LOOK = 8;

    private final Runnable beforeWaiting;
    private final LongSupplier nanos;
    private final Gathering gathering = new Gathering();
    private final ReadBatch batch = new ReadBatch();
    /** The thread that reads a line by itself. Each sets it to itself alone, so whoever finds himself in it is right. */
    private @Nullable Thread reader;
    /** When the first line was read of those that are written together; of the reading thread. */
    private long began;
    /** Something is ready that is not read here; of the reading thread. */
    private boolean leftSome;

    private final Consumer<SelectionKey> found = this::found;

    /**
     * A selector.
     *
     * @param manager takes in the lines it reads
     * @param id its number among the manager's
     * @param beforeWaiting done by its thread each time before it waits for something to read
     * @param nanos tells the time, in nanoseconds; only grows
     */
    GatheringSelector(SelectorManager manager, int id, Runnable beforeWaiting, LongSupplier nanos) {
        super(manager, id);
        this.beforeWaiting = beforeWaiting;
        this.nanos = nanos;
    }

    @Override
    protected int select(Selector selector) throws IOException {
        write();
        beforeWaiting.run();
        return super.select(selector);
    }

    /**
     * What may be read at once is read as it is found, without Jetty being told before or after, and is worked off together.
     * Whatever else is ready is so still, and is asked for again as Jetty wants to find it.
     */
    @Override
    protected int nioSelect(Selector selector, boolean now) throws IOException {
        leftSome = false;
        int ready = now ? selector.selectNow(found) : selector.select(found);
        workOff();
        return leftSome ? selector.selectNow() : ready;
    }

    private void found(SelectionKey key) {
        if (!(key.attachment() instanceof SelectorEndPoint line)) {
            leftSome = true;
            return;
        }
        try {
            if (!line.standsReady(key)) {
                leftSome = true;
            } else if (!batch.reads(line)) {
                line.close();
            }
        } catch (CancelledKeyException closed) {
            LOG.debug("A connection was closed while it was looked at", closed);
        } catch (RuntimeException | Error failed) {
            LOG.error("A connection is closed, since the server failed to read it", failed);
            line.close(failed);
        }
        if (batch.isFull()) {
            workOff();
        }
    }

    /** Works off what was read; what is sent meanwhile is written with what is gathered already. */
    private void workOff() {
        if (batch.isEmpty()) {
            return;
        }
        batch.end();
        while (!batch.isEmpty()) {
            begins();
            gathering.begin();
            try {
                workOffSome();
            } finally {
                gathering.end();
            }
        }
    }

    /** Works off all, or as much as there is before what is gathered is to be written. */
    private void workOffSome() {
        int lines = 0;
        do {
            batch.workOffNext();
            lines++;
        } while (!batch.isEmpty() && (lines % LINES_A_LOOK != 0 || !isToBeWritten(nanos.getAsLong())));
    }

    /** Reads a line that is ready by itself, on the selector's thread; it gathers in {@link #gathering()}. */
    void read(Runnable reads) {
        begins();
        reader = Thread.currentThread();
        try {
            reads.run();
        } finally {
            reader = null;
        }
    }

    /** Begins to work off what came now, after what was gathered before is written if that is due. */
    private void begins() {
        long now = nanos.getAsLong();
        if (isToBeWritten(now)) {
            write();
        }
        if (gathering.isEmpty()) {
            began = now;
        }
        gathering.arrives(now);
    }

    private boolean isToBeWritten(long now) {
        int lines = gathering.lines();
        return lines > 0 && (lines >= MOST_LINES || now - began > MOST_NANOS);
    }

    /** Gathers what this thread sends now; null if it reads no line by itself. */
    @Nullable
    Gathering gathering() {
        return Thread.currentThread().equals(reader) ? gathering : null;
    }

    /** Writes what was gathered. */
    void write() {
        try {
            gathering.flush();
        } catch (RuntimeException | Error failed) {
            LOG.error("What was sent to a connection could not be written", failed);
            write(); // to the others; it is not among them any more
        }
    }
}
