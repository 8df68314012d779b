package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.server.admin.MetricsSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The listener for those who run the server. */
@Timeout(60)
class MetricsTest {
    @Api("todos")
    public static class Todos {
        @Call
        public String add(String title) {
            if (title.isEmpty()) {
                throw new CallException("no_title", "A todo needs a title");
            }
            return title;
        }
    }

    @Test
    void showsWhatHappened() throws Exception {
        try (RedstartServer server = start(0);
                WireClient client = WireClient.to(server)) {
            client.says(
                    "[\"hello\",{\"v\":1}]\n[\"call\",1,\"todos.add\",[\"milk\"]]\n[\"call\",2,\"todos.add\",[\"\"]]\nno JSON");
            assertThat(client.hears()).startsWith("[\"welcome\"");
            assertThat(client.hears()).startsWith("[\"ret\",1");
            assertThat(client.hears()).startsWith("[\"err\",2");
            await().untilAsserted(() -> assertThat(lines(server))
                    .contains(
                            "redstart_connections 1.0",
                            "redstart_connections_opened_total{door=\"websocket\"} 1.0",
                            "redstart_sessions 1.0",
                            "redstart_users 0.0",
                            "redstart_kept_sessions 0.0",
                            "redstart_sessions_opened_total 1.0",
                            "redstart_sessions_closed_total 0.0",
                            "redstart_protocol_errors_total 1.0",
                            "redstart_queued_bytes 0.0",
                            "redstart_replay_bytes 0.0",
                            "redstart_channels 0.0",
                            "redstart_channel_bytes 0.0",
                            "redstart_bundles 1.0",
                            "redstart_draining 0.0",
                            "redstart_calls_seconds_count{outcome=\"ok\",target=\"todos.add\"} 1",
                            "redstart_calls_seconds_count{outcome=\"no_title\",target=\"todos.add\"} 1",
                            "redstart_calls_seconds_bucket{outcome=\"ok\",target=\"todos.add\",le=\"+Inf\"} 1")
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                    .anyMatch(line -> line.startsWith("process_uptime_seconds "))
                    .anyMatch(line -> line.startsWith("jvm_threads_live_threads ")));

            client.says("[\"hello\",{\"v\":1}]".repeat(5));
            client.leaves();
            await().untilAsserted(() -> assertThat(lines(server))
                    .contains("redstart_connections 0.0")
                    .anyMatch(line -> line.startsWith("redstart_connections_closed_total{code=\"")
                            && line.endsWith(",door=\"websocket\"} 1.0")));
        }
    }

    @Test
    void saysThatItLivesAndIsReady() throws Exception {
        try (RedstartServer server = start(0)) {
            assertThat(ask(server, "GET /health/live"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("{\"status\":\"up\"}");
            assertThat(ask(server, "GET /health/ready"))
                    .startsWith("HTTP/1.1 200")
                    .endsWith("{\"status\":\"up\"}");
        }
    }

    @Test
    void servesNothingElse() throws Exception {
        try (RedstartServer server = start(0)) {
            assertThat(ask(server, "GET /")).startsWith("HTTP/1.1 404");
            assertThat(ask(server, "GET /redstart/health")).startsWith("HTTP/1.1 404");
            assertThat(ask(server, "POST /metrics")).startsWith("HTTP/1.1 405");
            assertThat(ask(server, "GET /metrics"))
                    .contains("Content-Type: text/plain; version=0.0.4; charset=utf-8", "nosniff", "no-store")
                    .doesNotContain("Server:");
            try (RawHttp main = RawHttp.to(server)) {
                assertThat(main.says("GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n").head())
                        .startsWith("HTTP/1.1 404");
            }
        }
    }

    @Test
    void isOffIfNotAskedFor() throws Exception {
        try (RedstartServer server =
                RedstartServer.builder().port(0).api(Todos.class).start()) {
            assertThat(server.metricsPort()).isZero();
        }
    }

    @Test
    void saysWhichPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> start(port))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Port " + port + " of 127.0.0.1 cannot be used for metrics: ")
                    .hasMessageEndingWith("Choose another with --set metrics.port=<port>");
        }
    }

    private static RedstartServer start(int port) throws Exception {
        ServerSettings settings = new ServerSettings();
        return RedstartServer.builder()
                .settings(new ServerSettings(
                        settings.http().on(0),
                        settings.websocket(),
                        settings.door(),
                        settings.connections(),
                        settings.admission(),
                        settings.protocol(),
                        settings.auth(),
                        settings.sessions(),
                        settings.sessionStore(),
                        settings.calls(),
                        settings.packets(),
                        settings.channels(),
                        settings.workers(),
                        settings.deploy(),
                        settings.web(),
                        new MetricsSettings("127.0.0.1", port),
                        settings.logging(),
                        settings.namespaces(),
                        settings.registration(),
                        settings.data(),
                        settings.bundles()))
                .api(Todos.class)
                .start();
    }

    private static List<String> lines(RedstartServer server) throws IOException {
        return ask(server, "GET /metrics").lines().toList();
    }

    private static String ask(RedstartServer server, String what) throws IOException {
        try (RawHttp line = RawHttp.to(server.metricsPort())) {
            return line.says(what + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                    .rest();
        }
    }
}
