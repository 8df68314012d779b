package io.redstart.proofs.line;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Stands between clients and a server on this machine and passes on the bytes of each connection, until its {@link Cut}.
 * Two threads a connection; nothing is known of what the bytes mean.
 */
public final class FaultProxy implements AutoCloseable {
    private final ServerSocket door;
    private final URI server;
    private final Cuts cuts;
    private final Supplier<Cut> plan;
    private final UnaryOperator<OutputStream> up;
    private final Set<ProxiedLine> lines = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService later =
            Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "fault-proxy-later"));

    /**
     * Opens it on a free port.
     *
     * @param server the server's address
     * @param cuts how lines end
     * @throws IOException if it cannot listen
     */
    public FaultProxy(URI server, Cuts cuts) throws IOException {
        this(server, cuts, UnaryOperator.identity());
    }

    /**
     * Opens it on a free port; lines end in one way, until they are told otherwise.
     *
     * @param server the server's address
     * @param cuts counts them
     * @param cut how each line ends
     * @throws IOException if it cannot listen
     */
    public FaultProxy(URI server, Cuts cuts, Cut cut) throws IOException {
        this(server, cuts, () -> cut, UnaryOperator.identity());
    }

    /**
     * Opens it on a free port, and changes what clients say.
     *
     * @param server the server's address
     * @param cuts how lines end
     * @param up makes of the way to the server the way that is taken, for each connection
     * @throws IOException if it cannot listen
     */
    public FaultProxy(URI server, Cuts cuts, UnaryOperator<OutputStream> up) throws IOException {
        this(server, cuts, cuts::next, up);
    }

    private FaultProxy(URI server, Cuts cuts, Supplier<Cut> plan, UnaryOperator<OutputStream> up) throws IOException {
        this.server = server;
        this.cuts = cuts;
        this.plan = plan;
        this.up = up;
        door = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
        daemon(this::accept, "fault-proxy-door").start();
    }

    static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Where clients connect.
     *
     * @return the server's address, with the proxy's port
     */
    public URI uri() {
        return URI.create(server.getScheme() + "://127.0.0.1:" + door.getLocalPort()
                + (server.getPath() == null ? "" : server.getPath()));
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                open(door.accept());
            } catch (IOException closed) {
                // the door was closed, or the one who came has left
            }
        }
    }

    private void open(Socket client) throws IOException {
        Socket behind = new Socket();
        try {
            behind.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getPort()));
        } catch (IOException refused) {
            client.close();
            return;
        }
        client.setTcpNoDelay(true);
        behind.setTcpNoDelay(true);
        ProxiedLine line = new ProxiedLine(client, behind, cuts, plan.get(), up, later, lines::remove);
        lines.add(line);
        line.start();
    }

    /**
     * Every connection that passes through it now ends in another way than was said when it was opened.
     *
     * @param cut how; its bytes are counted from now on
     */
    public void endsWith(Cut cut) {
        lines.forEach(line -> line.endsWith(cut));
    }

    /** How many connections pass through it at the moment. */
    int lines() {
        return lines.size();
    }

    /** Closes the door and resets every connection. */
    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException unwilling) {
            throw new IllegalStateException("the proxy's door does not close", unwilling);
        }
        lines.forEach(ProxiedLine::reset);
        later.shutdownNow();
    }
}
