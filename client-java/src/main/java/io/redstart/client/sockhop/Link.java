package io.redstart.client.sockhop;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** One line that is open. Any thread may send; a thread of its own writes. */
final class Link {
    private static final int READ = 16 * 1024;

    private final Dialer.ByteLine line;
    private final LineCutter cutter;
    private final long maxQueued;
    private final LinkedBlockingQueue<Outgoing> queue = new LinkedBlockingQueue<>();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile String why = "";

    /** What waits to be written; what has no bytes ends the writing. */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Outgoing(byte[] bytes, CompletableFuture<Void> done) {}

    /**
     * A line.
     *
     * @param line what is read and written
     * @param terminator what ends a line of text
     * @param maxMessage how long one of the server may be, in bytes
     * @param maxQueued how much may wait to be written, in bytes
     */
    Link(Dialer.ByteLine line, byte[] terminator, int maxMessage, long maxQueued) {
        this.line = line;
        this.cutter = new LineCutter(terminator, maxMessage);
        this.maxQueued = maxQueued;
    }

    /** Writes and reads until it is closed; says why that is. */
    String run(LineCutter.Lines lines) {
        Threads.start("redstart-sockhop-write", this::writes);
        try {
            byte[] bytes = new byte[READ];
            for (int count = line.read(bytes); count >= 0; count = line.read(bytes)) {
                if (!cutter.add(bytes, count, lines)) {
                    close("an object of the server is too large");
                    break;
                }
            }
            close("the server has closed the line");
        } catch (IOException broken) {
            close("the line is broken: " + broken.getMessage());
        }
        return why;
    }

    private void writes() {
        try {
            for (Outgoing next = queue.take(); next.bytes().length > 0; next = queue.take()) {
                line.write(next.bytes());
                queued.addAndGet(-next.bytes().length);
                next.done().completeAsync(() -> null);
            }
        } catch (IOException broken) {
            close("the line is broken: " + broken.getMessage());
        } catch (InterruptedException never) {
            Thread.currentThread().interrupt();
        }
        fail();
    }

    private void fail() {
        for (Outgoing lost = queue.poll(); lost != null; lost = queue.poll()) {
            Threads.fail(lost.done(), ErrorCodes.UNAVAILABLE, "The line is closed");
        }
    }

    /**
     * Sends some bytes.
     *
     * @return completes when they were given to the system
     */
    CompletableFuture<Void> send(byte[] bytes) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (queued.addAndGet(bytes.length) > maxQueued && queued.get() > bytes.length) {
            queued.addAndGet(-bytes.length);
            done.completeExceptionally(
                    new CallException(ErrorCodes.OVERLOADED, "More than " + maxQueued + " bytes wait to be written"));
            return done;
        }
        Outgoing next = new Outgoing(bytes, done);
        queue.add(next);
        if (isClosed() && queue.remove(next)) { // nobody may be there any more who would take it
            Threads.fail(done, ErrorCodes.UNAVAILABLE, "The line is closed");
        }
        return done;
    }

    boolean isClosed() {
        return closed.get();
    }

    void close(String reason) {
        if (closed.compareAndSet(false, true)) {
            why = reason;
            line.close();
            queue.add(new Outgoing(new byte[0], new CompletableFuture<>()));
        }
    }
}
