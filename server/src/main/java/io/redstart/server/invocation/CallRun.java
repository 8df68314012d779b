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
    /** Guarded by this object's monitor, in which it is also cancelled. */
    private @Nullable List<Runnable> cancelActions;
    /** Set while the state says that it may be interrupted. */
    private @Nullable Thread runner;

    private volatile @Nullable CompletableFuture<?> stage;

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
        if (gathering == null) {
            runNow(null); // on the thread that brought it: it has just come
        } else if (method.model().concurrent()) {
            host.workers().execute(() -> runInTime(null));
        } else {
            runInTime(gathering);
        }
    }

    private void runInTime(@Nullable Gathering gathering) {
        if (host.now() >= deadline) {
            fail(timedOut(), gathering);
        } else {
            runNow(gathering);
        }
    }

    private void runNow(@Nullable Gathering gathering) {
        if (!claim()) {
            return;
        }
        try {
            runClaimed(gathering);
        } catch (RuntimeException | Error broken) {
            fail(broken, gathering);
        } finally {
            threadIsBack();
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
     * Takes the thread. The bundles are held until it is given back, which may be after the answer; false if the call is
     * answered already.
     */
    private boolean claim() {
        Interceptors now = host.enterInterceptors();
        boolean interruptible = !(method.model().nonBlocking() && now.nonBlocking());
        around = now;
        runner = interruptible ? Thread.currentThread() : null;
        if (begin(interruptible)) {
            return true;
        }
        now.exit();
        return false;
    }

    private boolean begin(boolean interruptible) {
        KeyedCall key = keyed;
        if (key == null) {
            return state.begin(interruptible);
        }
        synchronized (this) { // whoever cancels it either keeps it from running, or its key knows that it runs
            boolean begins = state.begin(interruptible);
            if (begins) {
                key.begins(this);
            }
            return begins;
        }
    }

    /** Gives the thread back, without an interrupt that was meant for the call. */
    private void release() {
        if (runner == null) {
            return;
        }
        if (state.release()) {
            synchronized (this) { // who cancels it has interrupted this thread by then
                Thread.interrupted();
            }
        }
        runner = null;
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
        stage = future;
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
        return keyed != null && state.hasBegun();
    }

    @Override
    public void giveUp() {
        abandon(stopping());
    }

    /** What the client may believe of it: a stream and what was never begun can be asked for again. */
    private CallException stopping() {
        boolean unknown = stream == null && state.hasBegun();
        return new CallException(
                unknown ? ErrorCodes.UNKNOWN_OUTCOME : ErrorCodes.UNAVAILABLE,
                "The server stops",
                null,
                unknown ? null : Duration.ZERO,
                List.of());
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
        synchronized (this) {
            if (!state.cancel()) { // what is thrown because of the interrupt is not the answer
                return;
            }
            actions = cancelActions == null ? List.of() : cancelActions;
            cancelActions = null;
            Thread interrupted = runner;
            if (state.isInterruptible() && interrupted != null) {
                interrupted.interrupt();
            }
        }
        StreamRun open = stream == null ? null : stream.open();
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
        CompletableFuture<?> waiting = stage;
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
        synchronized (this) {
            if (!state.isCancelled()) {
                if (cancelActions == null) {
                    cancelActions = new ArrayList<>(1);
                }
                cancelActions.add(action);
                return;
            }
        }
        runSafely(action);
    }

    @Override
    public boolean cancelled() {
        return state.isCancelled();
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
