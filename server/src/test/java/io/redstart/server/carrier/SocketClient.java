package io.redstart.server.carrier;

import io.redstart.server.TestIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client on a real socket that says lines as they are and shows what it hears. */
final class SocketClient implements WebSocket.Listener {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().sslContext(TestIdentity.trusting()).build();
    private static final long PATIENCE_SECONDS = 20;

    private final BlockingQueue<String> frames = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final Deque<String> lines = new ArrayDeque<>();
    private final StringBuilder partial = new StringBuilder();
    private volatile boolean reads = true;
    private WebSocket socket;

    /** Connects with headers, given as names and values in turn. */
    static SocketClient connect(URI uri, String... headers) {
        SocketClient client = new SocketClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().subprotocols("redstart.v1");
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        client.socket = builder.buildAsync(uri, client).join();
        return client;
    }

    /** How a server refuses: {@code HTTP 401}, or {@code close 4501}. */
    static String refusal(URI uri, String... headers) throws Exception {
        try {
            return "close " + connect(uri, headers).closeCode();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof WebSocketHandshakeException refused) {
                return "HTTP " + refused.getResponse().statusCode();
            }
            throw failed;
        }
    }

    /** Says hello and gives back the welcome. */
    String greet() throws InterruptedException {
        say("[\"hello\",{\"v\":1}]");
        return next();
    }

    void say(String... messages) {
        socket.sendText(String.join("\n", messages), true).join();
    }

    void sayPart(String part) {
        socket.sendText(part, false).join();
    }

    void sayBytes(byte... bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    String next() throws InterruptedException {
        while (lines.isEmpty()) {
            nextFrame().lines().forEach(lines::add);
        }
        return lines.remove();
    }

    String nextFrame() throws InterruptedException {
        String frame = frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("Nothing was heard");
        }
        return frame;
    }

    boolean hasHeardAll() {
        return lines.isEmpty() && frames.isEmpty();
    }

    String ping(String text) throws InterruptedException {
        socket.sendPing(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8))).join();
        return String.valueOf(pongs.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    void stopReading() {
        reads = false;
    }

    void readOn() {
        reads = true;
        socket.request(1);
    }

    /** The code the server closed with; waits for it. */
    int closeCode() throws Exception {
        return closed.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    /** Goes without a word. */
    void vanish() {
        socket.abort();
    }

    String subprotocol() {
        return socket.getSubprotocol();
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
        partial.append(part);
        if (last) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        more(from);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer part, boolean last) {
        byte[] bytes = new byte[part.remaining()];
        part.get(bytes);
        partial.append(HexFormat.of().formatHex(bytes));
        if (last) {
            frames.add("binary " + partial);
            partial.setLength(0);
        }
        more(from);
        return null;
    }

    @Override
    public CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
        pongs.add(StandardCharsets.UTF_8.decode(payload).toString());
        more(from);
        return null;
    }

    private void more(WebSocket from) {
        if (reads) {
            from.request(1);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return null;
    }

    @Override
    public void onError(WebSocket from, Throwable broken) {
        closed.complete(1006);
    }
}
