package io.redstart.server.deploy;

import io.redstart.api.Channels;
import io.redstart.api.Session;
import io.redstart.api.Sessions;
import io.redstart.api.Settings;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;

/** What a server lends, reduced to what tests look at. */
final class Host {
    private Host() {}

    static final Sessions SESSIONS = fake(Sessions.class, "all sessions");

    static final Channels CHANNELS = fake(Channels.class, "all channels");

    static HostObjects objects() {
        return new HostObjects(
                mapper -> SESSIONS, mapper -> CHANNELS, bundle -> new MapSettings(Map.of("bundle", bundle)));
    }

    static Session session(String id) {
        return fake(Session.class, id);
    }

    private static <T> T fake(Class<T> type, String text) {
        return type.cast(
                Proxy.newProxyInstance(Host.class.getClassLoader(), new Class<?>[] {type}, (self, method, args) -> {
                    if (method.getName().equals("id") || method.getName().equals("toString")) {
                        return text;
                    }
                    throw new UnsupportedOperationException(method.getName());
                }));
    }

    private record MapSettings(Map<String, String> values) implements Settings {
        @Override
        public Optional<String> value(String key) {
            return Optional.ofNullable(values.get(key));
        }

        @Override
        public <T> T as(Class<T> type) {
            throw new UnsupportedOperationException("as");
        }
    }
}
