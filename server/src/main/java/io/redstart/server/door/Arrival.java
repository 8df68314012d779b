package io.redstart.server.door;

import io.redstart.api.Handshake;
import io.redstart.server.transport.ClientAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client at the door: what its request says of it, and whether the page it comes from may connect. */
public final class Arrival {
    /** Where a client is of whom nobody tells. */
    public static final InetSocketAddress UNKNOWN = InetSocketAddress.createUnresolved("unknown", 0);

    private final Map<String, List<String>> query = new LinkedHashMap<>();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();

    /** Somebody arrives of whom nothing is known yet. */
    public Arrival() {}

    /**
     * A parameter of the url.
     *
     * @param name its name
     * @param values its values, decoded
     */
    public void parameter(String name, List<String> values) {
        query.put(name, values);
    }

    /**
     * A header.
     *
     * @param name its name in any case
     * @param value its value; null counts as empty
     */
    public void header(String name, @Nullable String value) {
        headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), any -> new ArrayList<>(1))
                .add(value == null ? "" : value);
    }

    /**
     * The values of a header.
     *
     * @param header its name in lower case
     * @return the values; empty if it is missing
     */
    public List<String> values(String header) {
        return headers.getOrDefault(header, List.of());
    }

    /**
     * What it asked for, as it says itself.
     *
     * @return the host with its port, or null
     */
    public @Nullable String host() {
        List<String> hosts = values("host");
        return hosts.isEmpty() ? null : hosts.get(0);
    }

    /**
     * Only browsers send an origin; theirs must be the server's own, or one that was allowed.
     *
     * @param foreign which others are
     * @param client where the client is, and what it asked for
     * @return whether it may come in
     */
    public boolean isAllowed(Predicate<String> foreign, ClientAddress client) {
        List<String> origins = values("origin");
        if (origins.isEmpty()) {
            return true;
        }
        if (origins.size() > 1) {
            return false;
        }
        String origin = origins.get(0);
        if (foreign.test(origin)) {
            return true;
        }
        // browsers write origins in lower case; whatever else calls itself one is none
        return client.host() != null
                && origin.equals((client.secure() ? "https://" : "http://")
                        + client.host().toLowerCase(Locale.ROOT));
    }

    /**
     * What an authenticator is asked with.
     *
     * @param path the path of the url
     * @param address where the client is
     * @return the handshake, without a token
     */
    public Handshake handshake(String path, InetSocketAddress address) {
        return new Handshake(path, query, headers, address, null, Handshake.Stage.UPGRADE);
    }
}
