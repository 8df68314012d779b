package io.redstart.server.door.tcp;

import io.redstart.server.transport.SelectorEndPoint;
import io.redstart.server.transport.Ticket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.RetainableByteBuffer;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/** What Jetty sees of a line: read in the selector's thread, whether or not there is TLS below it. */
final class LineConnection extends AbstractConnection.NonBlocking {
    /** Most lines and blocks fit, and it is only there while something is read. */
    private static final int INPUT_BUFFER = 16 * 1024;

    private final ByteBufferPool pool;
    private final ByteLine line;
    private final boolean secure;

    LineConnection(EndPoint endPoint, Executor executor, ByteBufferPool pool, boolean secure, LineListener host) {
        super(endPoint, executor);
        this.pool = pool;
        this.secure = secure;
        this.line = new ByteLine(this, LinePeer.of(endPoint.getRemoteSocketAddress(), secure), host);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        SelectorEndPoint below = SelectorEndPoint.below(getEndPoint());
        if (below != null) {
            if (below.ticket().verdict() != Ticket.Verdict.WELCOME) {
                close(); // a line has no words to refuse somebody
                return;
            }
            if (getEndPoint() instanceof SslConnection.SslEndPoint tls) {
                tls.getSslConnection().addHandshakeListener(new Opens(below));
            } else {
                below.opened();
            }
        }
        line.open();
    }

    @Override
    public void onFillable() {
        RetainableByteBuffer buffer = pool.acquire(INPUT_BUFFER, false);
        try {
            ByteBuffer bytes = buffer.getByteBuffer();
            boolean more = true;
            while (more) {
                more = read(bytes);
            }
        } catch (IOException broken) {
            close();
        } finally {
            buffer.release();
        }
    }

    /** Reads once; false if there is nothing more for now, or nothing is to be read for now. */
    private boolean read(ByteBuffer bytes) throws IOException {
        BufferUtil.clear(bytes);
        int room = BufferUtil.space(bytes);
        int filled = getEndPoint().fill(bytes);
        if (filled < 0) {
            line.ended();
            return false;
        }
        if (filled > 0) {
            boolean goesOn = line.heard(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            if (!goesOn) {
                return false;
            }
            if (secure || filled == room) {
                return true; // TLS gives what is in one record at a time
            }
        }
        fillInterested();
        return false;
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        close();
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        super.onClose(cause);
        line.gone();
    }

    /** As long as TLS is not agreed on, a line has only the time that a request has. */
    private record Opens(SelectorEndPoint below) implements SslHandshakeListener {
        @Override
        public void handshakeSucceeded(Event event) {
            below.opened();
        }
    }
}
