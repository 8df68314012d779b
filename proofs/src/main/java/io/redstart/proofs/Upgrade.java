package io.redstart.proofs;

import java.util.ArrayList;
import java.util.List;

/** Asks a server to open its WebSocket, byte by byte. */
public final class Upgrade {
    private Upgrade() {}

    /**
     * A request for {@code /ws}.
     *
     * @param headers more lines of its head
     * @return the whole request
     */
    public static String request(String... headers) {
        List<String> lines = new ArrayList<>(List.of(
                "GET /ws HTTP/1.1",
                "Host: localhost",
                "Upgrade: websocket",
                "Connection: Upgrade",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="));
        lines.addAll(List.of(headers));
        return String.join("\r\n", lines) + "\r\n\r\n";
    }
}
