package io.redstart.server.door.seneca;

import io.redstart.protocol.ErrorCodes;
import io.redstart.server.dispatch.ConnectionLife;
import io.redstart.server.door.Arrival;
import io.redstart.server.door.JsonMembers;
import io.redstart.server.transport.Carrier;
import io.redstart.server.transport.Connection;
import io.redstart.server.transport.Frame;
import io.redstart.server.transport.FrameCodec;
import io.redstart.server.transport.TransportSettings;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One act that came by HTTP: a connection with one call, which is over when that is answered.
 *
 * <p>Seneca's own client makes of a status above 299 nothing but its number, and of any other than 200 an error as the body
 * says it. So it is told failures with 299, and everybody else with the status they are.
 */
final class HttpAct implements Carrier, FrameCodec.Frames, Acts.Answers {
    private static final String ID = "seneca-id";
    private static final String ORIGIN = "seneca-origin";
    private static final int TOLD_FAILURE = 299;
    private static final int LONGEST = 256;
    private static final int ORDERLY = 1000;
    private static final byte[] NONE = {};

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicBoolean answered = new AtomicBoolean();
    /** It is over when it has been read, and answered. */
    private final AtomicInteger left = new AtomicInteger(2);

    private InetSocketAddress peer = Arrival.UNKNOWN;
    private int status;
    /** Whether what is being written has answered it. */
    private boolean answeredNow;

    private @Nullable ConnectionLife life;
    private @Nullable Connection connection;
    private @Nullable Acts acts;

    HttpAct(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    /** Answers without asking anybody. */
    void refuse(String code, String message) {
        if (answered.compareAndSet(false, true)) {
            ActFailure failure = ActFailure.of(code, message);
            answer(statusOf(failure), JsonMapper.shared().writeValueAsBytes(failure.error()));
        }
    }

    /** Calls what the body asks for. */
    void begin(
            ConnectionLife behind,
            ActNames names,
            TransportSettings transport,
            LongSupplier clock,
            InetSocketAddress from,
            byte[] body) {
        JsonMembers act = new JsonMembers();
        if (!act.of(body, 0, body.length)) {
            refuse(ErrorCodes.BAD_MESSAGE, "This is no act (expected: a JSON object)");
            return;
        }
        peer = from;
        Connection made = new Connection(this, transport, clock);
        Acts only = new Acts(behind, names, this);
        connection = made;
        life = behind.pinging(Duration.ZERO, Duration.ZERO);
        acts = only;
        request.addIdleTimeoutListener(silent -> false); // the peer says nothing more, and waits
        request.addFailureListener(gone -> {
            if (answered.compareAndSet(false, true)) {
                callback.failed(gone);
                leave();
            }
        });
        behind.opened(made);
        only.hello(null);
        only.take(act, body, NONE, NONE, true);
        leave();
    }

    private void leave() {
        ConnectionLife behind = life;
        Connection made = connection;
        if (left.decrementAndGet() == 0 && behind != null && made != null) {
            made.gone();
            behind.closed(ORDERLY, "");
        }
    }

    @Override
    public void write(Frame frame, Runnable done) {
        answeredNow = false;
        Acts only = acts;
        if (!frame.isBinary() && only != null) {
            only.encode(frame.bytes(), 0, frame.length(), this);
        }
        boolean isOver = answeredNow;
        done.run(); // and what waits behind it is written before this returns
        if (isOver) {
            leave();
        }
    }

    @Override
    public byte[] result(Acts.Asked to, byte[] value) {
        status = HttpStatus.OK_200;
        return value;
    }

    @Override
    public byte[] failure(Acts.Asked to, ActFailure failure) {
        status = statusOf(failure);
        return JsonMapper.shared().writeValueAsBytes(failure.error());
    }

    private int statusOf(ActFailure failure) {
        return request.getHeaders().contains(ID) ? TOLD_FAILURE : failure.status();
    }

    /** There is one answer. */
    @Override
    public void text(byte[] bytes) {
        if (answered.compareAndSet(false, true)) {
            answeredNow = true;
            answer(status, bytes);
        }
    }

    @Override
    public void binary(byte[] bytes) {
        throw new IllegalStateException("an act is answered with a text");
    }

    @Override
    public void ping() {
        throw new IllegalStateException("an act is not pinged");
    }

    private void answer(int code, byte[] body) {
        response.setStatus(code);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.getHeaders().put("seneca-kind", "res");
        response.getHeaders().put("seneca-accept", "redstart");
        echo(ID);
        echo(ORIGIN);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private void echo(String header) {
        String value = request.getHeaders().get(header);
        if (value != null && value.length() <= LONGEST) {
            response.getHeaders().put(header, value);
        }
    }

    @Override
    public void close(int code, String reason) {
        end(ActFailure.closed(code, reason));
    }

    @Override
    public void cut() {
        end(ActFailure.of(ErrorCodes.UNAVAILABLE, "The connection was cut"));
    }

    private void end(ActFailure failure) {
        if (answered.compareAndSet(false, true)) {
            answer(statusOf(failure), JsonMapper.shared().writeValueAsBytes(failure.error()));
            leave();
        }
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }
}
