package io.redstart.benchmarks.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * What is asked of the load generator.
 *
 * @param pinned whether servers get the first core to themselves
 * @param seconds how long each case is measured
 * @param warmup how long it is loaded before
 * @param connections how many connections call
 * @param subscribers how many sessions hear what is published, each number a case
 * @param idle how many connections do nothing
 * @param rounds how often the servers of each case are started
 * @param rate how many calls a second come on a schedule; 0 for a share of what Jetty answers
 * @param compare what of Redstart is compared with itself; empty to compare servers
 * @param cases pattern of the cases that are run
 * @param beside the working copy with another Redstart to compare; empty for none
 * @param peers the folder with the servers of others; empty to leave them out
 * @param svg the file for a picture of the calls and deliveries a CPU second; empty for none
 * @param java the command that starts servers
 * @param serverOptions further options for it
 */
record LoadOptions(
        boolean pinned,
        int seconds,
        int warmup,
        int connections,
        List<Integer> subscribers,
        int idle,
        int rounds,
        int rate,
        String compare,
        String cases,
        String beside,
        String peers,
        String svg,
        String java,
        List<String> serverOptions) {
    static final String HELP = """
            benchmarks/load [options]
              --quick              5 s a server instead of 20 s, after 15 s of warming up instead of 30 s;
                                   1,000 idle connections instead of 10,000
              --seconds <n>        how long each server is measured in each case
              --warmup <n>         for how many seconds it is loaded before: on one core compiling takes its time
              --rounds <n>         starts the servers of each case so often, and measures as long each time (1)
              --connections <n>    how many connections call (32)
              --subscribers <n>    how many sessions hear what is published (100, and 1,000)
              --idle <n>           how many connections do nothing
              --rate <n>           how many calls a second come on a schedule (70 % of what Jetty answers with W=1)
              --compare features   Redstart with everything on beside itself with all off that can be; at least 3 rounds
              --compare scale      Redstart with few and with many sessions, members, methods; at least 3 rounds
              --beside <folder>    the Redstart of another working copy as well, in which this command has run before
              --cases <pattern>    only cases whose name it matches, such as 'W=1 .*redstart'
              --peers              the servers of others as well; they are built first
              --svg <file>         also draws calls and deliveries a CPU second
              --jdk <folder>       the JDK that runs the servers; default: the one that runs the load
              --server-option <o>  an option for the server's JVM, such as -XX:+UseG1GC; may be repeated
            """;

    /** Under which conditions is measured, in a line. */
    String conditions() {
        return "%d s a server after %d s of warming up, in %d rounds; %s%s"
                .formatted(
                        seconds,
                        warmup,
                        rounds,
                        pinned
                                ? "the server on the first core, the load on the second"
                                : "server and load share all cores: compare calls per CPU second only",
                        congestionControl());
    }

    /** What the kernel paces lines with, where it says so: BBR has timers to pay for, on a line within the machine too. */
    private static String congestionControl() {
        try {
            return "; TCP: "
                    + Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control"))
                            .strip();
        } catch (IOException unknown) {
            return "";
        }
    }

    static LoadOptions of(String... args) {
        boolean pinned = false;
        int seconds = 20;
        int warmup = 30;
        int connections = 32;
        List<Integer> subscribers = List.of(100, 1_000);
        int idle = 10_000;
        int rounds = 1;
        int rate = 0;
        String compare = "";
        String cases = ".*";
        String beside = "";
        String peers = "";
        String svg = "";
        Path jdk = Path.of(System.getProperty("java.home"));
        List<String> serverOptions = new ArrayList<>();
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--pinned" -> pinned = true;
                case "--quick" -> {
                    seconds = 5;
                    warmup = 15;
                    idle = 1_000;
                }
                case "--seconds" -> seconds = number(rest);
                case "--warmup" -> warmup = number(rest);
                case "--connections" -> connections = number(rest);
                case "--subscribers" -> subscribers = List.of(number(rest));
                case "--idle" -> idle = number(rest);
                case "--rounds" -> rounds = number(rest);
                case "--rate" -> rate = number(rest);
                case "--compare" -> compare = oneOf(Comparison.KINDS, value(rest));
                case "--cases" -> cases = value(rest);
                case "--beside" -> beside = value(rest);
                case "--peers" -> {} // the command builds them
                case "--peers-in" -> peers = value(rest);
                case "--svg" -> svg = value(rest);
                case "--jdk" -> jdk = Path.of(value(rest));
                case "--server-option" -> serverOptions.add(value(rest));
                default -> throw new IllegalArgumentException("There is no option '" + option + "'");
            }
        }
        return new LoadOptions(
                pinned,
                seconds,
                warmup,
                connections,
                subscribers,
                idle,
                compare.isEmpty() ? rounds : Math.max(rounds, Comparison.ROUNDS),
                rate,
                compare,
                cases,
                beside,
                peers,
                svg,
                jdk.resolve("bin/java").toString(),
                List.copyOf(serverOptions));
    }

    /** Where the cores are now, if servers have one to themselves. */
    Cores cores() {
        return pinned ? Cores.now() : Cores.UNKNOWN;
    }

    private static String oneOf(Set<String> known, String value) {
        if (!known.contains(value)) {
            throw new IllegalArgumentException("'" + value + "' (expected: one of " + known + ")");
        }
        return value;
    }

    private static String value(Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("The last option needs a value");
        }
        return rest.next();
    }

    private static int number(Iterator<String> rest) {
        int number = Integer.parseInt(value(rest));
        if (number < 1) {
            throw new IllegalArgumentException(number + " (expected: 1 or more)");
        }
        return number;
    }
}
