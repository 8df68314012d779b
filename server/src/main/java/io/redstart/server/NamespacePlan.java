package io.redstart.server;

import io.redstart.api.Namespaces;
import io.redstart.server.channel.ChannelRules;
import io.redstart.server.channel.ChannelStore;
import io.redstart.server.identity.NamespaceKey;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a namespace is to be made.
 *
 * @param name its name
 * @param key its secret key; null if nobody can be in control of it
 * @param apis the folder its bundles are taken from, or null for none
 * @param registered whether it was registered while the server ran, and may be removed
 * @param rules who may do what with its channels
 * @param store where the states and grants of its channels are kept
 * @param lends all namespaces, for its bundles; null if they may not have them
 */
record NamespacePlan(
        String name,
        @Nullable NamespaceKey key,
        @Nullable Path apis,
        boolean registered,
        ChannelRules rules,
        ChannelStore store,
        @Nullable Function<JsonMapper, Namespaces> lends) {
    boolean isDefault() {
        return name.equals(NamespaceName.DEFAULT);
    }
}
