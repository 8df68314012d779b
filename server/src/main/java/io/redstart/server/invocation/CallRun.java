package io.redstart.server.invocation;

import io.redstart.api.CallContext;
import io.redstart.api.CallException;
import io.redstart.api.Session;
import io.redstart.protocol.Answer;
import io.redstart.protocol.CallMeta;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageWriter;
import io.redstart.protocol.WireError;
import io.redstart.server.registry.ParameterModel;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.RunningCall;
import io.redstart.server.session.Turn;
import io.redstart.server.transport.Gathering;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call: runs its method in the session's turn and answers exactly once, whichever comes first of a value, a
 * failure, its cancellation and its deadline.
 */
final class CallRun implements RunningCall, CallContext, Turn.Task {
    private static final Logger LOG = LoggerFactory.getLogger(CallRun.class);

    private final Invocation host;
    private final LiveSession session;
    private final BoundMethod method;
    private final @Nullable Object[] args;
    private final long id;
    private final CallMeta meta;
    private final long deadline;
    private final long started = System.nanoTime();
    private final CallScope scope;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable List<Runnable> cancelActions;
    private @Nullable Thread runner;
    private @Nullable StreamRun stream;
    private @Nullable CompletableFuture<?> stage;
    /** What was granted before there was a stream. */
    private int early;

    private boolean answered;
    private boolean cancelled;

    CallRun(
            Invocation host,
            LiveSession session,
            BoundMethod method,
            @Nullable Object[] args,
            long id,
            CallMeta meta,
            long deadline) {
        this.host = host;
        this.session = session;
        this.method = method;
        this.args = args;
        this.id = id;
        this.meta = meta;
        this.deadline = deadline;
        this.scope = new CallScope(session, id);
    }

    @Override
    public void run(@Nullable Gathering gathering) {
        if (method.model().concurrent() && gathering != null) {
            host.workers().execute(() -> runNow(null));
        } else {
            runNow(gathering);
        }
    }

    private void runNow(@Nullable Gathering gathering) {
        if (host.now() >= deadline) {
            fail(timedOut(), gathering);
            return;
        }
        if (!claim()) {
            return;
        }
        try {
            runClaimed(gathering);
        } catch (RuntimeException | Error broken) {
            fail(broken, gathering);
        } finally {
            method.use().exit();
        }
    }

    private void runClaimed(@Nullable Gathering gathering) {
        Object result;
        scope.enter();
        try {
            Object instance = method.use().instance(method.api(), session);
            fillIn();
            if (method.isConstrained()) {
                method.use().validation().check(method.model(), instance, args);
            }
            result = method.invoke(instance, args);
        } catch (Throwable thrown) {
            release();
            scope.leave();
            fail(thrown, gathering);
            return;
        }
        release();
        scope.leave();
        switch (method.model().answer()) {
            case VALUE -> succeed(result, gathering);
            case STAGE -> await(result, gathering);
            case STREAM -> begin(result, gathering);
        }
    }

