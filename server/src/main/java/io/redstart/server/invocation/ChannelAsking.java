package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.api.Session;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.RunningCall;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A method is asked about something that a session wants of a channel: on this thread, with what stands around calls
 * around it, until it has answered, its time is up or the session is over.
 */
final class ChannelAsking implements Interceptors.Surrounded, RunningCall {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelAsking.class);

    private final Invocation host;
    private final LiveSession session;
    private final BoundMethod method;
    private final String channel;
    private final String target;
    private final @Nullable Object @Nullable [] args;
    private final CallScope scope;
    private final boolean ownScope;
    private final long deadline;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Runnable> cancelActions = new ArrayList<>(0);
    private @Nullable Thread runner;
    private @Nullable CallException over;

    /**
     * A question.
     *
     * @param method is asked; its bundle is held
     * @param channel the channel's name
     * @param target what is wanted, as interceptors are told
     * @param args one value a parameter; null if the method says by being there that it is allowed
     */
    ChannelAsking(
            Invocation host,
            LiveSession session,
            BoundMethod method,
            String channel,
            String target,
            @Nullable Object @Nullable [] args) {
        this.host = host;
        this.session = session;
        this.method = method;
        this.channel = channel;
        this.target = target;
        this.args = args;
        CallScope running = CallScope.current();
        this.ownScope = running == null;
        this.scope = running == null ? new CallScope(session, 0) : running;
        this.deadline = host.now() + host.settings().timeout().toMillis();
    }

    /** Throws what it throws, and {@code forbidden} if it answers with false. */
    void ask() {
        Interceptors around = host.enterInterceptors();
        session.calls().castBegins(this);
        begin();
        try {
            Object answer = around.isEmpty() ? invoke() : around.around(this, this::invoke);
            if (Boolean.FALSE.equals(answer)) {
                throw forbidden();
            }
        } catch (RuntimeException | Error thrown) {
            fails();
            throw thrown;
        } catch (Throwable checked) {
            fails();
            throw new CompletionException(checked);
        } finally {
            session.calls().castEnded(this);
            around.exit();
            end();
        }
    }

    private CallException forbidden() {
        boolean said = method.kind() == Kind.PUBLISH;
        return new CallException(
                ErrorCodes.FORBIDDEN,
                said
                        ? "'" + target + "' may not be said in " + channel
                        : method.model().target() + " is not allowed");
    }

    private void begin() {
        lock.lock();
        try {
            runner = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        if (ownScope) {
            scope.enter();
        }
    }

    private void fails() {
        if (ownScope) {
            scope.drop();
        }
    }

    /** Gives the thread back, without an interrupt that was meant for the method; whoever was late has not answered. */
    private void end() {
        CallException late;
        lock.lock();
        try {
            late = over;
            runner = null;
            if (late != null) {
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
        if (ownScope) {
            scope.leave();
        }
        if (late != null) {
            fails();
            throw late;
        }
        if (ownScope) {
            scope.commit();
        }
    }

    private @Nullable Object invoke() throws Throwable {
        return args == null ? null : new MethodRun(host, method, session, scope).invoke(this, args);
    }

    @Override
    public void cancel() {
        abandon(new CallException(ErrorCodes.CANCELLED, "The session is over"));
    }

    @Override
    public void giveUp() {
        abandon(new CallException(ErrorCodes.UNAVAILABLE, "The server stops"));
    }

    @Override
    public void tick(long now) {
        if (now >= deadline) {
            abandon(new CallException(ErrorCodes.TIMEOUT, "The answer did not come in time"));
        }
    }

    private void abandon(CallException why) {
        List<Runnable> actions;
        lock.lock();
        try {
            if (over != null || runner == null) {
                return;
            }
            over = why;
            actions = List.copyOf(cancelActions);
            runner.interrupt();
        } finally {
            lock.unlock();
        }
        actions.forEach(this::runSafely);
    }

    private void runSafely(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException thrown) {
            LOG.warn(
                    "{}: what was to run when it is cancelled failed",
                    method.model().target(),
                    thrown);
        }
    }

    @Override
    public void onCancel(Runnable action) {
        lock.lock();
        try {
            if (over == null) {
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
            return over != null;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void more(int count) {
        // it answers at once
    }

    @Override
    public void repeated(long seen, int grant) {
        // it has no id
    }

    @Override
    public Kind kind() {
        return method.kind();
    }

    @Override
    public long id() {
        return 0;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String channel() {
        return channel;
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
        return null;
    }
}
