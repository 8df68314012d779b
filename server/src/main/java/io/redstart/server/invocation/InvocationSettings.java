package io.redstart.server.invocation;

import java.time.Duration;

/**
 * Bounds of calls.
 *
 * @param timeout after which a call is answered with {@code timeout}; a client may ask for less
 * @param maxCalls how many calls of a session may run or wait; one more is {@code rate_limited}
 * @param maxWaiting how many messages without an answer (casts, events) may wait for a session's turn; one more closes
 *     the connection
 * @param maxAnswer the largest answer or push, in bytes
 */
public record InvocationSettings(Duration timeout, int maxCalls, int maxWaiting, long maxAnswer) {
    /** The settings where nothing is set. */
    public InvocationSettings() {
        this(Duration.ofSeconds(30), 64, 1_000, 1 << 20);
    }

    public InvocationSettings {
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: " + timeout + " (expected: > 0)");
        }
        if (maxCalls < 1) {
            throw new IllegalArgumentException("maxCalls: " + maxCalls + " (expected: > 0)");
        }
        if (maxWaiting < 1) {
            throw new IllegalArgumentException("maxWaiting: " + maxWaiting + " (expected: > 0)");
        }
        if (maxAnswer < 1024 || maxAnswer > 1 << 30) {
            throw new IllegalArgumentException("maxAnswer: " + maxAnswer + " (expected: 1KiB to 1GiB)");
        }
    }
}
