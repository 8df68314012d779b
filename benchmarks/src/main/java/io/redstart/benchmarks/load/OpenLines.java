package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Line;
import io.redstart.benchmarks.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Many lines to one server, driven by one thread. */
final class OpenLines implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<Line> lines = new ArrayList<>();

    private static final long SETTLE = TimeUnit.SECONDS.toNanos(2);

    private static final Wire.Heard NOTHING = new Wire.Heard() {
        @Override
        public void answered(Line line, long id) {
            // nobody has called
        }

        @Override
        public void pushed(Line line) {
            // nobody waits for it
        }
    };

    private final Wire wire;

    OpenLines(ServerProcess process, Wire wire, int count) throws IOException {
        this.wire = wire;
        InetSocketAddress server = process.address();
        boolean open = false;
        try {
            for (int i = 0; i < count; i++) {
                Line line = Line.open(server, wire);
                lines.add(line);
                line.watch(selector);
                if (i % 100 == 99) {
                    turn(0, NOTHING);
                }
            }
            open = true;
        } finally {
            if (!open) {
                close();
            }
        }
    }

    List<Line> all() {
        return lines;
    }

    /** Gives the server time to work off what new lines bring with them. */
    void settle() throws IOException {
        long until = System.nanoTime() + SETTLE;
        while (System.nanoTime() < until) {
            turn(100, NOTHING);
        }
    }

    /**
     * Reads what came, and writes what was added meanwhile. While nothing comes it looks again and again and never sleeps:
     * the server would have to wake it, at a price that clients on other machines do not cost a server.
     */
    void turn(long millis, Wire.Heard heard) throws IOException {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (selector.selectNow(key -> serve(key, heard)) == 0 && System.nanoTime() < until) {
                Thread.onSpinWait();
            }
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    private void serve(SelectionKey key, Wire.Heard heard) {
        Line line = (Line) key.attachment();
        try {
            if (key.isReadable()) {
                line.read((bytes, from, length) -> wire.hear(line, bytes, from, length, heard));
            }
            line.flush();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    @Override
    public void close() throws IOException {
        for (Line line : lines) {
            line.close();
        }
        selector.close();
    }
}
