package io.redstart.client;

import jakarta.websocket.ClientEndpointConfig;
import jakarta.websocket.HandshakeResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the server answered to an upgrade which it refused. */
final class UpgradeResponse extends ClientEndpointConfig.Configurator {
    /** The names under which containers tell the status: the Jakarta API has none. */
    private static final List<String> STATUS = List.of("getResponseStatusCode", "getHttpStatusCode");

    private static final int UPGRADED = 101;
    private volatile String retryAfter = "";

    @Override
    public void afterResponse(HandshakeResponse response) {
        for (Map.Entry<String, List<String>> header : response.getHeaders().entrySet()) {
            if ("Retry-After".equalsIgnoreCase(header.getKey())
                    && !header.getValue().isEmpty()) {
                retryAfter = header.getValue().get(0);
            }
        }
    }

    /** How many milliseconds it asks to wait; 0 if it does not, or names a date. */
    long retryAfter() {
        try {
            return TimeUnit.SECONDS.toMillis(Math.max(0, Integer.parseInt(retryAfter.trim())));
        } catch (NumberFormatException none) {
            return 0;
        }
    }

    /** The HTTP status with which an upgrade was refused; 0 if it failed otherwise, or the container does not tell. */
    static int status(Throwable failed) {
        int depth = 0;
        for (Throwable cause = failed; cause != null && depth < 10; cause = cause.getCause()) {
            for (String name : STATUS) {
                Integer status = status(cause, name);
                if (status != null && status >= 300 && status != UPGRADED) {
                    return status;
                }
            }
            depth++;
        }
        return 0;
    }

    private static @Nullable Integer status(Throwable cause, String name) {
        try {
            return cause.getClass().getMethod(name).invoke(cause) instanceof Integer status ? status : null;
        } catch (ReflectiveOperationException | RuntimeException other) {
            return null;
        }
    }
}
