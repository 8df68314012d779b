package io.redstart.server.door.websocket;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The native door.
 *
 * @param path where it is
 * @param origins which pages of other origins may connect, such as {@code https://app.example.com}; {@code *} for
 *     all. Pages of the server's own origin always may, and so may clients that are no browsers
 */
public record WebSocketSettings(String path, List<String> origins) {
    /** The settings where nothing is set. */
    public WebSocketSettings() {
        this("/ws", List.of());
    }

    public WebSocketSettings {
        if (!path.matches("/[A-Za-z0-9_./-]*")) {
            throw new IllegalArgumentException("path: '" + path + "' (expected: / and letters, digits, _ . / -)");
        }
        for (String origin : origins) {
            if (!origin.equals("*") && !origin.matches("https?://[^/\\s]+")) {
                throw new IllegalArgumentException(
                        "origins: '" + origin + "' (expected: * or such as https://app.example.com)");
            }
        }
        origins = List.copyOf(origins);
    }

    /** Whether pages of a foreign origin may connect. */
    boolean allows(String origin) {
        return origins.contains("*") || origins.contains(origin);
    }

    /**
     * The namespace a path leads to: what stands behind the path of the WebSocket, or the default one.
     *
     * @return a name as the client wrote it, which may be none; null if the path leads elsewhere
     */
    @Nullable
    String namespace(String asked) {
        if (asked.equals(path)) {
            return Entrance.Finder.DEFAULT;
        }
        String above = above();
        if (!asked.startsWith(above)) {
            return null;
        }
        String rest = asked.substring(above.length());
        return rest.indexOf('/') < 0 ? rest : null;
    }

    /** What stands before the name of a namespace. */
    String above() {
        return path.endsWith("/") ? path : path + "/";
    }
}
