package io.redstart.server.transport;

import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.jspecify.annotations.Nullable;

/** What the selector calls when a WebSocket can be read: in its own thread, since it never waits. */
final class NonBlockingRead {
    private @Nullable Runnable done;
    private @Nullable Callback wrapped;
    private @Nullable Callback wrapping;

    void whenDone(Runnable action) {
        done = action;
    }

    /** The last read has been worked off, and the next one is asked for. */
    Callback next(Callback callback) {
        Runnable action = done;
        if (action != null) {
            action.run();
        }
        Callback reads = wrapping;
        if (wrapped != callback || reads == null) {
            wrapped = callback;
            reads = new NonBlocking(callback);
            wrapping = reads;
        }
        return reads;
    }

    private static final class NonBlocking extends Callback.Nested {
        NonBlocking(Callback callback) {
            super(callback);
        }

        @Override
        public Invocable.InvocationType getInvocationType() {
            return Invocable.InvocationType.NON_BLOCKING;
        }
    }
}
