package io.redstart.server.store;

import io.redstart.server.channel.ChannelRule;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is kept of a namespace itself.
 *
 * @param secretKey its key
 * @param registered whether it was registered while the server ran; else it is one of the settings
 * @param rules who may do what with its channels, where it was registered
 */
public record KeptNamespace(String secretKey, boolean registered, Map<String, ChannelRule> rules) {
    public KeptNamespace {
        rules = Map.copyOf(rules);
    }

    byte[] bytes() {
        return JsonMapper.shared().writeValueAsBytes(this);
    }

    static KeptNamespace of(byte[] bytes) {
        try {
            return JsonMapper.shared().readValue(bytes, KeptNamespace.class);
        } catch (JacksonException broken) {
            throw new IllegalStateException("a namespace in it cannot be read"); // its cause would show the key
        }
    }

    /** Leaves out the key. */
    @Override
    public String toString() {
        return "KeptNamespace[registered=" + registered + ", rules=" + rules + "]";
    }
}
