package io.redstart.benchmarks.load;

import io.redstart.benchmarks.Table;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Loads each server with each case, one after the other in JVMs of their own, and prints one table a kind. */
public final class Load {
    private static final double MIB = 1 << 20;

    private final LoadOptions options;
    private final Pattern pattern;
    private final Charts charts = new Charts();

    private Load(LoadOptions options) {
        this.options = options;
        this.pattern = Pattern.compile(options.cases());
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
        Load load;
        try {
            load = new Load(LoadOptions.of(args));
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage() + "\n\n" + LoadOptions.HELP);
            System.exit(2);
            return;
        }
        load.run();
    }

    /** A way to load a server. */
    private interface Case {
        Outcome run(ServerProcess server) throws IOException;
    }

    private void run() throws IOException {
        System.out.printf(
                Locale.ROOT,
                "%d s a case after %d s of warming up; %s%n%n",
                options.seconds(),
                options.warmup(),
                options.pinned()
                        ? "the server on the first core, the load on the second"
                        : "server and load share all cores: compare calls per CPU second only");
        calls();
        fanOut();
        idle();
        charts.write(options.svg());
    }

    private void calls() throws IOException {
        Table table = table("calls");
        int connections = options.connections();
        for (CallLoad.Shape shape : List.of(
                new CallLoad.Shape(connections, 1, 64),
                new CallLoad.Shape(connections, 16, 64),
                new CallLoad.Shape(connections, 64, 64),
                new CallLoad.Shape(connections, 1, 16 * 1024))) {
            compare(
                    table,
                    shape.toString(),
                    Contestant.all(options),
                    each -> server -> new CallLoad(shape, each.wire(), new Stopwatch(server, options)).run(server));
        }
        print(table);
    }

    private void fanOut() throws IOException {
        Table table = table("deliveries");
        for (int subscribers : options.subscribers()) {
            compare(
                    table,
                    "fan-out to " + subscribers,
                    pushing(),
                    each -> server ->
                            new FanOutLoad(subscribers, each.wire(), new Stopwatch(server, options)).run(server));
        }
        print(table);
    }

    private List<Contestant> pushing() {
        return Contestant.all(options).stream().filter(Contestant::pushes).toList();
    }

    private interface Cases {
        Case of(Contestant contestant);
    }

    private void compare(Table table, String name, List<Contestant> contestants, Cases cases) throws IOException {
        Map<String, Outcome> outcomes = new LinkedHashMap<>();
        for (Contestant each : contestants) {
            if (!isWanted(name, each)) {
                continue;
            }
            try (ServerProcess server = ServerProcess.start(each.program().apply(options), options)) {
                outcomes.put(each.name(), cases.of(each).run(server));
            } catch (IOException ended) { // one that gives up need not end the others' run
                System.err.println(name + " " + each.name() + " is left out: " + ended);
            }
        }
        Outcome yardstick = outcomes.get(Contestant.YARDSTICK);
        outcomes.forEach((server, outcome) -> row(table, name, server, outcome, yardstick));
        charts.add(name, outcomes);
    }

    private boolean isWanted(String name, Contestant contestant) {
        return pattern.matcher(name + " " + contestant.name()).find();
    }

    private static Table table(String what) {
        return new Table(
                "case",
                "server",
                what + "/s",
                "to Jetty's",
                what + " a CPU second",
                "to Jetty's",
                "p50 µs",
                "p99 µs",
                "p99.9 µs",
                "RSS MiB");
    }

    private static void row(Table table, String name, String server, Outcome outcome, @Nullable Outcome yardstick) {
        table.row(
                name,
                server,
                number("%,.0f", outcome.perSecond()),
                ratio(outcome.perSecond(), yardstick == null ? 0 : yardstick.perSecond()),
                number("%,.0f", outcome.perCpuSecond()),
                ratio(outcome.perCpuSecond(), yardstick == null ? 0 : yardstick.perCpuSecond()),
                number("%,.0f", outcome.micros(50)),
                number("%,.0f", outcome.micros(99)),
                number("%,.0f", outcome.micros(99.9)),
                number("%,.0f", outcome.resident() / MIB));
    }

    private void idle() throws IOException {
        Table table = new Table("case", "server", "heap a connection", "RSS a connection", "RSS MiB", "connections/s");
        String name = options.idle() + " idle connections";
        for (Contestant each : pushing()) {
            if (isWanted(name, each)) {
                try (ServerProcess server = ServerProcess.start(each.program().apply(options), options)) {
                    IdleLoad.Weight weight = new IdleLoad(options.idle(), each.wire()).run(server);
                    table.row(
                            name,
                            each.name(),
                            number("%,.0f B", weight.heap()),
                            number("%,.0f B", weight.resident()),
                            number("%,.0f", server.resident() / MIB),
                            number("%,.0f", weight.opened()));
                }
            }
        }
        print(table);
    }

    private static void print(Table table) {
        if (!table.isEmpty()) {
            System.out.println(table);
        }
    }

    private static String ratio(double value, double base) {
        return base == 0 ? "-" : number("%.2f", value / base);
    }

    private static String number(String format, double value) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, format, value) : "-";
    }
}
