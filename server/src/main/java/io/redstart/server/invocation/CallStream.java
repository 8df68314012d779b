package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.WireError;
import io.redstart.server.session.LiveSession;
import io.redstart.server.transport.Gathering;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The stream a call answers with: from what the client grants before there is one, to the end that is the answer. */
final class CallStream {
    private final CallAnswer call;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable StreamRun open;
    /** What was granted before there was a stream. */
    private int early;

    CallStream(CallAnswer call, int grant) {
        this.call = call;
        this.early = grant;
    }

    /** What the method returned is sent item by item, behind what it pushed. */
    void begin(@Nullable Object result, @Nullable Gathering gathering, Executor workers) {
        StreamRun opened;
        try {
            opened = StreamRun.of(result, this, workers);
        } catch (RuntimeException none) {
            call.fail(none, gathering);
            return;
        }
        boolean late;
        int granted;
        lock.lock();
        try {
            late = !call.streams();
            open = late ? null : opened; // who has answered it sees items only if they may come
            granted = early;
        } finally {
            lock.unlock();
        }
        if (late) {
            opened.cancel();
            return;
        }
        try {
            Gathering.around(gathering, call.scope::commit);
        } catch (RuntimeException | Error unresolved) {
            opened.cancel();
            call.fail(unresolved, gathering);
            return;
        }
        opened.start(granted);
    }

    /** The items, null before the method has returned. */
    @Nullable
    StreamRun open() {
        lock.lock();
        try {
            return open;
        } finally {
            lock.unlock();
        }
    }

    void more(int count) {
        StreamRun items;
        lock.lock();
        try {
            items = open;
            if (items == null) {
                early = (int) Math.min(Integer.MAX_VALUE, (long) early + count);
            }
        } finally {
            lock.unlock();
        }
        if (items != null) {
            items.more(count);
        }
    }

    void repeated(long seen, int grant) {
        StreamRun items = open();
        if (items != null && !items.resume(seen, grant)) {
            items.cancel();
            ended(new CallException(ErrorCodes.UNKNOWN_OUTCOME, "The items after " + seen + " are not kept"));
        }
    }

    /** The items have come to their end. */
    void ended(@Nullable Throwable thrown) {
        StreamRun items = open();
        if (items != null && call.close()) {
            finish(items, thrown);
        }
    }

    /** Answers with the end, after {@link CallAnswer#close()}. */
    void finish(StreamRun items, @Nullable Throwable thrown) {
        WireError error = thrown == null ? null : call.toWire(thrown);
        items.end(
                error == null
                        ? call.writer().write(new FromServer.End(call.id(), null))
                        : call.written(error, each -> new FromServer.End(call.id(), each)));
        call.ended(error == null ? null : error.code());
    }

    byte[] itemMessage(long number, @Nullable Object value) {
        return call.writer().write(new FromServer.Item(call.id(), number, value));
    }

    LiveSession caller() {
        return call.session;
    }

    long id() {
        return call.id();
    }

    String target() {
        return call.target();
    }

    /** Something of the bundle is about to run; it must be let go. False if the bundle is free already. */
    boolean holdBundle() {
        return call.method.use().enter();
    }

    void letGoOfBundle() {
        call.method.use().exit();
    }
}
