package io.redstart.server;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.door.websocket.Entrance;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The namespaces of a node by their names. The default one is always there. */
final class LiveNamespaces implements Entrance.Finder {
    private final Map<String, LiveNamespace> byName = new ConcurrentHashMap<>();
    private final LiveNamespace first;

    LiveNamespaces(LiveNamespace first) {
        this.first = first;
        byName.put(first.name(), first);
    }

    /** The default namespace. */
    LiveNamespace first() {
        return first;
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

    void remove(LiveNamespace namespace) {
        byName.remove(namespace.name(), namespace);
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
