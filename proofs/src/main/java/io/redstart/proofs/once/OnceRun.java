package io.redstart.proofs.once;

import io.redstart.client.CallOptions;
import io.redstart.client.RedstartClient;
import io.redstart.proofs.Node;
import io.redstart.proofs.Settings;
import io.redstart.proofs.line.Cut;
import io.redstart.proofs.line.Cuts;
import io.redstart.proofs.line.Direction;
import io.redstart.proofs.line.FaultProxy;
import io.redstart.server.RedstartServer;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Clients that call one after the other, each on a line of its own, which is cut when the method has run and before a
 * byte of the answer has passed.
 *
 * @param clients how many, at the same time
 * @param calls how many calls each of them makes
 * @param keys whether the session is lost with each line, and calls have an idempotency key
 */
record OnceRun(int clients, int calls, boolean keys) {
    private static final long PATIENCE_SECONDS = 240;

    /**
     * What came of it.
     *
     * @param called how many calls had their effect
     * @param effects how many effects there were
     * @param answered how many calls were answered as they should be
     * @param cuts how many lines were cut before an answer
     */
    record Outcome(int called, int effects, int answered, int cuts) {}

    /** Makes all calls on these lines, and tells how many were answered. */
    @FunctionalInterface
    interface Callers {
        int call(List<URI> lines, int calls, boolean keys) throws Exception;
    }

    Outcome with(Callers callers, long seed) throws Exception {
        Random random = new Random(seed);
        Cuts cuts = new Cuts(seed, new Cuts.Reach(1, 1, Duration.ZERO));
        List<FaultProxy> lines = new ArrayList<>();
        OnceApi api = new OnceApi(client -> lines.get(client).endsWith(before(random)));
        try (RedstartServer server = RedstartServer.builder()
                .settings(Settings.of(List.of("protocol.heartbeat=0s", "sessions.window=" + (keys ? "0s" : "2m"))))
                .instance(api)
                .api(OnceApi.Users.class)
                .start()) {
            for (int client = 0; client < clients; client++) {
                lines.add(new FaultProxy(server.webSocketUri(), cuts, Cut.NEVER));
            }
            int answered = callers.call(lines.stream().map(FaultProxy::uri).toList(), calls, keys);
            return new Outcome(api.calls(), api.effects(), answered, cuts.count());
        } finally {
            lines.forEach(FaultProxy::close);
        }
    }

    /** No more bytes to the client. */
    private static Cut before(Random random) {
        Cut.Kind kind;
        synchronized (random) {
            kind = List.of(Cut.Kind.values()).get(random.nextInt(3));
        }
        return new Cut(kind, Direction.DOWN, 0, Duration.ofMillis(5), Duration.ofMillis(20));
    }

    static int java(List<URI> lines, int calls, boolean keys) throws Exception {
        WebSocketContainer container = ContainerProvider.getWebSocketContainer();
        AtomicInteger answered = new AtomicInteger();
        List<RedstartClient> clients = new ArrayList<>();
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (URI line : lines) {
            int number = clients.size();
            RedstartClient client = RedstartClient.builder(line)
                    .container(container)
                    .token("user" + number)
                    .connect();
            clients.add(client);
            CompletableFuture<?> last = CompletableFuture.completedFuture(null);
            for (int n = 0; n < calls; n++) {
                int call = n;
                last = last.thenCompose(before -> call(client, number, call, keys))
                        .thenAccept(answer -> answered.addAndGet(answer == call ? 1 : 0));
            }
            all.add(last);
        }
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        clients.forEach(RedstartClient::close);
        return answered.get();
    }

    private static CompletableFuture<Integer> call(RedstartClient client, int number, int n, boolean keys) {
        return keys
                ? client.with(CallOptions.NONE.key(number + "-" + n)).call("once.doesByKey", Integer.class, number, n)
                : client.call("once.does", Integer.class, number, n);
    }

    static int javaScript(List<URI> lines, int calls, boolean keys) throws Exception {
        AtomicInteger answered = new AtomicInteger();
        String urls = lines.stream().map(URI::toString).collect(Collectors.joining(","));
        Node node =
                Node.run("once.js", line -> answered.addAndGet(Integer.parseInt(line)), urls, "" + calls, "" + keys);
        try {
            node.await("calls", PATIENCE_SECONDS);
        } finally {
            node.end(10, TimeUnit.SECONDS);
        }
        return answered.get();
    }
}
