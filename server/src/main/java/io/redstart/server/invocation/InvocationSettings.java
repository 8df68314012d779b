package io.redstart.server.invocation;

import java.time.Duration;

/**
 * Bounds of calls.
 *
 * @param timeout after which a call is answered with {@code timeout}; a client may ask for less
 * @param maxCalls how many calls of a session may run or wait; one more is {@code rate_limited}
 * @param maxNode how many calls, casts, actions and events of all sessions may run or wait; one more is
 *     {@code overloaded}, or passed over if it wants no answer. A stream that has begun does not count
 * @param maxWaiting how many messages without an answer (casts, events) may wait for a session's turn; one more closes
 *     the connection
 * @param maxAnswer the largest answer or push, in bytes
 * @param idempotencyKeep for how long the answer of a call with an idempotency key is kept
 * @param idempotencyAnswers how many such answers are kept; the oldest are dropped for more
 * @param idempotencyBytes how many bytes of them
 */
public record InvocationSettings(
        Duration timeout,
        int maxCalls,
        int maxNode,
        int maxWaiting,
        long maxAnswer,
        Duration idempotencyKeep,
        int idempotencyAnswers,
        long idempotencyBytes) {
    /** The settings where nothing is set. */
    public InvocationSettings() {
        this(Duration.ofSeconds(30), 64, 2_000, 1_000, 1 << 20, Duration.ofMinutes(10), 10_000, 16 << 20);
    }

    public InvocationSettings {
        positive("timeout", timeout);
        positive("maxCalls", maxCalls);
        positive("maxNode", maxNode);
        positive("maxWaiting", maxWaiting);
        if (maxAnswer < 1024 || maxAnswer > 1 << 30) {
            throw new IllegalArgumentException("maxAnswer: " + maxAnswer + " (expected: 1KiB to 1GiB)");
        }
        positive("idempotencyKeep", idempotencyKeep);
        positive("idempotencyAnswers", idempotencyAnswers);
        positive("idempotencyBytes", idempotencyBytes);
    }

    private static void positive(String name, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }

    private static void positive(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }
}
