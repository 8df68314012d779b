package io.redstart.proofs.once;

import io.redstart.proofs.Row;
import java.util.concurrent.ThreadLocalRandom;

/** A thousand calls, each cut off from its answer; the seed may be given. */
public final class ProveOnce {
    private ProveOnce() {}

    /**
     * Prints a row for each client library.
     *
     * @param args a seed, or nothing
     * @throws Exception if a run does not come to its end
     */
    public static void main(String[] args) throws Exception {
        long seed = args.length > 0
                ? Long.parseLong(args[0])
                : ThreadLocalRandom.current().nextLong();
        boolean holds = prove("client-java", OnceRun::java, false, seed);
        holds &= prove("client-js", OnceRun::javaScript, false, seed);
        holds &= prove("client-java, a fresh session each time, keys", OnceRun::java, true, seed);
        holds &= prove("client-js, a fresh session each time, keys", OnceRun::javaScript, true, seed);
        System.exit(holds ? 0 : 1);
    }

    private static boolean prove(String library, OnceRun.Callers callers, boolean keys, long seed) throws Exception {
        OnceRun.Outcome outcome = new OnceRun(50, 20, keys).with(callers, seed);
        boolean holds = outcome.equals(new OnceRun.Outcome(1_000, 1_000, 1_000, 1_000));
        new Row(
                        "calls cut before their answer, " + library + ", seed " + seed,
                        outcome.cuts() + " cut, " + outcome.effects() + " effects, " + outcome.answered() + " answered",
                        "1000, 1000, 1000",
                        holds)
                .print();
        return holds;
    }
}
