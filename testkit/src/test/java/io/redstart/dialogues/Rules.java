package io.redstart.dialogues;

import io.redstart.server.channel.ChannelRule;
import io.redstart.server.channel.ChannelSettings;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings of channels, with rules as one would write them. */
final class Rules {
    private Rules() {}

    /** Anybody may do anything but manage in channels that begin with {@code room}; the rest is as by default. */
    static ChannelSettings rooms() {
        return of(Map.of("room*", all("nobody")));
    }

    static ChannelRule all(String manage) {
        List<String> all = List.of("all");
        return new ChannelRule(all, all, all, all, List.of(manage), null);
    }

    static ChannelSettings of(Map<String, ChannelRule> rules) {
        ChannelSettings usual = new ChannelSettings();
        return new ChannelSettings(
                usual.maxJoined(),
                usual.maxState(),
                usual.maxUserStates(),
                usual.maxChannels(),
                usual.maxBytes(),
                usual.history(),
                usual.historyBytes(),
                usual.historyAge(),
                new LinkedHashMap<>(rules));
    }

    /** Few of everything. */
    static ChannelSettings few() {
        return new ChannelSettings(2, 20, 1, 3, 40, 3, 1 << 16, Duration.ofMinutes(5), rooms().rules());
    }
}
