package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.api.Session;
import io.redstart.protocol.CallMeta;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.Turn;
import io.redstart.server.transport.Gathering;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One call: runs its method in the session's turn, until it has its answer, is cancelled or its deadline passes. */
final class CallRun extends CallAnswer implements Interceptors.Surrounded, Turn.Task {
    private static final Logger LOG = LoggerFactory.getLogger(CallRun.class);

    private final @Nullable Object[] args;
    private final CallMeta meta;
    private final long deadline;
    private final @Nullable CallStream stream;
    private @Nullable List<Runnable> cancelActions;
    private @Nullable Thread runner;
    private @Nullable CompletableFuture<?> stage;
    private boolean cancelled;
    private boolean begun;

    CallRun(
            Invocation host,
            LiveSession session,
            BoundMethod method,
            @Nullable Object[] args,
            long id,
            CallMeta meta,
            long deadline) {
        super(host, session, method, id);
        this.args = args;
        this.meta = meta;
        this.deadline = deadline;
        this.stream = method.model().answer() == MethodModel.Answer.STREAM ? new CallStream(this, grant(meta)) : null;
    }

    private static int grant(CallMeta meta) {
        return meta.grant() == null ? 0 : meta.grant();
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
            around.exit();
            method.use().exit();
        }
    }

    private void runClaimed(@Nullable Gathering gathering) {
        Object result;
        scope.enter();
        try {
            result = around.isEmpty() ? invoke() : around.around(this, this::invoke);
        } catch (Throwable thrown) {
            release();
            scope.leave();
            fail(thrown, gathering);
            return;
        }
        release();
        scope.leave();
        if (stream != null) {
            stream.begin(result, gathering, host.workers());
        } else if (method.model().answer() == MethodModel.Answer.STAGE) {
            await(result, gathering);
        } else {
            succeed(result, gathering);
        }
    }

    private @Nullable Object invoke() throws Throwable {
        return new MethodRun(host, method, session, scope).invoke(this, args);
    }

    /**
     * Takes the thread, and holds the bundles until the thread is given back, which may be after the answer; false if
     * the call is answered already.
     */
    private boolean claim() {
        lock.lock();
        try {
            if (isClosed() || !method.use().enter()) {
                return false;
            }
            around = host.enterInterceptors();
            around.enter(); // a second time, for the answer: they are held, so it succeeds
            runner = method.model().nonBlocking() && around.nonBlocking() ? null : Thread.currentThread();
            begun = true;
            if (keyed != null) {
                keyed.begins(this);
            }
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

    @Override
    public void cancel() {
        if (session.isOver() && runsForItsKey()) {
            return;
        }
        abandon(new CallException(ErrorCodes.CANCELLED, "The caller cancelled it"));
    }

    /** Whoever comes back with its key, in another session, is to find its answer. */
    private boolean runsForItsKey() {
        lock.lock();
        try {
            return begun && keyed != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void giveUp() {
        abandon(stopping());
    }

    /** What the client may believe of it: a stream and what was never begun can be asked for again. */
    private CallException stopping() {
        lock.lock();
        try {
            boolean unknown = begun && stream == null;
            return new CallException(
                    unknown ? ErrorCodes.UNKNOWN_OUTCOME : ErrorCodes.UNAVAILABLE,
                    "The server stops",
                    null,
                    unknown ? null : Duration.ZERO,
                    List.of());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void tick(long now) {
        if (now >= deadline && (stream == null || stream.open() == null)) {
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
            if (!close()) { // what is thrown because of the interrupt is not the answer
                return;
            }
            cancelled = true;
            actions = cancelActions == null ? List.of() : cancelActions;
            cancelActions = null;
            open = stream == null ? null : stream.open();
            if (runner != null) {
                runner.interrupt();
            }
        } finally {
            lock.unlock();
        }
        if (open != null && stream != null) {
            open.cancel();
            stream.finish(open, why);
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
        if (stream != null) {
            stream.more(count);
        }
    }

    @Override
    public void repeated(long seen, int grant) {
        if (stream != null) {
            stream.repeated(seen, grant);
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

    CallMeta meta() {
        return meta;
    }

    @Override
    public Kind kind() {
        return id() == 0 && method.kind() == Kind.CALL ? Kind.CAST : method.kind();
    }

    @Override
    public Session session() {
        return session(method.use());
    }

    @Override
    public Session session(BundleUse use) {
        return host.session(use, session, scope);
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
