package io.redstart.server;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.door.Entrance;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The namespaces of a node by their names. The default one is always there. */
final class LiveNamespaces implements Entrance.Finder {
    private final Map<String, LiveNamespace> byName = new ConcurrentHashMap<>();
    /** Those that were removed, until the last connection has gone. */
    private final Set<LiveNamespace> leaving = ConcurrentHashMap.newKeySet();

    /** The default namespace. */
    LiveNamespace first() {
        return Objects.requireNonNull(byName.get(NamespaceName.DEFAULT));
    }

    @Nullable
    LiveNamespace find(String name) {
        return byName.get(name);
    }

    /** All of them; a live view, safe to walk over. */
    Collection<LiveNamespace> all() {
        return byName.values();
    }

    /** Adds one; false if there is one of its name. */
    boolean add(LiveNamespace namespace) {
        return byName.putIfAbsent(namespace.name(), namespace) == null;
    }

    /** Nobody comes in any more. Its time goes on until everybody has gone. */
    void remove(LiveNamespace namespace) {
        leaving.add(namespace);
        byName.remove(namespace.name(), namespace);
    }

    /** How many were registered while the server ran. */
    int registered() {
        return (int)
                byName.values().stream().filter(LiveNamespace::isRegistered).count();
    }

    /** Those that were removed and are not empty yet. */
    Collection<LiveNamespace> leaving() {
        return leaving;
    }

    /** Lets go of those that are empty. */
    void tick() {
        for (LiveNamespace namespace : List.copyOf(leaving)) {
            if (namespace.connections() == 0 && leaving.remove(namespace)) {
                namespace.close();
            }
        }
    }

    @Override
    public Entrance into(String namespace) {
        LiveNamespace found = byName.get(NamespaceName.checked(namespace));
        if (found == null) {
            throw new CallException(ErrorCodes.NOT_FOUND, "There is no namespace '" + namespace + "'");
        }
        return found.entrance();
    }
}
