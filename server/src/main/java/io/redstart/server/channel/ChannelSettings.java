package io.redstart.server.channel;

import java.time.Duration;
import java.util.Map;

/**
 * Bounds of channels, and who may do what with those of the default namespace.
 *
 * @param maxJoined how many channels a session may be in
 * @param maxState the largest state, in bytes
 * @param maxUserStates how many users may have a state of their own in one channel, and how many a grant
 * @param maxChannels how many channels a namespace may have
 * @param maxBytes how many bytes the states of a namespace may take; histories may take half of it
 * @param history how many pushes are kept for those who come back
 * @param historyBytes how many bytes of them
 * @param historyAge for how long
 * @param rules who may do what with the channels of the default namespace, by name, or beginning and {@code *}
 */
public record ChannelSettings(
        int maxJoined,
        long maxState,
        int maxUserStates,
        int maxChannels,
        long maxBytes,
        int history,
        long historyBytes,
        Duration historyAge,
        Map<String, ChannelRule> rules) {
    /** The settings where nothing is set. */
    public ChannelSettings() {
        this(128, 64 * 1024, 100_000, 100_000, 256L << 20, 100, 256 * 1024, Duration.ofMinutes(5), Map.of());
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
        if (maxBytes < maxState) {
            throw new IllegalArgumentException("maxBytes: " + maxBytes + " (expected: max-state or more)");
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
        rules = Map.copyOf(rules);
        rules.keySet().forEach(ChannelRules::check);
    }

    /**
     * The rules of the default namespace.
     *
     * @return what is set, and otherwise that anybody may join and read
     */
    public ChannelRules defaultRules() {
        return new ChannelRules(rules, ChannelRule.OPEN);
    }
}
