package io.redstart.benchmarks.soak;

import java.util.Iterator;
import java.util.List;

/**
 * What is asked of the soak.
 *
 * @param pinned whether the server gets the first core to itself
 * @param seconds how long it runs
 * @param every after how many seconds it is looked at each time
 * @param clients how many clients there are at once
 * @param seed decides what clients do, and when
 */
record SoakOptions(boolean pinned, int seconds, int every, int clients, long seed) {
    static final String HELP = """
            benchmarks/soak [options]
              --minutes <n>   how long it runs (10)
              --every <n>     after how many seconds it prints a row (60)
              --clients <n>   how many clients there are at once (64)
              --seed <n>      decides what clients do, and when
            """;

    static SoakOptions of(String... args) {
        boolean pinned = false;
        int minutes = 10;
        int every = 60;
        int clients = 64;
        int seed = 1;
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--pinned" -> pinned = true;
                case "--minutes" -> minutes = number(rest);
                case "--every" -> every = number(rest);
                case "--clients" -> clients = number(rest);
                case "--seed" -> seed = number(rest);
                default -> throw new IllegalArgumentException("There is no option '" + option + "'");
            }
        }
        return new SoakOptions(pinned, minutes * 60, every, clients, seed);
    }

    private static int number(Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("The last option needs a value");
        }
        int number = Integer.parseInt(rest.next());
        if (number < 1) {
            throw new IllegalArgumentException(number + " (expected: 1 or more)");
        }
        return number;
    }
}
