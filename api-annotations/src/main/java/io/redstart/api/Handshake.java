package io.redstart.api;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a client came in.
 *
 * <pre>{@code
 * String team = handshake.query("team");
 * }</pre>
 *
 * @param path the path of the url, as sent
 * @param query the parameters of the url, decoded, in their order
 * @param headers the headers of the request, names in lower case
 * @param address where the client is
 * @param token what the client's {@code hello} carried; null before it, and when it carried none
 * @param stage when this is being asked
 */
public record Handshake(
        String path,
        Map<String, List<String>> query,
        Map<String, List<String>> headers,
        InetSocketAddress address,
        @Nullable String token,
        Stage stage) {

    /** When an {@link Authenticator} is asked. */
    public enum Stage {
        /** Before the connection is upgraded: url, headers and address are known, the token is not. */
        UPGRADE,
        /** The client has said hello. */
        HELLO
    }

    /**
     * Copies the collections.
     *
     * @param path the path of the url
     * @param query the parameters of the url
     * @param headers the headers of the request, names in lower case
     * @param address where the client is
     * @param token what the client's {@code hello} carried, or null
     * @param stage when this is being asked
     */
    public Handshake {
        query = Map.copyOf(query);
        headers = Map.copyOf(headers);
    }

    /**
     * The first value of a parameter of the url.
     *
     * @param name its name
     * @return the value, or null if there is none
     */
    public @Nullable String query(String name) {
        List<String> values = query.get(name);
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /**
     * The first value of a header.
     *
     * @param name its name in any case
     * @return the value, or null if there is none
     */
    public @Nullable String header(String name) {
        List<String> values = headers.get(name.toLowerCase(Locale.ROOT));
        return values == null || values.isEmpty() ? null : values.get(0);
    }

    /**
     * Leaves out what must not be kept or logged.
     *
     * @return path, address and stage
     */
    @Override
    public String toString() {
        return "Handshake[path=" + path + ", address=" + address + ", stage=" + stage + "]";
    }
}
