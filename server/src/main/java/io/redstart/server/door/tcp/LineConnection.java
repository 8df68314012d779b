package io.redstart.server.door.tcp;

import io.redstart.server.transport.ReadBuffer;
import io.redstart.server.transport.SelectorEndPoint;
import io.redstart.server.transport.Ticket;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.io.ssl.SslHandshakeListener;
import org.jspecify.annotations.Nullable;

/** What Jetty sees of a line: read in the selector's thread, whether or not there is TLS below it. */
final class LineConnection extends AbstractConnection.NonBlocking {
    private final ByteLine line;
    private final boolean secure;

    LineConnection(EndPoint endPoint, Executor executor, boolean secure, LineListener host) {
        super(endPoint, executor);
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
        ReadBuffer buffer = ReadBuffer.take();
        try {
            if (!reads(buffer)) {
                return;
            }
        } catch (IOException broken) {
            close();
            return;
        } finally {
            buffer.giveBack();
        }
        fillInterested();
    }

    /** Reads what there is, or at least much; false if nothing is to be read for now. */
    private boolean reads(ReadBuffer buffer) throws IOException {
        for (int i = 0; i < ReadBuffer.READS; i++) {
            int filled = buffer.fillFrom(getEndPoint());
            if (filled < 0) {
                line.ended();
                return false;
            }
            if (filled > 0 && !line.heard(buffer.array(), 0, filled)) {
                return false;
            }
            if (filled == 0 || (!secure && filled < ReadBuffer.SIZE)) { // TLS gives what is in one record at a time
                return true;
            }
        }
        return true;
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
