package io.redstart.server.door.fire;

import io.redstart.server.door.tcp.LineSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The door for clients of Fire Web Socket: SockJS for pages, and a listener for those who control namespaces. Each client
 * names the namespace it comes into.
 *
 * @param path where pages come in, by SockJS, with all paths below it; empty for nowhere
 * @param clientScript the url of SockJS' client, for the page that browsers without CORS open in a frame; empty for no
 *     such page
 * @param maxSessions how many sessions there may be over ordinary requests
 * @param host the address of the network interface that control comes to
 * @param port its port, 0 for a free one; null for no such listener
 * @param idle for how long control may be silent; 0 for any time
 */
public record FireSettings(
        String path,
        String clientScript,
        int maxSessions,
        String host,
        @Nullable Integer port,
        Duration idle) {
    /** The settings where nothing is set: the door is shut. */
    public FireSettings() {
        this("", "", 10_000, "127.0.0.1", null, LineSettings.IDLE);
    }

    public FireSettings {
        if (!path.isEmpty() && !path.matches("(?:/[A-Za-z0-9_.-]+)+")) {
            throw new IllegalArgumentException(
                    "path: '" + path + "' (expected: such as /socket, letters, digits, _ . -; or none)");
        }
        if (!clientScript.isEmpty() && !clientScript.matches("(?:https?:/)?/[A-Za-z0-9_.~:/@%-]+")) {
            throw new IllegalArgumentException("clientScript: '" + clientScript
                    + "' (expected: a url such as /sockjs.min.js or https://cdn.example.com/sockjs.min.js; or none)");
        }
        if (maxSessions < 1) {
            throw new IllegalArgumentException("maxSessions: " + maxSessions + " (expected: 1 or more)");
        }
        lines(host, port, idle);
    }

    /** Where control comes in. Checks what it is given. */
    private static LineSettings lines(String host, @Nullable Integer port, Duration idle) {
        return new LineSettings(host, port, null, false, LineSettings.FIRST_BYTE, idle);
    }

    /**
     * Where control comes in.
     *
     * @return the listener's settings
     */
    public LineSettings lines() {
        return lines(host, port, idle);
    }

    /**
     * Whether pages may come in.
     *
     * @return false without a path
     */
    public boolean isOn() {
        return !path.isEmpty();
    }

    /**
     * Whether control may come in.
     *
     * @return false without a port
     */
    public boolean isControlled() {
        return port != null;
    }
}
