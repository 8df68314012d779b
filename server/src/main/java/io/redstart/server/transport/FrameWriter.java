package io.redstart.server.transport;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Writes the frames of a server, RFC 6455, section 5, one after the other: at once, or when the line takes more. Any thread
 * may; nobody waits.
 */
final class FrameWriter {
    private static final int LAST = 0x80;
    private static final int IN_16_BITS = 126;
    private static final int IN_64_BITS = 127;
    static final int LONGEST_HEAD = 2 + Long.BYTES;
    /** A payload up to here is put behind its head, so that there is one buffer to write; that is cheaper than two. */
    private static final int JOINED = 8 * 1024;

    private final EndPoint endPoint;
    private boolean busy;
    private @Nullable ArrayDeque<Waiting> waiting;
    private byte @Nullable [] nextPong;

    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Waiting(ByteBuffer[] frames, Runnable done) {}

    FrameWriter(EndPoint endPoint) {
        this.endPoint = endPoint;
    }

    /** See {@link Carrier#fetch}. */
    int fetch() {
        return busy ? 1 : 0;
    }

    /** A frame of its own. */
    static ByteBuffer[] frame(int op, byte[] bytes, int from, int length) {
        if (length > JOINED) {
            ByteBuffer head = ByteBuffer.allocate(LONGEST_HEAD);
            head(head, op, length);
            return new ByteBuffer[] {head.flip(), ByteBuffer.wrap(bytes, from, length)};
        }
        ByteBuffer whole = ByteBuffer.allocate(LONGEST_HEAD + length);
        head(whole, op, length);
        return new ByteBuffer[] {whole.put(bytes, from, length).flip()};
    }

    private static void head(ByteBuffer to, int op, int length) {
        to.put((byte) (LAST | op));
        if (length < IN_16_BITS) {
            to.put((byte) length);
        } else if (length <= 0xFFFF) {
            to.put((byte) IN_16_BITS).putShort((short) length);
        } else {
            to.put((byte) IN_64_BITS).putLong(length);
        }
    }

    /**
     * Writes frames after those that are being written.
     *
     * @param first what the first carries
     * @param behind what those behind it carry; there are none if the first is longer than {@link Connection#GATHER}, and no
     *     more than fit into that with their heads
     * @param done called once, on any thread, perhaps before this returns: they have been written, or the line is closed
     */
    void write(Frame first, List<Frame> behind, Runnable done) {
        if (first.length() <= Connection.GATHER && begins()) {
            start(first, behind, done);
            return;
        }
        List<ByteBuffer> all = new ArrayList<>(List.of(frame(first)));
        for (Frame each : behind) {
            all.addAll(List.of(frame(each)));
        }
        write(all.toArray(ByteBuffer[]::new), done);
    }

    private static ByteBuffer[] frame(Frame frame) {
        return frame(op(frame), frame.bytes(), 0, frame.length());
    }

    private static int op(Frame frame) {
        return frame.isBinary() ? FrameReader.BINARY : FrameReader.TEXT;
    }

    /** False if the line is busy; if not, it is this frame's from now on. */
    private synchronized boolean begins() {
        boolean isFree = !busy;
        busy = true;
        return isFree;
    }

    private void start(Frame first, List<Frame> behind, Runnable done) {
        int length = LONGEST_HEAD + first.length();
        for (Frame each : behind) {
            length += LONGEST_HEAD + each.length();
        }
        ByteBuffer whole = WriteBuffers.take(length);
        ByteBuffer rest = null;
        try {
            put(first, whole);
            for (Frame each : behind) {
                put(each, whole);
            }
            if (!takes(whole.flip())) {
                rest = ByteBuffer.allocate(whole.remaining()).put(whole).flip();
            }
        } finally {
            WriteBuffers.giveBack(whole);
        }
        if (rest == null) {
            goesOn(done);
        } else {
            endPoint.write(new Rest(done), rest);
        }
    }

    private static void put(Frame frame, ByteBuffer to) {
        head(to, op(frame), frame.length());
        frame.putInto(to);
    }

    /**
     * Writes frames after those that are being written.
     *
     * @param frames their bytes; not changed until done
     * @param done called once, on any thread, perhaps before this returns: they have been written, or the line is closed
     */
    void write(ByteBuffer[] frames, Runnable done) {
        synchronized (this) {
            if (busy) {
                if (waiting == null) {
                    waiting = new ArrayDeque<>(2);
                }
                waiting.add(new Waiting(frames, done));
                return;
            }
            busy = true;
        }
        start(frames, done);
    }

    /**
     * Writes a pong. If the line is busy only the last one is written, when it is free: a peer that does not read cannot
     * pile them up.
     *
     * @param payload what the ping carried
     */
    void pong(byte[] payload) {
        synchronized (this) {
            if (busy) {
                nextPong = payload;
                return;
            }
            busy = true;
        }
        start(pongFrame(payload), () -> {});
    }

    private static ByteBuffer[] pongFrame(byte[] payload) {
        return frame(FrameReader.PONG, payload, 0, payload.length);
    }

    private void start(ByteBuffer[] frames, Runnable done) {
        if (writes(frames, done)) {
            goesOn(done);
        }
    }

    /** True if all was taken at once; if not, the rest goes on by itself. */
    private boolean writes(ByteBuffer[] frames, Runnable done) {
        if (takes(frames)) {
            return true;
        }
        endPoint.write(new Rest(done), frames);
        return false;
    }

    private boolean takes(ByteBuffer... frames) {
        try {
            return endPoint.flush(frames);
        } catch (IOException broken) {
            endPoint.close(broken); // what follows must not arrive without it
            return true;
        }
    }

    /** One is written; so are those that wait. */
    private void goesOn(Runnable done) {
        Runnable told = done;
        while (true) {
            told.run();
            Waiting next = next();
            if (next == null || !writes(next.frames(), next.done())) {
                return;
            }
            told = next.done();
        }
    }

    private @Nullable Waiting next() {
        synchronized (this) {
            Waiting next = waiting == null ? null : waiting.poll();
            if (next == null && nextPong != null) {
                next = new Waiting(pongFrame(nextPong), () -> {});
                nextPong = null;
            }
            busy = next != null;
            return next;
        }
    }

    /** What the line did not take at once. */
    private final class Rest implements Callback {
        private final Runnable done;

        Rest(Runnable done) {
            this.done = done;
        }

        @Override
        public void succeeded() {
            goesOn(done);
        }

        @Override
        public void failed(Throwable cause) {
            endPoint.close(cause);
            succeeded();
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }
    }
}
