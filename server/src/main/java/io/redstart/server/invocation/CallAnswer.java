package io.redstart.server.invocation;

import io.redstart.protocol.Answer;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.WireError;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.RunningCall;
import io.redstart.server.transport.Gathering;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one answer of a call: a result, or a failure, whichever comes first. What the call had pushed leaves before a
 * result, and is dropped by a failure. A call without an id has an end, and nothing is said of it.
 */
abstract class CallAnswer implements RunningCall {
    private static final Logger LOG = LoggerFactory.getLogger(CallAnswer.class);

    final Invocation host;
    final LiveSession session;
    final BoundMethod method;
    final CallScope scope;
    private final long id;
    private final long began;
    final CallState state = new CallState();
    /** What stands around it. Set before it begins, and held from then on. */
    Interceptors around = Interceptors.NONE;
    /** What keeps its answer for other calls with its key. */
    @Nullable
    KeyedCall keyed;

    CallAnswer(Invocation host, LiveSession session, BoundMethod method, long id) {
        this.host = host;
        this.session = session;
        this.method = method;
        this.id = id;
        this.began = host.began();
        this.scope = new CallScope(session, id);
    }

    /** The client's number for the call, 0 if it wants no answer. */
    @Override
    public final long id() {
        return id;
    }

    /** What is called. */
    public final String target() {
        return method.model().target();
    }

    final void succeed(@Nullable Object value, @Nullable Gathering gathering) {
        byte[] answer = null;
        if (id != 0) {
            try {
                Object sent = method.model().resultType() == void.class ? null : value;
                answer = writer().write(new Answer.Result(id, sent));
            } catch (RuntimeException | Error unfit) {
                fail(unfit, gathering);
                return;
            }
        }
        if (!close()) {
            return;
        }
        if (gathering == null) {
            endWithPushes(answer);
            return;
        }
        gathering.begin();
        try {
            endWithPushes(answer);
        } finally {
            gathering.end();
        }
    }

    private void endWithPushes(byte @Nullable [] answer) {
        WireError unresolved = commit();
        if (unresolved == null) {
            endWhenKept(answer);
        } else {
            end(id == 0 ? null : failure(unresolved), unresolved);
        }
    }

    /** What it set survives the end of the process before anybody is told that it was set. */
    private void endWhenKept(byte @Nullable [] answer) {
        CompletionStage<Void> durable = scope.durable();
        if (durable == null) {
            end(answer, null);
            return;
        }
        durable.whenComplete((nothing, lost) -> {
            WireError error = lost == null ? null : toWire(lost);
            end(error == null ? answer : id == 0 ? null : failure(error), error);
        });
    }

    /** Lets go what was pushed. What a condition of the application throws now is the failure of the call. */
    private @Nullable WireError commit() {
        try {
            scope.commit();
            return null;
        } catch (RuntimeException | Error thrown) {
            return toWire(thrown);
        }
    }

    final void fail(Throwable thrown, @Nullable Gathering gathering) {
        if (close()) {
            failed(thrown, gathering);
        }
    }

    /** Answers with a failure, after {@link #close()}. */
    final void failed(Throwable thrown, @Nullable Gathering gathering) {
        WireError error = toWire(thrown);
        if (id == 0 && !error.code().equals(ErrorCodes.INTERNAL)) {
            LOG.debug("{} was refused: {}", target(), error.message());
        }
        Gathering.around(gathering, () -> {
            scope.drop();
            end(id == 0 ? null : failure(error), error);
        });
    }

    final WireError toWire(Throwable thrown) {
        return Failures.toWire(thrown, target());
    }

    private byte[] failure(WireError error) {
        return written(error, each -> new Answer.Failure(id, each));
    }

    final byte[] written(WireError error, Function<WireError, FromServer> message) {
        try {
            return writer().write(message.apply(error));
        } catch (RuntimeException | Error unfit) {
            LOG.warn("{}: the data of its error does not convert to JSON", target(), unfit);
            return writer().write(message.apply(WireError.of(error.code(), error.message())));
        }
    }

    final MessageWriter writer() {
        return method.use().encoder().writer();
    }

    /** Whoever gets true answers. */
    final boolean close() {
        return state.answer();
    }

    private void end(byte @Nullable [] answer, @Nullable WireError error) {
        if (answer != null) {
            session.answer(id, answer);
            if (keyed != null) {
                keyed.ended(answer, error);
            }
        }
        ended(error == null ? null : error.code());
    }

    /** It has its answer; the bundles are let go, unless its thread is still inside of them. */
    final void ended(@Nullable String code) {
        if (id == 0) {
            session.calls().castEnded(this);
        }
        host.answered(target(), began, code);
        if (!state.isStream()) {
            host.leave();
        }
        if (state.end()) {
            letGo();
        }
    }

    /** Its thread has come back from the bundles. */
    final void threadIsBack() {
        if (state.comeBack()) {
            letGo();
        }
    }

    private void letGo() {
        if (state.hasBegun()) {
            around.exit();
        }
        method.use().exit();
    }

    /** Its stream begins: it does not count among the calls of the node any more. False if it is answered already. */
    final boolean streams() {
        if (!state.stream()) {
            return false;
        }
        host.leave();
        return true;
    }
}
