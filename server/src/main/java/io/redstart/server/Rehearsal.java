package io.redstart.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Starts a server with nothing in it, lets a client in, and stops: so that the JVM has loaded what every start needs, and can
 * put it into an archive.
 */
final class Rehearsal {
    private static final int WITHIN_SECONDS = 30;

    private Rehearsal() {}

    static void run() throws Exception {
        ServerSettings defaults = new ServerSettings();
        ServerSettings here = defaults.with(defaults.http().onlyHere());
        try (RedstartServer server = RedstartServer.builder().settings(here).start()) {
            CompletableFuture<CharSequence> heard = new CompletableFuture<>();
            WebSocket client = HttpClient.newHttpClient()
                    .newWebSocketBuilder()
                    .subprotocols("redstart.v1")
                    .buildAsync(URI.create("ws://127.0.0.1:" + server.port() + "/ws"), new FirstText(heard))
                    .get(WITHIN_SECONDS, TimeUnit.SECONDS);
            client.sendText("[\"hello\",{\"v\":1}]\n[\"call\",1,\"rehearsal.nothing\",[]]", true)
                    .get(WITHIN_SECONDS, TimeUnit.SECONDS);
            heard.get(WITHIN_SECONDS, TimeUnit.SECONDS);
            client.abort();
        }
    }

    private record FirstText(CompletableFuture<CharSequence> heard) implements WebSocket.Listener {
        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            heard.complete(text);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket socket, Throwable broken) {
            heard.completeExceptionally(broken);
        }
    }
}
