package io.redstart.server;

/**
 * Threads for what may wait.
 *
 * @param threads how many there are where the JVM has no virtual threads
 */
public record WorkerSettings(int threads) {
    /** The defaults. */
    public WorkerSettings() {
        this(256);
    }

    public WorkerSettings {
        if (threads < 1 || threads > 10_000) {
            throw new IllegalArgumentException("threads: " + threads + " (expected: 1 to 10000)");
        }
    }
}
