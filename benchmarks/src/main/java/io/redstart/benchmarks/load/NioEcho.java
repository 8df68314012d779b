package io.redstart.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Echo with nothing around it: one thread, one selector, frames taken apart by hand, and one write for all that one read
 * brought. Nothing is checked, bounded or kept, so this is the floor: what Java can do at most where it runs. Or what was
 * sent is kept and pushes are numbered, but nothing else: that is the floor of a server whose clients lose nothing.
 */
public final class NioEcho {
    /** Keeps what it sends. */
    static final String KEEPS = "keeps";

    private final Selector selector = Selector.open();
    private final Set<NioEchoLine> lines = new LinkedHashSet<>();

    private final boolean keeps;

    private NioEcho(boolean keeps) throws IOException {
        this.keeps = keeps;
    }

    /**
     * Serves until its standard input ends.
     *
     * @param args {@link #KEEPS}, or none
     */
    public static void main(String[] args) throws IOException {
        ServerSocketChannel listener =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        NioEcho echo = new NioEcho(List.of(args).contains(KEEPS));
        listener.configureBlocking(false).register(echo.selector, SelectionKey.OP_ACCEPT);
        Thread serving = new Thread(echo::serve, "echo");
        serving.setDaemon(true);
        serving.start();
        Answers.serve(listener.socket().getLocalPort());
    }

    private void serve() {
        try {
            while (true) {
                selector.select(this::serve);
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private void serve(SelectionKey key) {
        if (key.channel() instanceof ServerSocketChannel listener) {
            accept(listener);
            return;
        }
        NioEchoLine line = (NioEchoLine) key.attachment();
        try {
            line.serve(lines);
        } catch (IOException gone) {
            lines.remove(line);
            line.close();
        }
    }

    private void accept(ServerSocketChannel listener) {
        try {
            lines.add(new NioEchoLine(listener.accept(), selector, keeps));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
