package io.redstart.benchmarks.load;

import io.redstart.benchmarks.Table;
import io.redstart.benchmarks.wire.PacketWire;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Loads each server with each case, one after the other in JVMs of their own, and prints one table a kind. */
public final class Load {
    private static final int SMALL = 64;
    private static final double SHARE = 0.7;

    private final LoadOptions options;
    private final Rounds rounds;
    private final Charts charts = new Charts();
    /** What Jetty answered with one call in flight a connection, once that is known. */
    private double yardstick;

    private Load(LoadOptions options) {
        this.options = options;
        this.rounds = new Rounds(options);
    }

    /**
     * Runs all cases.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) throws IOException {
        if (List.of(args).contains("--help")) {
            System.out.print(LoadOptions.HELP);
            return;
        }
        LoadOptions options;
        try {
            options = LoadOptions.of(args);
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage() + "\n\n" + LoadOptions.HELP);
            System.exit(2);
            return;
        }
        System.out.println(options.conditions() + "\n");
        if (options.compare().isEmpty()) {
            new Load(options).run();
        } else {
            new Comparison(options).run();
        }
    }

    private void run() throws IOException {
        calls();
        schedule();
        packets();
        fanOut();
        idle();
        charts.write(options.svg());
    }

    private void calls() {
        Table table = table("calls");
        int connections = options.connections();
        for (CallLoad.Shape shape : List.of(
                new CallLoad.Shape(connections, 1, SMALL),
                new CallLoad.Shape(connections, 16, SMALL),
                new CallLoad.Shape(connections, 64, SMALL),
                new CallLoad.Shape(connections, 1, 1024),
                new CallLoad.Shape(connections, 1, 16 * 1024))) {
            Map<String, Outcome> outcomes = compare(table, shape.toString(), Contestant.all(options), shape::open);
            charts.add(shape.inWords("Calls"), outcomes);
            Outcome jetty = outcomes.get(Contestant.YARDSTICK);
            if (jetty != null && shape.inFlight() == 1 && shape.size() == SMALL) {
                yardstick = jetty.perSecond();
            }
        }
        print(table);
    }

    private void packets() {
        Table table = table("packets");
        for (int inFlight : List.of(1, 16)) {
            CallLoad.Shape shape = new CallLoad.Shape(options.connections(), inFlight, PacketWire.size());
            charts.add(
                    shape.inWords("Packets"), compare(table, "packets, " + shape, Contestant.packets(), shape::open));
        }
        print(table);
    }

    private void fanOut() {
        Table table = table("deliveries");
        for (int subscribers : options.subscribers()) {
            Map<String, Outcome> outcomes = compare(
                    table,
                    "fan-out to " + subscribers,
                    pushing(),
                    (each, server) -> new FanOutLoad(subscribers, each.wire(), server));
            charts.add("Deliveries of messages to %,d subscribers each".formatted(subscribers), outcomes);
        }
        print(table);
    }

    private List<Contestant> pushing() {
        return Contestant.all(options).stream().filter(Contestant::pushes).toList();
    }

    private Map<String, Outcome> compare(Table table, String name, List<Contestant> contestants, Loading.Opens opens) {
        Map<Cores, Map<String, Outcome>> all = rounds.inSlices(name, contestants, opens);
        all.values().forEach(there -> {
            Outcome first = there.values().iterator().next();
            there.forEach((server, outcome) -> row(table, name, server, outcome, first));
        });
        return Turns.most(all);
    }

    private static Table table(String what) {
        return new Table(
                "case",
                "server",
                "cores",
                "slices",
                what + "/s",
                what + " a CPU second",
                "to the first",
                "middle half",
                "p50 µs",
                "p99 µs",
                "p99.9 µs",
                "RSS MiB");
    }

    private static void row(Table table, String name, String server, Outcome outcome, Outcome first) {
        Outcome.Ratio ratio = outcome.to(first);
        table.row(
                name,
                server,
                outcome.cores().toString(),
                Numbers.whole(outcome.slices().size()),
                Numbers.whole(outcome.perSecond()),
                Numbers.whole(outcome.perCpuSecond()),
                Numbers.format("%.2f", ratio.median()),
                Numbers.range(ratio),
                Numbers.whole(outcome.micros(50)),
                Numbers.whole(outcome.micros(99)),
                Numbers.whole(outcome.micros(99.9)),
                Numbers.mib(outcome.resident()));
    }

    /** All get the same number of calls: what Jetty can do well. */
    private void schedule() {
        Table table = new Table(
                "case",
                "server",
                "cores",
                "rounds",
                "calls/s due",
                "answered/s",
                "of a core",
                "p50 µs",
                "p99 µs",
                "p99.9 µs",
                "max µs",
                "sent in time",
                "RSS MiB");
        String name = options.rate() > 0 ? "on a schedule" : "70 % load";
        Map<Cores, Map<String, List<OpenLoad.Kept>>> all = rounds.all(
                name,
                Contestant.all(options),
                (each, server) -> new OpenLoad(
                                options.connections(), SMALL, rate(), each.wire(), new Stopwatch(server, options))
                        .run(server),
                Comparator.comparingDouble(kept -> kept.outcome().micros(99)));
        all.values().forEach(there -> there.forEach((server, measured) -> row(table, name, server, measured)));
        print(table);
        all.values()
                .forEach(there -> Rounds.medians(there).forEach((server, kept) -> {
                    if (kept.punctual() < 99) {
                        System.out.printf(
                                "%s, %s: the load did not keep its schedule, so latencies are the load's as well%n",
                                name, server);
                    }
                }));
    }

