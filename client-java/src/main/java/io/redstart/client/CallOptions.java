package io.redstart.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How calls are made.
 *
 * <pre>{@code
 * var once = CallOptions.NONE.key("order-1").timeout(Duration.ofSeconds(5));
 * client.with(once).api(Shop.class).pay(5);
 * }</pre>
 *
 * @param timeout how long to wait for the answer, zero for as long as it takes, null for what the client was built
 *     with; for a stream how long to wait for its first item, null for as long as it takes
 * @param key idempotency key: says that running the call twice does no harm, so the client repeats it in a new session
 *     where it would otherwise end with {@code unknown_outcome}; null for none
 * @param traceparent W3C trace context the call belongs to; null for none
 */
public record CallOptions(
        @Nullable Duration timeout,
        @Nullable String key,
        @Nullable String traceparent) {
    /** Nothing special. */
    public static final CallOptions NONE = new CallOptions(null, null, null);

    /**
     * Checks the timeout.
     *
     * @param timeout how long to wait for the answer, zero for as long as it takes, null for what the client was built
     *     with
     * @param key idempotency key; null for none
     * @param traceparent W3C trace context; null for none
     * @throws IllegalArgumentException if it is negative
     */
    public CallOptions {
        if (timeout != null && timeout.isNegative()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: zero or more)");
        }
    }

    /**
     * The same with another timeout.
     *
     * @param timeout how long to wait for the answer, zero for as long as it takes
     * @return new options
     */
    public CallOptions timeout(Duration timeout) {
        return new CallOptions(timeout, key, traceparent);
    }

    /**
     * The same with an idempotency key.
     *
     * @param key any text that no other call has
     * @return new options
     */
    public CallOptions key(String key) {
        return new CallOptions(timeout, key, traceparent);
    }

    /**
     * The same as part of a trace.
     *
     * @param traceparent W3C trace context
     * @return new options
     */
    public CallOptions traceparent(String traceparent) {
        return new CallOptions(timeout, key, traceparent);
    }
}
