package io.redstart.server;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** A server with a namespace {@code shop} whose channels are for its users, and the door of Fire Web Socket. */
final class FireServer implements AutoCloseable {
    static final String KEY = "shop-".repeat(13);

    private final HttpClient http = HttpClient.newHttpClient();
    private final RedstartServer server;

    private FireServer(RedstartServer server) {
        this.server = server;
    }

    static FireServer in(Path folder, List<String> settings, Class<?>... apis) throws Exception {
        Path file = Files.writeString(folder.resolve("fire.yaml"), """
                http: {port: 0, host: 127.0.0.1}
                door: {fire: {path: /socket}}
                namespaces:
                  shop:
                    secret-key: '%s'
                    channels:
                      '*': {join: users, read: users, presence: false}
                """.formatted(KEY));
        List<String> all = Stream.concat(Stream.of(), settings.stream()).toList();
        return new FireServer(RedstartServer.builder()
                .settings(new SettingsReader(Map.of()).read(file, all).settings())
                .namespace("shop", shop -> shop.api(apis))
                .start());
    }

    RedstartServer server() {
        return server;
    }

    /** What a page says to be let in. */
    static String auth(String payload) throws Exception {
        return "{\"event\":\"auth\",\"data\":{\"i\":\"shop\",\"s\":\"" + NamespaceKeysTest.token("HS256", payload, KEY)
                + "\"}}";
    }

    /** Messages as SockJS sends them. */
    static String framed(String... messages) {
        return Stream.of(messages)
                .map(message -> "\"" + message.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }

    URI at(String path) {
        return server.uri().resolve(path);
    }

    WireClient opens(String path) {
        return WireClient.to(URI.create("ws" + at(path).toString().substring("http".length())), Map.of());
    }

    /** Somebody in control of the namespace, by the native door. */
    WireClient control() throws Exception {
        WireClient control = opens("/ws/shop");
        control.says("[\"hello\",{\"token\":\"" + KEY + "\"}]").hears();
        return control;
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(at(path));
    }

    HttpResponse<String> asks(HttpRequest request) throws Exception {
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> later(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<Stream<String>>> streams(HttpRequest request) {
        return http.sendAsync(request, HttpResponse.BodyHandlers.ofLines());
    }

    HttpResponse<String> gets(String path) throws Exception {
        return asks(request(path).build());
    }

    HttpResponse<String> posts(String path, String body) throws Exception {
        return asks(
                request(path).POST(HttpRequest.BodyPublishers.ofString(body)).build());
    }

    CompletableFuture<HttpResponse<String>> polls(String session) {
        return later(request("/socket/" + session + "/xhr")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build());
    }

    /** The next frame of a session that is polled. */
    String polled(String session) throws Exception {
        return polls(session).get(20, java.util.concurrent.TimeUnit.SECONDS).body();
    }

    @Override
    public void close() {
        server.close();
    }
}
