package io.redstart.server.door.websocket;

import io.redstart.api.Handshake;
import io.redstart.server.transport.ClientAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A client at the door: what its request says of it, and whether the page it comes from may connect. */
final class Arrival {
    /** Where a client is of whom nobody tells. */
    static final InetSocketAddress UNKNOWN = InetSocketAddress.createUnresolved("unknown", 0);

    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();

    void parameter(String name, List<String> values) {
        query.put(name, values);
    }

    void header(String name, @Nullable String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>(1))
                .add(value == null ? "" : value);
    }

    /** The values of a header, by its name in lower case. */
    List<String> values(String header) {
        return headers.getOrDefault(header, List.of());
    }

    /** What it asked for, as it says itself. */
    @Nullable
    String host() {
        List<String> hosts = values("host");
        return hosts.isEmpty() ? null : hosts.get(0);
    }

    /** Only browsers send an origin; theirs must be the server's own, or one that was allowed. */
    boolean isAllowed(WebSocketSettings settings, ClientAddress client) {
        List<String> origins = values("origin");
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
        // browsers write origins in lower case; whatever else calls itself one is none
        return client.host() != null
                && origin.equals((client.secure() ? "https://" : "http://")
                        + client.host().toLowerCase(Locale.ROOT));
    }

    Handshake handshake(String path, InetSocketAddress address) {
        return new Handshake(path, query, headers, address, null, Handshake.Stage.UPGRADE);
    }
}
