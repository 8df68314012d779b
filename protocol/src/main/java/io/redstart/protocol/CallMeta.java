package io.redstart.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a call carries beside its arguments.
 *
 * @param ttl how many milliseconds the caller waits for the answer, or null if it did not say
 * @param key idempotency key, or null
 * @param traceparent W3C trace context, or null
 * @param grant how many items of a stream may be sent at once, or null if the caller did not expect a stream
 * @param seen the number of the last item that came, where a stream goes on after a resume; null otherwise
 */
public record CallMeta(
        @Nullable Long ttl,
        @Nullable String key,
        @Nullable String traceparent,
        @Nullable Integer grant,
        @Nullable Long seen) {
    /** No meta data. */
    public static final CallMeta NONE = new CallMeta(null, null, null, null, null);

    /**
     * What a call carries that does not go on with a stream.
     *
     * @param ttl how many milliseconds the caller waits for the answer, or null if it did not say
     * @param key idempotency key, or null
     * @param traceparent W3C trace context, or null
     * @param grant how many items of a stream may be sent at once, or null if the caller did not expect a stream
     */
    public CallMeta(@Nullable Long ttl, @Nullable String key, @Nullable String traceparent, @Nullable Integer grant) {
        this(ttl, key, traceparent, grant, null);
    }
}
