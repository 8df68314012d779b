package io.redstart.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a call carries beside its arguments.
 *
 * @param ttl how many milliseconds the caller waits for the answer, or null if it did not say
 * @param key idempotency key, or null
 * @param traceparent W3C trace context, or null
 * @param grant how many items of a stream may be sent at once, or null if the caller did not expect a stream
 * @param seen the number of the last item of its stream the caller has had, where it repeats the call after a cut
 *     connection; null otherwise
 */
public record CallMeta(
        @Nullable Long ttl,
        @Nullable String key,
        @Nullable String traceparent,
        @Nullable Integer grant,
        @Nullable Long seen) {
    /** No meta data. */
    public static final CallMeta NONE = new CallMeta(null, null, null, null, null);
}
