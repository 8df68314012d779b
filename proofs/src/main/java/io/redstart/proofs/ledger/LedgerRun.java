package io.redstart.proofs.ledger;

import io.redstart.proofs.Population;
import io.redstart.proofs.Settings;
import io.redstart.proofs.Until;
import io.redstart.proofs.line.Cuts;
import io.redstart.proofs.line.FaultProxy;
import io.redstart.server.RedstartServer;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A server, clients that say a hundred messages a second each and are told as many, and lines that are cut again and
 * again.
 *
 * @param clients how many
 * @param cuts how many lines are cut at least; 0 for none
 * @param within how long that may take; without cuts how long the run is
 * @param frozen how long a line is frozen at most before its end is told
 * @param settings what the server is set to, beside what keeps a run short
 * @param up changes what clients say
 */
record LedgerRun(
        int clients,
        int cuts,
        Duration within,
        Duration frozen,
        List<String> settings,
        UnaryOperator<OutputStream> up) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int OPENING = 800;
    private static final int MOST = 32 * 1024;

    /** What came of it. */
    record Outcome(Totals totals, Cuts cuts, Ledger ledger) {
        @Override
        public String toString() {
            return totals + "; " + cuts + "\n" + ledger;
        }
    }

    /** Settings under which a session waits for any client that is cut that often. */
    static LedgerRun of(int cuts, Duration within) {
        return new LedgerRun(
                20,
                cuts,
                within,
                Duration.ofSeconds(1),
                Stream.concat(
                                Stream.of("sessions.replay-pushes=20000", "sessions.replay-bytes=16MiB"),
                                // what fails by its deadline is told, but it is not what is to be measured
                                cuts == 0 ? Stream.of() : Stream.of("sessions.ask-timeout=5m", "calls.timeout=5m"))
                        .toList(),
                UnaryOperator.identity());
    }

    /** The same with other settings. */
    LedgerRun with(List<String> others) {
        return new LedgerRun(clients, cuts, within, frozen, others, up);
    }

    /** The same with clients of which somebody changes what they say. */
    LedgerRun with(UnaryOperator<OutputStream> tampering) {
        return new LedgerRun(clients, cuts, within, frozen, settings, tampering);
    }

    private List<String> allSettings() {
        return Stream.concat(
                        Stream.of(
                                "protocol.heartbeat=300ms",
                                "protocol.pong-timeout=300ms",
                                "calls.max-calls=5000",
                                "calls.max-node=100000",
                                "calls.max-waiting=10000"),
                        settings.stream())
                .toList();
    }

    Outcome with(Players.Maker maker, long seed) throws Exception {
        Ledger ledger = new Ledger();
        LedgerApi api = new LedgerApi(ledger);
        Population population = new Population();
        Cuts faults = new Cuts(seed, new Cuts.Reach(OPENING, MOST, frozen));
        if (cuts == 0) {
            faults.heal();
        }
        try (RedstartServer server = RedstartServer.builder()
                        .settings(Settings.of(allSettings()))
                        .instance(api)
                        .observer(population)
                        .start();
                FaultProxy proxy = new FaultProxy(server.webSocketUri(), faults, up)) {
            try (Players players = maker.connect(proxy.uri(), clients, ledger)) {
                play(players, new Speaker(ledger, api, server.sessions(), clients), faults);
            }
            // a session whose first welcome was cut waits out its window, since nobody knows that it is there
            if (!Until.so(PATIENCE, () -> population.connections() == 0)) {
                throw new IllegalStateException("left over: " + population);
            }
        }
        return new Outcome(ledger.judged(), faults, ledger);
    }

    private void play(Players players, Speaker speaker, Cuts faults) throws Exception {
        ScheduledExecutorService ticking = Executors.newSingleThreadScheduledExecutor();
        try {
            Future<?> speaking = ticking.scheduleAtFixedRate(speaker::tick, 0, 10, TimeUnit.MILLISECONDS);
            players.start();
            if (cuts == 0) {
                faults.await(1, within); // which is never
            } else if (!faults.await(cuts, within)) {
                throw new TimeoutException("only " + faults.count() + " of " + cuts + " cuts in " + within);
            }
            speaking.cancel(false);
            throwIfFailed(speaking);
        } finally {
            ticking.shutdown();
            ticking.awaitTermination(10, TimeUnit.SECONDS);
        }
        faults.heal();
        players.finish();
        if (!Until.so(PATIENCE, () -> speaker.asked() == 0)) {
            throw new TimeoutException(speaker.asked() + " asks have no answer");
        }
    }

    private static void throwIfFailed(Future<?> speaking) throws ExecutionException, InterruptedException {
        if (speaking.isDone() && !speaking.isCancelled()) {
            speaking.get();
        }
    }
}
