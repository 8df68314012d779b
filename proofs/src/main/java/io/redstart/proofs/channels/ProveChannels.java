package io.redstart.proofs.channels;

import io.redstart.proofs.Row;
import java.util.concurrent.ThreadLocalRandom;

/** Ten thousand rounds of {@link ChannelRace}; the seed may be given. */
public final class ProveChannels {
    private static final int ROUNDS = 10_000;

    private ProveChannels() {}

    /**
     * Prints a row.
     *
     * @param args a seed, or nothing
     * @throws Exception if a round does not come to its end
     */
    public static void main(String[] args) throws Exception {
        long seed = args.length > 0
                ? Long.parseLong(args[0])
                : ThreadLocalRandom.current().nextLong();
        ChannelRace.Outcome outcome = new ChannelRace(ROUNDS, seed).run();
        boolean holds = outcome.equals(new ChannelRace.Outcome(ROUNDS, 0, 0, 0));
        new Row(
                        "clients join while states are set, changed and end, seed " + seed,
                        outcome.rounds() + " rounds, " + outcome.different() + " states differ, " + outcome.wrong()
                                + " pushes out of order, " + outcome.left() + " channels left",
                        ROUNDS + ", 0, 0, 0",
                        holds)
                .print();
        System.exit(holds ? 0 : 1);
    }
}
