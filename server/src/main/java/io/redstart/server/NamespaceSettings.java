package io.redstart.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.redstart.server.channel.ChannelRule;
import io.redstart.server.channel.ChannelRules;
import io.redstart.server.identity.NamespaceKey;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A namespace that is made when the server starts.
 *
 * @param secretKey whoever shows it is in control of the namespace, and tokens of its users are signed with it; empty for
 *     one that the server makes. Never shown
 * @param apis the folder whose jars are deployed in it; null for none
 * @param channels who may do what with its channels, by name, or beginning and {@code *}; whatever is not said is for
 *     nobody
 */
public record NamespaceSettings(String secretKey, @Nullable Path apis, Map<String, ChannelRule> channels) {
    /** The defaults. */
    public NamespaceSettings() {
        this("", null, Map.of());
    }

    public NamespaceSettings {
        channels = Map.copyOf(channels);
        rules(channels);
        int length = secretKey.getBytes(UTF_8).length;
        if (length > 0 && length < NamespaceKey.LEAST_BYTES) {
            throw new IllegalArgumentException(
                    "secretKey: " + length + " bytes (expected: at least " + NamespaceKey.LEAST_BYTES + " bytes)");
        }
    }

    /** What rules say, and otherwise that nobody may do anything. */
    static ChannelRules rules(Map<String, ChannelRule> rules) {
        return new ChannelRules(rules, ChannelRule.CLOSED);
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "NamespaceSettings[apis=" + apis + ", channels=" + channels + "]";
    }
}
