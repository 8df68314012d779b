package io.redstart.client;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only sockets show. */
@Timeout(60)
class SocketTest {
    private static final long DEADLINE = 20;

    interface Hands {
        String echo(String text);
    }

    @Test
    void opensCallsAndLeavesNoThreadBehind() throws Exception {
        try (var server = new SocketServer(0)) {
            Set<Thread> before = Thread.getAllStackTraces().keySet();
            List<Thread> ours;
            try (RedstartClient client = RedstartClient.builder(server.uri()).connect()) {
                assertThat(client.opened().get(DEADLINE, SECONDS)).isSameAs(client);
                assertThat(client.api(Hands.class).echo("clap")).isEqualTo("clap");
                assertThat(server.subprotocols).containsExactly("redstart.v1");
                ours = Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !before.contains(thread) && isOurs(thread))
                        .toList();
                assertThat(ours).hasSizeGreaterThan(3);
            }
            for (Thread thread : ours) {
                thread.join(SECONDS.toMillis(DEADLINE));
                assertThat(thread.isAlive()).as(thread.getName()).isFalse();
            }
        }
    }

    /** The client's and its container's; not the server's, nor what the JVM keeps for virtual threads. */
    private static boolean isOurs(Thread thread) {
        return Stream.of("redstart", "WebSocket@", "HttpClient@").anyMatch(thread.getName()::startsWith);
    }

    @Test
    void sendsManyCallsAtOnce() throws Exception {
        try (var server = new SocketServer(0);
                RedstartClient client = RedstartClient.builder(server.uri()).connect()) {
            client.opened().get(DEADLINE, SECONDS);
            List<CompletableFuture<Integer>> calls = new ArrayList<>();
            for (int count = 0; count < 5_000; count++) {
                calls.add(client.call("echo", int.class, count));
            }
            for (int count = 0; count < calls.size(); count++) {
                assertThat(calls.get(count).get(DEADLINE, SECONDS)).isEqualTo(count);
            }
        }
    }

    @Test
    void carriesAMessageOfOneMebibyte() throws Exception {
        try (var server = new SocketServer(0);
                RedstartClient client = RedstartClient.builder(server.uri()).connect()) {
            client.opened().get(DEADLINE, SECONDS);
            String large = "ä".repeat(1 << 19);
            assertThat(client.call("echo", String.class, large).get(DEADLINE, SECONDS))
                    .isEqualTo(large);
        }
    }

    @Test
    void comesBackAfterACutAndAsksAgain() throws Exception {
        try (var server = new SocketServer(0);
                RedstartClient client = RedstartClient.builder(server.uri()).connect()) {
            BlockingQueue<ConnectionState> states = new LinkedBlockingQueue<>();
            client.onState(states::add);
            client.opened().get(DEADLINE, SECONDS);
            var call = client.call("cut_once", String.class);
            assertThat(call.get(DEADLINE, SECONDS)).isEqualTo("after the cut");
            assertThat(server.hellos).hasValue(2);
            assertThat(states).contains(new ConnectionState.Open(true, null));
        }
    }

    @Test
    void waitsForAServerThatIsNotThereYet() throws Exception {
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        var uri = java.net.URI.create("ws://127.0.0.1:" + port + "/ws");
        try (RedstartClient client = RedstartClient.builder(uri).connect()) {
            var away = new CompletableFuture<ConnectionState>();
            client.onState(away::complete);
            assertThat(away.get(DEADLINE, SECONDS)).isInstanceOf(ConnectionState.Away.class);
            var call = client.call("echo", String.class, "here");
            try (var server = new SocketServer(port)) {
                assertThat(call.get(DEADLINE, SECONDS)).isEqualTo("here");
                assertThat(server.hellos).hasValue(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403})
    void staysAwayWhenItIsRefusedBeforeTheUpgrade(int status) throws Exception {
        try (var server = new SocketServer(0)) {
            server.refuse(status, null);
            try (RedstartClient client = RedstartClient.builder(server.uri()).connect()) {
                assertThat(client.opened().handle((open, failure) -> failure).get(DEADLINE, SECONDS))
                        .hasMessageContaining("HTTP " + status);
                assertThat(client.state()).isEqualTo(new ConnectionState.Closed(status, "HTTP " + status, true));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void waitsAsLongAsItIsAskedToBeforeTheUpgrade(int status) throws Exception {
        try (var server = new SocketServer(0)) {
            server.refuse(status, "3000");
            try (RedstartClient client = RedstartClient.builder(server.uri()).connect()) {
                var away = new CompletableFuture<ConnectionState>();
                client.onState(away::complete);
                assertThat(away.get(DEADLINE, SECONDS))
                        .isEqualTo(new ConnectionState.Away(Duration.ofMinutes(50), 2, status, "HTTP " + status));
            }
        }
    }

    @Test
    void aCallbackMayWaitForAnAnswer() throws Exception {
        try (var server = new SocketServer(0);
                RedstartClient client = RedstartClient.builder(server.uri()).connect()) {
            var heard = new LinkedBlockingQueue<String>();
            client.on("told", String.class, text -> {
                heard.add("callback");
                heard.add(client.api(Hands.class).echo(text));
            });
            assertThat(client.call("tell", boolean.class, "x").get(DEADLINE, SECONDS))
                    .isTrue();
            assertThat(heard).containsExactly("callback", "x"); // what is told comes before the answer
        }
    }

    @Test
    void aCallbackMayWaitForWhatItMayUse() throws Exception {
        try (var server = new SocketServer(0);
                RedstartClient client = RedstartClient.builder(server.uri()).connect()) {
            var heard = new LinkedBlockingQueue<Boolean>();
            client.on("told", String.class, text -> heard.add(client.can(text).join()));
            assertThat(client.call("tell", boolean.class, "echo").get(DEADLINE, SECONDS))
                    .isTrue();
            assertThat(heard).containsExactly(true);
        }
    }

    @Test
    void leavesWhenItIsSentAway() throws Exception {
        try (var server = new SocketServer(0);
                RedstartClient client = RedstartClient.builder(server.uri()).connect()) {
            var closed = new CompletableFuture<ConnectionState>();
            client.onState(state -> {
                if (state instanceof ConnectionState.Closed) {
                    closed.complete(state);
                }
            });
            client.opened().get(DEADLINE, SECONDS);
            var call = client.call("ban", String.class);
            assertThat(closed.get(DEADLINE, SECONDS)).isEqualTo(new ConnectionState.Closed(4507, "banned", true));
            assertThat(call.handle((answer, failure) -> failure.getMessage()).get(DEADLINE, SECONDS))
                    .contains("banned");
        }
    }
}
