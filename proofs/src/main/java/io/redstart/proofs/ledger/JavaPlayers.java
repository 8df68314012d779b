package io.redstart.proofs.ledger;

import io.redstart.client.RedstartClient;
import jakarta.websocket.ContainerProvider;
import jakarta.websocket.WebSocketContainer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Clients in this JVM. */
final class JavaPlayers implements Players {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(5);

    /** Kept for the next run: to stop one takes seconds. */
    private static final WebSocketContainer CONTAINER = ContainerProvider.getWebSocketContainer();

    private final List<JavaPlayer> players = new ArrayList<>();
    private final ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor();

    static Players connect(URI server, int clients, Ledger ledger) throws Exception {
        return connect(server, clients, ledger, LONG);
    }

    static Players connect(URI server, int clients, Ledger ledger, Duration timeout) throws Exception {
        JavaPlayers all = new JavaPlayers();
        for (int client = 0; client < clients; client++) {
            all.players.add(new JavaPlayer(
                    client,
                    RedstartClient.builder(server)
                            .container(CONTAINER)
                            .timeout(timeout)
                            .connect(),
                    ledger));
        }
        all.each(JavaPlayer::join);
        return all;
    }

    @Override
    public void start() {
        ticking.scheduleAtFixedRate(() -> players.forEach(JavaPlayer::tick), 0, 10, TimeUnit.MILLISECONDS);
    }

    @Override
    public void finish() throws Exception {
        ticking.shutdown();
        ticking.awaitTermination(10, TimeUnit.SECONDS);
        each(JavaPlayer::finished);
    }

    private void each(Function<JavaPlayer, CompletableFuture<?>> step) throws Exception {
        CompletableFuture.allOf(players.stream().map(step).toArray(CompletableFuture[]::new))
                .get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        ticking.shutdownNow();
        players.forEach(JavaPlayer::close);
    }
}
