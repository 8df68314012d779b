package io.redstart.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.CompletionException;

/** A client that is to be refused before it has a WebSocket. */
final class RawRefusal {
    private RawRefusal() {}

    /** The status it is refused with; 101 if it is let in. */
    static int status(URI uri) {
        try {
            HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("redstart.v1")
                    .buildAsync(uri, new WebSocket.Listener() {})
                    .join()
                    .abort();
            return 101;
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse().statusCode();
            }
            throw failed;
        }
    }
}
