package io.redstart.server.transport;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.AbstractNetworkConnector;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.IO;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections of this machine on a Unix domain socket, which only the server's own user may open. They count among
 * all connections, and for no address.
 */
public final class UnixConnector extends AbstractNetworkConnector {
    private static final int WAITING = 128;

    private final Path path;
    private final Admission admission;
    private final AdmissionSettings settings;
    private final LongSupplier clock;
    private final Arrivals arrivals;
    private volatile @Nullable ServerSocketChannel listening;

    /**
     * A connector.
     *
     * @param server the server it belongs to
     * @param path where the socket is made; one that is left over from a process that is gone is replaced
     * @param admission says who may come
     * @param settings bounds of what has not said yet what it is
     * @param clock tells the time in milliseconds; only grows
     * @param factories what is spoken on it
     */
    public UnixConnector(
            Server server,
            Path path,
            Admission admission,
            AdmissionSettings settings,
            LongSupplier clock,
            ConnectionFactory... factories) {
        super(server, null, null, null, 1, factories);
        this.path = path;
        this.admission = admission;
        this.settings = settings;
        this.clock = clock;
        arrivals = new UnixArrivals(getExecutor(), getScheduler());
        installBean(arrivals, true);
    }

    @Override
    public void open() throws IOException {
        if (listening != null) {
            return; // a server opens all its connectors before it starts them
        }
        makeRoom();
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean opened = false;
        try {
            channel.bind(UnixDomainSocketAddress.of(path), WAITING);
            PosixFileAttributeView file = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (file != null) {
                file.setPermissions(PosixFilePermissions.fromString("rw-------"));
            }
            opened = true;
        } catch (IOException failed) {
            throw new IOException("Failed to bind to " + path + ": " + failed.getMessage(), failed);
        } finally {
            if (!opened) {
                IO.close(channel);
            }
        }
        listening = channel;
        super.open();
    }

    /** A socket nobody answers on was left by a process that is gone. */
    private void makeRoom() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!file.isOther()) {
            throw new IOException("Failed to bind to " + path + ": there is a file that is no socket");
        }
        try (SocketChannel other = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException nobody) {
            Files.delete(path);
            return;
        }
        throw new IOException("Failed to bind to " + path + ": another process listens there");
    }

    @Override
    public void close() {
        super.close();
        ServerSocketChannel channel = listening;
        listening = null;
        if (channel != null) {
            IO.close(channel);
            try {
                Files.deleteIfExists(path);
            } catch (IOException kept) {
                LOG.debug("{} cannot be removed", path, kept);
            }
        }
    }

    @Override
    public boolean isOpen() {
        return listening != null;
    }

    @Override
    protected void accept(int acceptor) throws IOException {
        ServerSocketChannel channel = listening;
        if (channel != null && channel.isOpen()) {
            SocketChannel accepted = channel.accept();
            accepted.configureBlocking(false);
            arrivals.accept(accepted);
        }
    }

    @Override
    public @Nullable Object getTransport() {
        return listening;
    }

    @Override
    public String toString() {
        return "UnixConnector{" + path + "}";
    }

    private final class UnixArrivals extends Arrivals {
        UnixArrivals(Executor executor, Scheduler scheduler) {
            super(UnixConnector.this, executor, scheduler, 1);
        }

        @Override
        Terms terms() {
            return new Terms(admission, settings, clock);
        }

        @Override
        protected void endPointOpened(EndPoint endPoint) {
            super.endPointOpened(endPoint);
            onEndPointOpened(endPoint);
        }

        @Override
        protected void endPointClosed(EndPoint endPoint) {
            onEndPointClosed(endPoint);
            super.endPointClosed(endPoint);
        }
    }
}
