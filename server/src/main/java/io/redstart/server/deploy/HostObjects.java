package io.redstart.server.deploy;

import io.redstart.api.Channels;
import io.redstart.api.Namespaces;
import io.redstart.api.Sessions;
import io.redstart.api.Settings;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the server lends to the objects of a bundle.
 *
 * @param sessions all sessions as a bundle sees them: what it pushes is written by its own mapper
 * @param channels all channels, likewise
 * @param settings the settings of a bundle by its name
 * @param namespaces all namespaces as a bundle sees them; null for bundles of other namespaces than the default one
 */
public record HostObjects(
        Function<JsonMapper, Sessions> sessions,
        Function<JsonMapper, Channels> channels,
        Function<String, Settings> settings,
        @Nullable Function<JsonMapper, Namespaces> namespaces) {
    /**
     * Without namespaces.
     *
     * @param sessions all sessions as a bundle sees them
     * @param channels all channels, likewise
     * @param settings the settings of a bundle by its name
     */
    public HostObjects(
            Function<JsonMapper, Sessions> sessions,
            Function<JsonMapper, Channels> channels,
            Function<String, Settings> settings) {
        this(sessions, channels, settings, null);
    }
}
