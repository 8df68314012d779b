package io.redstart.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Makes the address of a WebSocket from what a developer would write. */
final class ServerUri {
    private ServerUri() {}

    static URI of(URI uri) {
        String path = uri.getRawPath() == null
                        || uri.getRawPath().isEmpty()
                        || uri.getRawPath().equals("/")
                ? "/ws"
                : uri.getRawPath();
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        if (uri.getHost() == null) {
            throw wrong(uri);
        }
        try {
            return new URI(scheme(uri) + "://" + uri.getRawAuthority() + path + query);
        } catch (URISyntaxException impossible) {
            throw wrong(uri);
        }
    }

    private static String scheme(URI uri) {
        return switch (lower(uri.getScheme())) {
            case "ws", "http" -> "ws";
            case "wss", "https" -> "wss";
            default -> throw wrong(uri);
        };
    }

    private static String lower(@Nullable String scheme) {
        return scheme == null ? "" : scheme.toLowerCase(Locale.ROOT);
    }

    private static IllegalArgumentException wrong(URI uri) {
        return new IllegalArgumentException(
                "uri: '" + uri + "' (expected: ws://, wss://, http:// or https:// and a host)");
    }
}
