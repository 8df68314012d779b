package io.redstart.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client that speaks the wire by hand, over a real socket. */
final class WireClient implements AutoCloseable {
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    private WireClient(URI uri, Map<String, String> headers) {
        WebSocket.Builder builder = HttpClient.newBuilder()
                .sslContext(TestIdentity.trusting())
                .build()
                .newWebSocketBuilder()
                .subprotocols("redstart.v1");
        headers.forEach(builder::header);
        socket = builder.buildAsync(uri, new Listener()).join();
    }

    static WireClient to(RedstartServer server) {
        return to(server.webSocketUri(), Map.of());
    }

    static WireClient to(URI server, Map<String, String> headers) {
        return new WireClient(server, headers);
    }

    WireClient says(String message) {
        socket.sendText(message, true).join();
        return this;
    }

    WireClient says(byte[] packet) {
        socket.sendBinary(ByteBuffer.wrap(packet), true).join();
        return this;
    }

    /** The next message; {@code "nothing"} if none comes for a long time. */
    String hears() throws InterruptedException {
        String next = heard.poll(20, TimeUnit.SECONDS);
        return next == null ? "nothing" : next;
    }

    /** Goes without a word. */
    void leaves() {
        socket.abort();
    }

    @Override
    public void close() {
        leaves();
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                text.toString().lines().forEach(heard::add);
                text.setLength(0);
            }
            from.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable broken) {
            heard.add("broken");
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            heard.add("closed " + code);
            return null;
        }
    }
}
