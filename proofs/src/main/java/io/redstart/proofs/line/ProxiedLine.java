package io.redstart.proofs.line;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** One connection through the proxy: two sockets, and a thread for each direction. */
final class ProxiedLine {
    private static final int BUFFER = 8 * 1024;

    private final Socket client;
    private final Socket server;
    private final Cuts cuts;
    private final UnaryOperator<OutputStream> up;
    private final ScheduledExecutorService later;
    private final Consumer<ProxiedLine> gone;
    private final AtomicBoolean isCut = new AtomicBoolean();
    private final AtomicInteger open = new AtomicInteger(2);
    private final AtomicInteger changes = new AtomicInteger();
    private volatile Cut cut;
    private volatile boolean frozen;

    ProxiedLine(
            Socket client,
            Socket server,
            Cuts cuts,
            Cut cut,
            UnaryOperator<OutputStream> up,
            ScheduledExecutorService later,
            Consumer<ProxiedLine> gone) {
        this.client = client;
        this.server = server;
        this.cuts = cuts;
        this.cut = cut;
        this.up = up;
        this.later = later;
        this.gone = gone;
    }

    /** From now on another cut counts, from the next byte on. */
    void endsWith(Cut other) {
        cut = other;
        changes.incrementAndGet();
    }

    void start() {
        FaultProxy.daemon(() -> pass(Direction.UP, client, server), "fault-proxy-up")
                .start();
        FaultProxy.daemon(() -> pass(Direction.DOWN, server, client), "fault-proxy-down")
                .start();
    }

    private void pass(Direction direction, Socket from, Socket to) {
        try {
            pump(direction, from, to);
        } catch (IOException broken) {
            // one side is gone without a word, so the other is told as little
            if (!isCut.get()) {
                reset();
            }
        } finally {
            if (open.decrementAndGet() == 0 && !isCut.get()) {
                reset();
            }
        }
    }

    private void pump(Direction direction, Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = direction == Direction.UP ? up.apply(to.getOutputStream()) : to.getOutputStream();
        byte[] buffer = new byte[BUFFER];
        int known = changes.get();
        Cut counting = cut;
        long left = counting.after();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            if (frozen) {
                return;
            }
            if (known != changes.get()) {
                known = changes.get();
                counting = cut;
                left = counting.after();
            }
            if (counting.direction() == direction) {
                if (count > left && cuts.happens(counting)) {
                    out.write(buffer, 0, (int) left);
                    end(counting, to);
                    return;
                }
                left = Math.max(0, left - count);
            }
            out.write(buffer, 0, count);
        }
        to.shutdownOutput();
    }

    private void end(Cut how, Socket receiver) throws IOException {
        isCut.set(true);
        switch (how.kind()) {
            case FIN -> receiver.shutdownOutput();
            case FREEZE -> frozen = true;
            case RST -> reset(receiver);
        }
        after(how.client().toMillis(), client);
        after(how.server().toMillis(), server);
    }

    private void after(long millis, Socket socket) {
        try {
            later.schedule(
                    () -> {
                        reset(socket);
                        if (client.isClosed() && server.isClosed()) {
                            gone.accept(this);
                        }
                    },
                    millis,
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            reset(socket);
        }
    }

    /** Ends both sides without a word. */
    void reset() {
        reset(client);
        reset(server);
        gone.accept(this);
    }

    /** What the system has not sent yet is thrown away, and the peer sees a reset. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            return;
        }
        try {
            socket.close();
        } catch (IOException unwilling) {
            // it is of no use any more
        }
    }
}
