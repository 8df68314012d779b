package io.redstart.server.dispatch;

import java.time.Duration;

/**
 * How a connection is begun and kept.
 *
 * @param helloTimeout how long a client has for its first message
 * @param maxBeforeWelcome how many bytes it may send before it is welcome
 * @param heartbeat after how much silence the server pings; zero for never
 * @param pongTimeout how long a client has to answer a ping
 * @param maxErrors how many messages of a connection may break the protocol; one more closes it
 */
public record DispatchSettings(
        Duration helloTimeout, long maxBeforeWelcome, Duration heartbeat, Duration pongTimeout, int maxErrors) {
    /** The settings where nothing is set. */
    public DispatchSettings() {
        this(Duration.ofSeconds(5), 8 * 1024, Duration.ofSeconds(25), Duration.ofSeconds(10), 3);
    }

    public DispatchSettings {
        if (helloTimeout.isNegative() || helloTimeout.isZero()) {
            throw new IllegalArgumentException("helloTimeout: " + helloTimeout + " (expected: > 0)");
        }
        if (maxBeforeWelcome < 1024 || maxBeforeWelcome > 1 << 20) {
            throw new IllegalArgumentException("maxBeforeWelcome: " + maxBeforeWelcome + " (expected: 1KiB to 1MiB)");
        }
        if (heartbeat.isNegative()) {
            throw new IllegalArgumentException("heartbeat: " + heartbeat + " (expected: 0 or more)");
        }
        if (pongTimeout.isNegative() || pongTimeout.isZero()) {
            throw new IllegalArgumentException("pongTimeout: " + pongTimeout + " (expected: > 0)");
        }
        if (maxErrors < 0) {
            throw new IllegalArgumentException("maxErrors: " + maxErrors + " (expected: 0 or more)");
        }
    }
}
