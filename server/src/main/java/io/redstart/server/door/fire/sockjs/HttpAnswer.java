package io.redstart.server.door.fire.sockjs;

import io.redstart.server.transport.SelectorEndPoint;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The answer to a request that receives frames. */
final class HttpAnswer {
    private final HttpTransport transport;
    private final Response response;
    private final Callback callback;
    private final @Nullable SelectorEndPoint below;
    private boolean begun;
    private long written;

    HttpAnswer(HttpTransport transport, Response response, Callback callback, @Nullable SelectorEndPoint below) {
        this.below = below;
        this.transport = transport;
        this.response = response;
        this.callback = callback;
    }

    /** Whether it begins with something that is no frame, and has not begun. */
    boolean wantsPrelude() {
        return !begun && transport.hasPrelude();
    }

    /** Writes what it begins with. */
    void prelude(Callback done) {
        begun = true;
        response.write(false, ByteBuffer.wrap(transport.prelude()), done);
    }

    /** Whether it is over with a frame. */
    boolean endsWith(byte[] frame) {
        return written + transport.wrappedLength(frame) >= transport.most();
    }

    /** Writes a frame, which may be its last. */
    void write(byte[] frame, boolean last, Callback done) {
        byte[] wrapped = transport.wrapped(frame);
        written += wrapped.length;
        if (last && below != null) {
            below.concludes();
        }
        response.write(last, ByteBuffer.wrap(wrapped), last ? Callback.from(callback, done) : done);
    }

    /** Cuts it. */
    void abort() {
        callback.failed(new SessionCut());
    }

    /** Says that a session is over, where the stack would tell nothing. */
    private static final class SessionCut extends Exception {
        private static final long serialVersionUID = 1L;

        SessionCut() {
            super("The session was cut", null, false, false);
        }
    }
}
