package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients and load balancers see of a server that stops. */
@Timeout(60)
class DrainTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init")
    private RedstartServer server;

    private CompletableFuture<Void> stopped = new CompletableFuture<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void saysThatItStopsBeforeItLetsNobodyIn() throws Exception {
        start(LONG, LONG);
        Thread closing = new Thread(server::close);
        closing.start();
        await().until(() -> ask("GET /redstart/health").startsWith("HTTP/1.1 503"));

        try (RawHttp client = RawHttp.to(server)) {
            assertThat(client.opens("Host: a").head()).startsWith("HTTP/1.1 101");
        }
        // whoever is in a hurry may interrupt it
        closing.interrupt();
        closing.join();
    }

    @Test
    void letsRunningCallsEndAndNobodyIn() throws Exception {
        start(Duration.ZERO, LONG);
        try (RawHttp client = welcome();
                RawHttp other = welcome()) {
            client.frame("[\"call\",1,\"slow.hold\",[]]");
            client.frame("[\"call\",2,\"slow.interrupted\",[7]]");
            assertThat(client.frame()).startsWith("[\"err\",2,{\"code\":\"invalid\"");
            close();

            assertThat(client.frame())
                    .isEqualTo("[\"bye\",{\"code\":4001,\"reason\":\"The server stops\",\"retry\":0}]");
            assertThat(other.frame())
                    .isEqualTo("[\"bye\",{\"code\":4001,\"reason\":\"The server stops\",\"retry\":0}]");
            assertThat(other.frame()).isEqualTo("close 4001");
            other.leaves();
            try (RawHttp late = RawHttp.to(server)) {
                assertThat(late.opens("Host: a").head())
                        .startsWith("HTTP/1.1 503")
                        .contains("Retry-After: 1\r\n", "nosniff");
            }
            client.frame("[\"call\",3,\"slow.hold\",[]]");
            assertThat(client.frame()).startsWith("[\"err\",3,{\"code\":\"unavailable\"");
            client.frame("[\"cast\",\"slow.release\",[]]");

            assertThat(client.frame()).isEqualTo("[\"ret\",1,\"released\"]");
            assertThat(client.frame()).isEqualTo("close 4001");
            client.leaves();
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void tellsOfWhatItGivesUp() throws Exception {
        start(Duration.ZERO, Duration.ofSeconds(2));
        try (RawHttp client = welcome()) {
            client.frame("[\"call\",1,\"slow.ticks\",[],{\"n\":5}]");
            assertThat(client.frame()).isEqualTo("[\"item\",1,1,\"tick\"]");
            client.frame("[\"call\",2,\"slow.interrupted\",[]]");
            assertThat(client.frame()).startsWith("[\"evt\",1,null,\"begun\",null");
            client.frame("[\"call\",3,\"slow.hold\",[]]");
            client.frame("[\"call\",4,\"slow.nothing\",[]]"); // answered when the one before it has arrived
            assertThat(client.frame()).startsWith("[\"err\",4,{\"code\":\"not_found\"");
            close();

            assertThat(client.frame()).startsWith("[\"bye\",{\"code\":4001,");
            assertThat(lines(client, 3))
                    .containsExactlyInAnyOrder(
                            "[\"end\",1,{\"code\":\"unavailable\",\"message\":\"The server stops\",\"retry\":0}]",
                            "[\"err\",2,{\"code\":\"unknown_outcome\",\"message\":\"The server stops\"}]",
                            // it waited for the one before it
                            "[\"err\",3,{\"code\":\"unavailable\",\"message\":\"The server stops\",\"retry\":0}]");
            assertThat(client.frame()).isEqualTo("close 4001");
            client.leaves();
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void doesNotWaitForWhoeverDoesNotRead() throws Exception {
        start(Duration.ZERO, Duration.ofSeconds(1));
        try (RawHttp client = welcome()) {
            client.frame("[\"cast\",\"slow.flood\",[]]");
            client.frame("[\"call\",1,\"slow.hold\",[]]");
            close();
            stopped.get(20, TimeUnit.SECONDS);
        }
    }

    /** The lines of as many frames as hold that many. */
    private static List<String> lines(RawHttp client, int count) throws IOException {
        List<String> lines = new ArrayList<>();
        while (lines.size() < count) {
            String frame = client.frame();
            Objects.requireNonNull(frame, "the line ended").lines().forEach(lines::add);
        }
        return lines;
    }

    private void start(Duration delay, Duration within) throws Exception {
        server = RedstartServer.builder()
                .settings(new ServerSettings().with(TestHttp.draining(delay, within)))
                .api(SlowApi.class)
                .start();
    }

    private void close() {
        stopped = CompletableFuture.runAsync(server::close, task -> new Thread(task, "closing").start());
    }

    private RawHttp welcome() throws IOException {
        RawHttp client = RawHttp.to(server);
        client.opens("Host: a");
        assertThat(client.head()).startsWith("HTTP/1.1 101");
        client.frame("[\"hello\",{\"v\":1}]");
        assertThat(client.frame()).startsWith("[\"welcome\"");
        return client;
    }

    private String ask(String what) throws IOException {
        try (RawHttp line = RawHttp.to(server)) {
            return line.says(what + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
                    .rest();
        }
    }
}
