package io.redstart.proofs.autobahn;

import io.redstart.server.transport.CoreCarrier;
import io.redstart.server.transport.SelectorEndPoint;
import io.redstart.server.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.websocket.core.CloseStatus;
import org.eclipse.jetty.websocket.core.CoreSession;
import org.eclipse.jetty.websocket.core.Frame;
import org.eclipse.jetty.websocket.core.FrameHandler;
import org.eclipse.jetty.websocket.core.OpCode;
import org.eclipse.jetty.websocket.core.OutgoingEntry;
import org.jspecify.annotations.Nullable;

/** One WebSocket of the server's own listener: the carrier does everything, apart from sending bytes. */
final class CoreEcho implements FrameHandler {
    private final CoreCarrier carrier;
    private @Nullable CoreSession line;

    CoreEcho(InetSocketAddress peer, TransportSettings settings, EndPoint endPoint) {
        this.carrier = new CoreCarrier(
                new Echo(this::send),
                peer,
                settings,
                () -> System.nanoTime() / 1_000_000,
                endPoint instanceof SelectorEndPoint selected ? selected : null);
    }

    private void send(ByteBuffer bytes) {
        Frame frame = new Frame(OpCode.BINARY, bytes);
        Objects.requireNonNull(line).sendFrame(new OutgoingEntry.Builder(frame, Callback.NOOP).build());
    }

    @Override
    public void onOpen(CoreSession session, Callback callback) {
        line = session;
        carrier.onOpen(session, callback);
    }

    @Override
    public void onFrame(Frame frame, Callback callback) {
        carrier.onFrame(frame, callback);
    }

    @Override
    public void onError(Throwable cause, Callback callback) {
        carrier.onError(cause, callback);
    }

    @Override
    public void onClosed(CloseStatus status, Callback callback) {
        carrier.onClosed(status, callback);
    }
}
