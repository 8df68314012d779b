package io.redstart.server.channel;

import java.time.Duration;

/**
 * Bounds of channels.
 *
 * @param maxJoined how many channels a session may be in
 * @param maxState the largest state, in bytes
 * @param maxUserStates how many users may have a state of their own in one channel
 * @param maxChannels how many channels a namespace may have
 * @param history how many pushes are kept for those who come back
 * @param historyBytes how many bytes of them
 * @param historyAge for how long
 */
public record ChannelSettings(
        int maxJoined,
        long maxState,
        int maxUserStates,
        int maxChannels,
        int history,
        long historyBytes,
        Duration historyAge) {
    /** The settings where nothing is set. */
    public ChannelSettings() {
        this(128, 64 * 1024, 100_000, 100_000, 100, 256 * 1024, Duration.ofMinutes(5));
    }

    public ChannelSettings {
        if (maxJoined < 1) {
            throw new IllegalArgumentException("maxJoined: " + maxJoined + " (expected: > 0)");
        }
        if (maxState < 1 || maxState > 1 << 20) {
            throw new IllegalArgumentException("maxState: " + maxState + " (expected: 1B to 1MiB)");
        }
        if (maxUserStates < 0) {
            throw new IllegalArgumentException("maxUserStates: " + maxUserStates + " (expected: 0 or more)");
        }
        if (maxChannels < 1) {
            throw new IllegalArgumentException("maxChannels: " + maxChannels + " (expected: > 0)");
        }
        if (history < 0 || history > 300) {
            throw new IllegalArgumentException("history: " + history + " (expected: 0 to 300)");
        }
        if (historyBytes < 0) {
            throw new IllegalArgumentException("historyBytes: " + historyBytes + " (expected: 0 or more)");
        }
        if (historyAge.isNegative()) {
            throw new IllegalArgumentException("historyAge: " + historyAge + " (expected: 0 or more)");
        }
    }
}