    private static void row(Table table, String name, String server, List<OpenLoad.Kept> measured) {
        OpenLoad.Kept kept = Rounds.median(measured);
        table.row(
                name,
                server,
                kept.cores().toString(),
                Numbers.whole(measured.size()),
                Numbers.whole(kept.rate()),
                Numbers.whole(kept.outcome().perSecond()),
                Numbers.format("%.0f %%", kept.outcome().coresUsed() * 100),
                Numbers.whole(kept.outcome().micros(50)),
                Numbers.whole(kept.outcome().micros(99)),
                Numbers.whole(kept.outcome().micros(99.9)),
                Numbers.whole(kept.outcome().micros(100)),
                Numbers.format("%.2f %%", kept.punctual()),
                Numbers.mib(kept.outcome().resident()));
    }

    private double rate() throws IOException {
        if (options.rate() > 0) {
            return options.rate();
        }
        if (yardstick == 0) {
            CallLoad.Shape shape = new CallLoad.Shape(options.connections(), 1, SMALL);
            List<Contestant> jetty = Contestant.all(options).subList(0, 1);
            Outcome outcome = Turns.most(new Rounds(options, "", 1).inSlices(shape.toString(), jetty, shape::open))
                    .get(Contestant.YARDSTICK);
            if (outcome == null) {
                throw new IOException("What Jetty answers could not be measured");
            }
            yardstick = outcome.perSecond();
        }
        return yardstick * SHARE;
    }

    private void idle() {
        Table table = new Table("case", "server", "heap a connection", "RSS a connection", "RSS MiB", "connections/s");
        String name = options.idle() + " idle connections";
        Map<Cores, Map<String, List<IdleLoad.Weight>>> all = rounds.all(
                name,
                pushing(),
                (each, server) -> new IdleLoad(options.idle(), each.wire()).run(server),
                Comparator.comparingDouble(IdleLoad.Weight::heap));
        Rounds.medians(Rounds.most(all))
                .forEach((server, weight) -> table.row(
                        name,
                        server,
                        Numbers.format("%,.0f B", weight.heap()),
                        Numbers.format("%,.0f B", weight.resident()),
                        Numbers.mib(weight.whole()),
                        Numbers.whole(weight.opened())));
        print(table);
    }

    private void print(Table table) {
        if (!table.isEmpty()) {
            System.out.println(table);
        }
        rounds.leftOut().forEach(each -> System.out.println("Left out: " + each));
    }
}
