package io.redstart.server.invocation;

import io.redstart.api.CallContext;
import io.redstart.api.Session;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A call as another bundle sees it that stands around it: what that pushes is written by its own mapper. */
final class CallView implements CallContext {
    private final Interceptors.Surrounded call;
    private final BundleUse use;

    CallView(Interceptors.Surrounded call, BundleUse use) {
        this.call = call;
        this.use = use;
    }

    @Override
    public Kind kind() {
        return call.kind();
    }

    @Override
    public long id() {
        return call.id();
    }

    @Override
    public String target() {
        return call.target();
    }

    @Override
    public @Nullable String channel() {
        return call.channel();
    }

    @Override
    public Session session() {
        return call.session(use);
    }

    @Override
    public Instant deadline() {
        return call.deadline();
    }

    @Override
    public boolean cancelled() {
        return call.cancelled();
    }

    @Override
    public void onCancel(Runnable action) {
        call.onCancel(action);
    }

    @Override
    public @Nullable String traceparent() {
        return call.traceparent();
    }
}
