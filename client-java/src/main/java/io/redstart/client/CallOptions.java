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
 * @param key idempotency key, for a method which the server marks as idempotent: under one key it runs once, and
 *     whoever repeats the call gets the same answer. So the client repeats it in a new session, until its deadline,
 *     where it would otherwise end with {@code unknown_outcome}, if it has a token, since a key counts for one user: in
 *     a new session of a guest the call would run again. A stream ends all the same. null for none
 * @param traceparent W3C trace context the call belongs to; null for none
 * @param retry whether the client makes the call again when the server says that it did not run and may be made again
 *     ({@code rate_limited}, {@code overloaded} or {@code unavailable}, with {@code retry}), after that time, unless its
 *     deadline comes before; for calls alone
 */
public record CallOptions(
        @Nullable Duration timeout,
        @Nullable String key,
        @Nullable String traceparent,
        boolean retry) {
    /** Nothing special. */
    public static final CallOptions NONE = new CallOptions(null, null, null, false);

    /**
     * Checks the timeout.
     *
     * @param timeout how long to wait for the answer, zero for as long as it takes, null for what the client was built
     *     with
     * @param key idempotency key; null for none
     * @param traceparent W3C trace context; null for none
     * @param retry whether it is made again when the server says so
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
        return new CallOptions(timeout, key, traceparent, retry);
    }

    /**
     * The same with an idempotency key.
     *
     * @param key any text that no other call has
     * @return new options
     */
    public CallOptions key(String key) {
        return new CallOptions(timeout, key, traceparent, retry);
    }

    /**
     * The same as part of a trace.
     *
     * @param traceparent W3C trace context
     * @return new options
     */
    public CallOptions traceparent(String traceparent) {
        return new CallOptions(timeout, key, traceparent, retry);
    }

    /**
     * The same, made again when the server says that it did not run and when it may be tried again.
     *
     * @return new options
     */
    public CallOptions retried() {
        return new CallOptions(timeout, key, traceparent, true);
    }

    /** As much of them as counts for what is no call of a method. */
    CallOptions timeoutAlone() {
        return new CallOptions(timeout, null, null, false);
    }
}
