package io.redstart.server.door.tcp;

import io.redstart.api.Handshake;
import io.redstart.server.door.Arrival;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Who is at the other end of a line, as far as the line shows it.
 *
 * @param address where it is; unresolved on a Unix domain socket
 * @param kind what the line is
 */
public record LinePeer(InetSocketAddress address, Kind kind) {
    /** The name of the header that tells an authenticator what a line is. */
    private static final String HEADER = "line";

    /** What a line is. */
    public enum Kind {
        /** TCP, as anybody on the way may read it. */
        TCP,
        /** TLS on TCP. */
        TLS,
        /** A Unix domain socket of this machine. */
        UNIX
    }

    static LinePeer of(SocketAddress remote, boolean secure) {
        if (!(remote instanceof InetSocketAddress address)) {
            return new LinePeer(Arrival.UNKNOWN, Kind.UNIX);
        }
        return new LinePeer(address, secure ? Kind.TLS : Kind.TCP);
    }

    /**
     * What an authenticator is asked with: lines have no url, so the path is the door's, and a header {@code line} says
     * what it is: {@code tcp}, {@code tls} or {@code unix}.
     *
     * @param door the door's name, such as {@code sockhop}
     * @return the handshake, without a token
     */
    public Handshake handshake(String door) {
        String line = kind.name().toLowerCase(Locale.ROOT);
        return new Handshake(
                "/" + door, Map.of(), Map.of(HEADER, List.of(line)), address, null, Handshake.Stage.UPGRADE);
    }
}
