package io.redstart.server;

import io.redstart.api.Channels;
import io.redstart.api.Namespace;
import io.redstart.api.Namespaces;
import io.redstart.api.Sessions;
import io.redstart.server.identity.NamespaceKey;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** All namespaces as a bundle sees them: what it pushes is written by its own mapper. */
final class ApiNamespaces implements Namespaces {
    private final NamespaceRegister register;
    private final JsonMapper mapper;

    ApiNamespaces(NamespaceRegister register, JsonMapper mapper) {
        this.register = register;
        this.mapper = mapper;
    }

    @Override
    public Optional<Namespace> find(String name) {
        LiveNamespace found = register.find(name);
        NamespaceKey key = found == null ? null : found.key();
        return found == null || key == null ? Optional.empty() : Optional.of(new Seen(found, key, mapper));
    }

    @Override
    public Namespace register(String name) {
        LiveNamespace made = register.register(name, Map.of());
        NamespaceKey key = made.key();
        if (key == null) {
            throw new IllegalStateException("what is registered has a key");
        }
        return new Seen(made, key, mapper);
    }

    @Override
    public boolean remove(String name) {
        return register.remove(name);
    }

    private record Seen(LiveNamespace namespace, NamespaceKey key, JsonMapper mapper) implements Namespace {
        @Override
        public String name() {
            return namespace.name();
        }

        @Override
        public String secretKey() {
            return key.text();
        }

        @Override
        public Channels channels() {
            return namespace.channels(mapper);
        }

        @Override
        public Sessions sessions() {
            return namespace.sessions(mapper);
        }

        @Override
        public String toString() {
            return "Namespace[" + name() + "]";
        }
    }
}
