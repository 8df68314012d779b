package io.redstart.server;

import java.util.List;

/**
 * How WebSockets are opened.
 *
 * @param path where
 * @param origins the pages that may, by scheme, host and port; none means those of the same origin
 */
public record WebSocketSettings(String path, List<String> origins) {
    /** The defaults. */
    public WebSocketSettings() {
        this("/ws", List.of());
    }

    public WebSocketSettings {
        if (!path.matches("(/[A-Za-z0-9._~-]+)+")) {
            throw new IllegalArgumentException("path: '" + path + "' (expected: a path such as /ws)");
        }
        origins = List.copyOf(origins);
    }
}
