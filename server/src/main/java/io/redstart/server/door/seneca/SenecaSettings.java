package io.redstart.server.door.seneca;

import io.redstart.server.door.tcp.LineSettings;
import io.redstart.server.transport.AddressRange;
import io.redstart.server.transport.TrustedProxies;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The door for Seneca.
 *
 * @param host the address of the network interface that lines of acts are taken on
 * @param port its port, 0 for a free one; null for no such listener
 * @param path where acts are taken by HTTP, on the port of all pages; empty for nowhere
 * @param namespace the namespace it leads to
 * @param trusted whose acts are taken without asking who they are: addresses, and ranges such as {@code 10.0.0.0/8}
 * @param roles the roles that those have
 * @param firstByteWithin how long the first act of a line may take; 0 for any time
 * @param idle for how long nothing may be said on a line, in either direction; 0 for any time
 */
public record SenecaSettings(
        String host,
        @Nullable Integer port,
        String path,
        String namespace,
        List<String> trusted,
        List<String> roles,
        Duration firstByteWithin,
        Duration idle) {
    /** The settings where nothing is set: the door is shut. */
    public SenecaSettings() {
        this("127.0.0.1", null, "", "default", List.of(), List.of(), LineSettings.FIRST_BYTE, LineSettings.IDLE);
    }

    public SenecaSettings {
        new LineSettings(host, port, null, false, firstByteWithin, idle);
        if (!path.isEmpty() && !path.matches("(?:/[A-Za-z0-9_.-]+)+")) {
            throw new IllegalArgumentException(
                    "path: '" + path + "' (expected: such as /act, letters, digits, _ . -; or none)");
        }
        trusted = List.copyOf(trusted);
        for (String each : trusted) {
            if (AddressRange.parse(each) == null) {
                throw new IllegalArgumentException(
                        "trusted: '" + each + "' (expected: addresses, and ranges such as 10.0.0.0/8 or fd00::/8)");
            }
        }
        roles = List.copyOf(roles);
        for (String role : roles) {
            if (role.isEmpty() || role.startsWith("$")) {
                throw new IllegalArgumentException(
                        "roles: '" + role + "' (expected: names that do not begin with $, which are the server's own)");
            }
        }
        if (!roles.isEmpty() && trusted.isEmpty()) {
            throw new IllegalArgumentException("roles: " + String.join(", ", roles)
                    + " (expected: none as long as trusted is empty, since nobody has them)");
        }
    }

    /**
     * Whether the door is open.
     *
     * @return false with neither a port nor a path
     */
    public boolean isOn() {
        return port != null || !path.isEmpty();
    }

    /**
     * Whether acts are taken by HTTP.
     *
     * @return false without a path
     */
    public boolean hasPath() {
        return !path.isEmpty();
    }

    /**
     * Where it listens for lines.
     *
     * @return the place, and how long lines may be silent
     */
    public LineSettings lines() {
        return new LineSettings(host, port, null, false, firstByteWithin, idle);
    }

    /** Whose acts are taken without asking who they are. */
    TrustedProxies trustedPeers() {
        return TrustedProxies.of(trusted);
    }
}
