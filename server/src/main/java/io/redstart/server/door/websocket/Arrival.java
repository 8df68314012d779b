package io.redstart.server.door.websocket;

import io.redstart.api.Handshake;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client at the door: what its request says of it, and whether the page it comes from may connect. */
final class Arrival {
    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();

    void parameter(String name, List<String> values) {
        query.put(name, values);
    }

    void header(String name, @Nullable String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>(1))
                .add(value == null ? "" : value);
    }

    /** Only browsers send an origin; theirs must be the server's own, or one that was allowed. */
    boolean isAllowed(WebSocketSettings settings, boolean secure) {
        List<String> origins = headers.getOrDefault("origin", List.of());
        if (origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.get(0);
        if (settings.allows(origin)) {
            return true;
        }
        List<String> hosts = headers.getOrDefault("host", List.of());
        // browsers write origins in lower case; whatever else calls itself one is none
        return hosts.size() == 1
                && origin.equals(
                        (secure ? "https://" : "http://") + hosts.get(0).toLowerCase(Locale.ROOT));
    }

    Handshake handshake(String path, InetSocketAddress address) {
        return new Handshake(path, query, headers, address, null, Handshake.Stage.UPGRADE);
    }
}
