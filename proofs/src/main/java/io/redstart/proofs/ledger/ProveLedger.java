package io.redstart.proofs.ledger;

import io.redstart.proofs.Row;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** The ledger over thousands of cuts; the seed may be given. */
public final class ProveLedger {
    private static final int CUTS = 5_000;
    private static final Duration WITHIN = Duration.ofMinutes(30);

    private ProveLedger() {}

    /**
     * Prints a row for each client library.
     *
     * @param args a seed and how many cuts, or nothing
     * @throws Exception if a run does not come to its end
     */
    public static void main(String[] args) throws Exception {
        long seed = args.length > 0
                ? Long.parseLong(args[0])
                : ThreadLocalRandom.current().nextLong();
        int cuts = args.length > 1 ? Integer.parseInt(args[1]) : CUTS;
        boolean java = prove("client-java", JavaPlayers::connect, seed, cuts);
        boolean javaScript = prove("client-js", NodePlayers::connect, seed, cuts);
        System.exit(java && javaScript ? 0 : 1);
    }

    private static boolean prove(String library, Players.Maker players, long seed, int cuts) throws Exception {
        LedgerRun.Outcome outcome = LedgerRun.of(cuts, WITHIN).with(players, seed);
        System.err.println(library + ": " + outcome);
        new Row(
                        "ledger, " + library + ", " + outcome.cuts() + ", "
                                + outcome.totals().said() + " messages",
                        outcome.totals().toString(),
                        "0, 0, 0, 0",
                        outcome.totals().areClean())
                .print();
        return outcome.totals().areClean();
    }
}
