package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.RunningCall;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call that does not run, because one with its idempotency key runs: it gets the same answer. */
final class JoinedCall implements RunningCall {
    private final Invocation host;
    private final LiveSession session;
    private final long id;
    private final long deadline;
    private final IdempotentCalls home;
    private final KeyedCall call;
    private final AtomicBoolean answered = new AtomicBoolean();

    JoinedCall(Invocation host, LiveSession session, long id, long deadline, IdempotentCalls home, KeyedCall call) {
        this.host = host;
        this.session = session;
        this.id = id;
        this.deadline = deadline;
        this.home = home;
        this.call = call;
    }

    @Override
    public long id() {
        return id;
    }

    /** The call it waits for is answered. */
    void answered(byte[] message) {
        if (answered.compareAndSet(false, true)) {
            session.answer(id, withId(message, id));
        }
    }

    @Override
    public void cancel() {
        giveUp(new CallException(ErrorCodes.CANCELLED, "The caller cancelled it"));
    }

    @Override
    public void giveUp() {
        giveUp(new CallException(ErrorCodes.UNKNOWN_OUTCOME, "The server stops"));
    }

    @Override
    public void tick(long now) {
        if (now >= deadline) {
            giveUp(new CallException(ErrorCodes.TIMEOUT, "The answer did not come in time"));
        }
    }

    private void giveUp(CallException why) {
        home.leave(call, this);
        answered(host.failure(id, why));
    }

    @Override
    public void more(int count) {}

    @Override
    public void repeated(long seen, int grant) {}

    /**
     * The same answer to another call.
     *
     * @param message {@code ["ret",id,…} or {@code ["err",id,…}
     * @param id the id of the other call
     * @return the message
     */
    static byte[] withId(byte[] message, long id) {
        int from = comma(message, 0) + 1;
        int to = comma(message, from);
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length + 8);
        out.write(message, 0, from);
        out.writeBytes(Long.toString(id).getBytes(StandardCharsets.US_ASCII));
        out.write(message, to, message.length - to);
        return out.toByteArray();
    }

    private static int comma(byte[] message, int from) {
        int at = from;
        while (message[at] != ',') {
            at++;
        }
        return at;
    }
}
