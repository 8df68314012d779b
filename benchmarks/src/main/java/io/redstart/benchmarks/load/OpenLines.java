package io.redstart.benchmarks.load;

import io.redstart.benchmarks.wire.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/** Many lines to one server, driven by one thread. */
final class OpenLines implements AutoCloseable {
    private final Selector selector = Selector.open();
    private final List<Line> lines = new ArrayList<>();

    /** Is given each message. */
    interface Heard {
        void message(Line line, byte[] bytes, int from, int length);
    }

    OpenLines(InetSocketAddress server, int count) throws IOException {
        boolean open = false;
        try {
            for (int i = 0; i < count; i++) {
                Line line = Line.open(server);
                lines.add(line);
                line.watch(selector);
                if (i % 100 == 99) {
                    turn(0, (from, bytes, at, length) -> {});
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

    /** Reads what came, and writes what was added meanwhile. */
    void turn(long millis, Heard heard) throws IOException {
        try {
            if (millis == 0) {
                selector.selectNow(key -> serve(key, heard));
            } else {
                selector.select(key -> serve(key, heard), millis);
            }
        } catch (UncheckedIOException broken) {
            throw broken.getCause();
        }
    }

    private static void serve(SelectionKey key, Heard heard) {
        Line line = (Line) key.attachment();
        try {
            if (key.isReadable()) {
                line.read((bytes, from, length) -> heard.message(line, bytes, from, length));
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
