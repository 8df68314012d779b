package io.redstart.server.invocation;

import io.redstart.api.CallException;
import org.jspecify.annotations.Nullable;

/** What became of the arguments of a call when its message was read. */
public sealed interface BoundCall {
    /**
     * They fit. The bundle is held for the call until it ends.
     *
     * @param method what to run
     * @param args one value a parameter
     * @param text the arguments as JSON, of methods that may be called with an idempotency key; null otherwise
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    record Ready(BoundMethod method, @Nullable Object[] args, byte @Nullable [] text) implements BoundCall {}

    /**
     * They do not, or there is no such method.
     *
     * @param refusal what the caller is told
     */
    record Refused(CallException refusal) implements BoundCall {}
}