    /**
     * Takes the thread, and holds the bundle until the thread is given back, which may be after the answer; false if
     * the call is answered already.
     */
    private boolean claim() {
        lock.lock();
        try {
            if (answered || !holdBundle()) {
                return false;
            }
            runner = method.model().nonBlocking() ? null : Thread.currentThread();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives the thread back, without an interrupt that was meant for the call. */
    private void release() {
        lock.lock();
        try {
            if (runner != null && cancelled) {
                Thread.interrupted();
            }
            runner = null;
        } finally {
            lock.unlock();
        }
    }

    private void fillIn() {
        for (ParameterModel parameter : method.model().parameters()) {
            switch (parameter.role()) {
                case SESSION -> args[parameter.index()] = session();
                case SESSIONS -> args[parameter.index()] = host.sessions(method.use(), scope);
                case CALL_CONTEXT -> args[parameter.index()] = this;
                case HANDSHAKE -> args[parameter.index()] = session.handshake();
                case USER -> args[parameter.index()] = user(parameter);
                case WIRE, ACTION -> {}
            }
        }
    }

    private @Nullable Object user(ParameterModel parameter) {
        if (session.user() == null && parameter.required()) {
            throw new CallException(ErrorCodes.UNAUTHENTICATED, method.model().target() + " is for users only");
        }
        return session.user();
    }

    private void await(@Nullable Object result, @Nullable Gathering gathering) {
        if (!(result instanceof CompletionStage<?> later)) {
            fail(new IllegalStateException(target() + " returned null (expected: a CompletionStage)"), gathering);
            return;
        }
        CompletableFuture<?> future = later instanceof CompletableFuture<?> already ? already : null;
        if (future != null && future.isDone()) {
            later.whenComplete((value, thrown) -> finish(value, thrown, gathering));
            return;
        }
        lock.lock();
        try {
            stage = future;
        } finally {
            lock.unlock();
        }
        later.whenComplete((value, thrown) -> finish(value, thrown, null));
        if (cancelled()) {
            cancelStage();
        }
    }

    private void finish(@Nullable Object value, @Nullable Throwable thrown, @Nullable Gathering gathering) {
        if (thrown == null) {
            succeed(value, gathering);
        } else {
            fail(thrown, gathering);
        }
    }

    private void begin(@Nullable Object result, @Nullable Gathering gathering) {
        StreamRun opened;
        try {
            opened = StreamRun.of(result, this, host.workers());
        } catch (RuntimeException none) {
            fail(none, gathering);
            return;
        }
        boolean late;
        int granted;
        lock.lock();
        try {
            late = answered;
            stream = opened;
            granted = grant() + early;
        } finally {
            lock.unlock();
        }
        if (late) {
            opened.cancel();
            return;
        }
        try {
            gathered(gathering, scope::commit);
        } catch (RuntimeException | Error unresolved) {
            opened.cancel();
            fail(unresolved, gathering);
            return;
        }
        opened.start(granted);
    }

    private void succeed(@Nullable Object value, @Nullable Gathering gathering) {
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
        byte[] message = answer;
        if (close()) {
            gathered(gathering, () -> {
                WireError unresolved = commit();
                if (unresolved == null) {
                    end(message, null);
                } else {
                    end(id == 0 ? null : failure(unresolved), unresolved.code());
                }
            });
        }
    }

    /** Lets go what was pushed. What a condition of the application throws now is the failure of the call. */
    private @Nullable WireError commit() {
        try {
            scope.commit();
            return null;
        } catch (RuntimeException | Error thrown) {
            return Failures.toWire(thrown, method.model().target());
        }
    }

    private void fail(Throwable thrown, @Nullable Gathering gathering) {
        if (close()) {
            failed(thrown, gathering);
        }
    }

    private void failed(Throwable thrown, @Nullable Gathering gathering) {
        WireError error = Failures.toWire(thrown, method.model().target());
        if (id == 0 && !error.code().equals(ErrorCodes.INTERNAL)) {
            LOG.debug("{} was refused: {}", method.model().target(), error.message());
        }
        gathered(gathering, () -> {
            scope.drop();
            end(id == 0 ? null : failure(error), error.code());
        });
    }

    private byte[] failure(WireError error) {
        return written(error, each -> new Answer.Failure(id, each));
    }

    private byte[] written(WireError error, Function<WireError, FromServer> message) {
        try {
            return writer().write(message.apply(error));
        } catch (RuntimeException | Error unfit) {
            LOG.warn(
                    "{}: the data of its error does not convert to JSON",
                    method.model().target(),
                    unfit);
            return writer().write(message.apply(WireError.of(error.code(), error.message())));
        }
    }

    private MessageWriter writer() {
        return method.use().encoder().writer();
    }

    /** Whoever gets true answers. */
    private boolean close() {
        lock.lock();
        try {
            boolean first = !answered;
            answered = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void end(byte @Nullable [] answer, @Nullable String code) {
        if (answer != null) {
            session.answer(id, answer);
        }
        if (id == 0) {
            session.calls().castEnded(this);
        }
        host.answered(method.model().target(), System.nanoTime() - started, code);
        method.use().exit();
    }

    private static void gathered(@Nullable Gathering gathering, Runnable sending) {
        if (gathering == null) {
            sending.run();
            return;
        }
        gathering.begin();
        try {
            sending.run();
        } finally {
            gathering.end();
        }
    }

    /** The message of an item of its stream. */
    byte[] itemMessage(long number, @Nullable Object value) {
        return writer().write(new FromServer.Item(id, number, value));
    }

    LiveSession caller() {
        return session;
    }

    /** Something of the bundle is about to run; it must be let go. False if the bundle is free already. */
    boolean holdBundle() {
        return method.use().enter();
    }

    void letGoOfBundle() {
        method.use().exit();
    }

    /** The end of its stream. */
    void streamEnded(@Nullable Throwable thrown) {
        StreamRun open = stream;
        if (open != null && close()) {
            finish(open, thrown);
        }
    }

    private void finish(StreamRun open, @Nullable Throwable thrown) {
        WireError error =
                thrown == null ? null : Failures.toWire(thrown, method.model().target());
        open.end(
                error == null
                        ? writer().write(new FromServer.End(id, null))
                        : written(error, each -> new FromServer.End(id, each)));
        end(null, error == null ? null : error.code());
    }

    @Override
    public void cancel() {
        abandon(new CallException(ErrorCodes.CANCELLED, "The caller cancelled it"));
    }

    @Override
    public void tick(long now) {
        boolean streams;
        lock.lock();
        try {
            streams = stream != null;
        } finally {
            lock.unlock();
        }
        if (now >= deadline && !streams) {
            abandon(timedOut());
        }
    }

    private static CallException timedOut() {
        return new CallException(ErrorCodes.TIMEOUT, "The answer did not come in time");
    }

    private void abandon(CallException why) {
        List<Runnable> actions;
        StreamRun open;
        lock.lock();
        try {
            if (answered) {
                return;
            }
            answered = true; // what is thrown because of the interrupt is not the answer
            cancelled = true;
            actions = cancelActions == null ? List.of() : cancelActions;
            cancelActions = null;
            open = stream;
            if (runner != null) {
                runner.interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.cancel();
            finish(open, why);
        } else {
            failed(why, null);
        }
        cancelStage();
        for (Runnable action : actions) {
            runSafely(action);
        }
    }

    private void cancelStage() {
        CompletableFuture<?> waiting;
        lock.lock();
        try {
            waiting = stage;
        } finally {
            lock.unlock();
        }
        if (waiting != null) {
            waiting.cancel(true);
        }
    }

    private void runSafely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException thrown) {
            LOG.warn("{}: what was to run when it is cancelled failed", target(), thrown);
        }
    }

    @Override
    public void more(int count) {
        StreamRun open;
        lock.lock();
        try {
            open = stream;
            if (open == null) {
                early = (int) Math.min(Integer.MAX_VALUE, (long) early + count);
            }
        } finally {
            lock.unlock();
        }
        if (open != null) {
            open.more(count);
        }
    }

    @Override
    public void repeated(long seen, int grant) {
        StreamRun open;
        lock.lock();
        try {
            open = stream;
        } finally {
            lock.unlock();
        }
        if (open != null && !open.resume(seen, grant)) {
            open.cancel();
            streamEnded(new CallException(ErrorCodes.UNKNOWN_OUTCOME, "The items after " + seen + " are not kept"));
        }
    }

    @Override
    public void onCancel(Runnable action) {
        lock.lock();
        try {
            if (!cancelled) {
                if (cancelActions == null) {
                    cancelActions = new ArrayList<>(1);
                }
                cancelActions.add(action);
                return;
            }
        } finally {
            lock.unlock();
        }
        runSafely(action);
    }

    @Override
    public boolean cancelled() {
        lock.lock();
        try {
            return cancelled;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public String target() {
        return method.model().target();
    }

    CallMeta meta() {
        return meta;
    }

    private int grant() {
        return meta.grant() == null ? 0 : meta.grant();
    }

    @Override
    public Session session() {
        return host.session(method.use(), session, scope);
    }

    @Override
    public Instant deadline() {
        return Instant.now().plusMillis(deadline - host.now());
    }

    @Override
    public @Nullable String traceparent() {
        return meta.traceparent();
    }
}
