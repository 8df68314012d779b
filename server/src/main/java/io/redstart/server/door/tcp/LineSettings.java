package io.redstart.server.door.tcp;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a door listens for lines, and how long they may be silent.
 *
 * @param host the address of the network interface
 * @param port the port, 0 for a free one; null for none
 * @param socket where a Unix domain socket is made; null for none
 * @param tls whether TLS is spoken on the port, with the server's certificate
 * @param firstByteWithin how long the first byte may take once the line is read; 0 for any time
 * @param idle for how long nothing may be said on a line, in either direction; 0 for any time
 */
public record LineSettings(
        String host,
        @Nullable Integer port,
        @Nullable Path socket,
        boolean tls,
        Duration firstByteWithin,
        Duration idle) {
    /** How long is waited for the first byte where nothing is set. */
    public static final Duration FIRST_BYTE = Duration.ofSeconds(5);

    /** How long a line may be silent where nothing is set. */
    public static final Duration IDLE = Duration.ofSeconds(60);

    /** The longest path of a Unix domain socket that every system takes, in bytes. */
    private static final int LONGEST_SOCKET = 103;

    public LineSettings {
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: '" + host + "' (expected: an address or a name)");
        }
        if (port != null && (port < 0 || port > 65_535)) {
            throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
        }
        if (socket != null && socket.toString().length() > LONGEST_SOCKET) {
            throw new IllegalArgumentException(
                    "socket: " + socket + " (expected: a path of at most " + LONGEST_SOCKET + " characters)");
        }
        if (tls && port == null) {
            throw new IllegalArgumentException("tls: true (expected: false without a port)");
        }
        if (firstByteWithin.isNegative()) {
            throw new IllegalArgumentException("firstByteWithin: " + firstByteWithin + " (expected: 0 or longer)");
        }
        if (idle.isNegative()) {
            throw new IllegalArgumentException("idle: " + idle + " (expected: 0 or longer)");
        }
    }

    /**
     * On a port alone, with the usual bounds.
     *
     * @param host the address of the network interface
     * @param port the port, 0 for a free one; null for none
     */
    public LineSettings(String host, @Nullable Integer port) {
        this(host, port, null, false, FIRST_BYTE, IDLE);
    }

    /**
     * Whether it listens anywhere.
     *
     * @return false without a port and a socket
     */
    public boolean isOn() {
        return port != null || socket != null;
    }
}
