package io.redstart.server.door.sockhop;

import io.redstart.server.door.tcp.LineSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The door for clients of sockhop.
 *
 * @param host the address of the network interface
 * @param port the port, 0 for a free one; null for no such listener
 * @param socket where a Unix domain socket is made; null for none
 * @param tls whether TLS is spoken on the port, with the certificate of {@code http.tls}
 * @param namespace the namespace it leads to
 * @param peerType what its clients speak
 * @param terminator what ends a line; {@code \n}, {@code \r}, {@code \t}, {@code \0} and {@code \\} as in JSON
 * @param sentTerminator what ends a line of the server; empty for the same
 * @param allowNonObjects whether a text alone on a line, and what is no JSON, is taken as a text from clients that speak JSON
 * @param binary whether clients that ask for it may go over to binary frames
 * @param ping how often a client is pinged, which is closed when the fourth ping in a row was not answered; 0 for never. Only
 *     clients of sockhop answer pings
 * @param firstByteWithin how long a client may take until it says something or answers a ping; 0 for any time
 * @param idle for how long nothing may be said, in either direction; 0 for any time
 */
public record SockhopSettings(
        String host,
        @Nullable Integer port,
        @Nullable Path socket,
        boolean tls,
        String namespace,
        PeerType peerType,
        String terminator,
        String sentTerminator,
        boolean allowNonObjects,
        boolean binary,
        Duration ping,
        Duration firstByteWithin,
        Duration idle) {
    private static final String LINE_BREAK = "\\n";

    /** The settings where nothing is set: the door is shut. */
    public SockhopSettings() {
        this("127.0.0.1", null);
    }

    /**
     * On a port alone.
     *
     * @param host the address of the network interface
     * @param port the port, 0 for a free one; null for no such listener
     */
    public SockhopSettings(String host, @Nullable Integer port) {
        this(
                host,
                port,
                null,
                false,
                "default",
                PeerType.SOCKHOP,
                LINE_BREAK,
                "",
                false,
                true,
                Duration.ofSeconds(10),
                LineSettings.FIRST_BYTE,
                LineSettings.IDLE);
    }

    public SockhopSettings {
        new LineSettings(host, port, socket, tls, firstByteWithin, idle);
        Terminator.bytes("terminator", terminator);
        if (!sentTerminator.isEmpty()) {
            Terminator.bytes("sentTerminator", sentTerminator);
        }
        if (ping.isNegative()) {
            throw new IllegalArgumentException("ping: " + ping + " (expected: 0 or longer)");
        }
    }

    /**
     * Whether the door is open.
     *
     * @return false without a port and a socket
     */
    public boolean isOn() {
        return lines().isOn();
    }

    /**
     * Where it listens.
     *
     * @return the part of the settings that any door has that is no WebSocket
     */
    public LineSettings lines() {
        return new LineSettings(host, port, socket, tls, firstByteWithin, idle);
    }

    byte[] heardTerminator() {
        return Terminator.bytes("terminator", terminator);
    }

    byte[] saidTerminator() {
        return sentTerminator.isEmpty() ? heardTerminator() : Terminator.bytes("sentTerminator", sentTerminator);
    }
}
