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
    /** What is called to tell all sessions. */
    static final String PUBLISH = "echo.publish";

    private static final String PEER = "jetty";
    private static final double MIB = 1 << 20;

    private final LoadOptions options;
    private final Pattern pattern;

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

    private record Contestant(String name, Class<?> main, String target) {}

    private static final List<Contestant> CALLED = List.of(
            new Contestant(PEER, JettyEcho.class, "echo.quick"),
            new Contestant("redstart", RedstartEcho.class, "echo.quick"),
            new Contestant("redstart, may wait", RedstartEcho.class, "echo.plain"));

    private static final List<Contestant> PUSHING = List.of(
            new Contestant(PEER, JettyEcho.class, PUBLISH), new Contestant("redstart", RedstartEcho.class, PUBLISH));

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
                    CALLED,
                    each -> server -> new CallLoad(shape, each.target(), options).run(server));
        }
        print(table);
    }

    private void fanOut() throws IOException {
        Table table = table("deliveries");
        compare(
                table,
                "fan-out to " + options.subscribers(),
                PUSHING,
                each -> server -> new FanOutLoad(options).run(server));
        print(table);
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
            try (ServerProcess server = ServerProcess.start(each.main(), options)) {
                outcomes.put(each.name(), cases.of(each).run(server));
            }
        }
        Outcome peer = outcomes.get(PEER);
        outcomes.forEach((server, outcome) -> row(table, name, server, outcome, peer));
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

    private static void row(Table table, String name, String server, Outcome outcome, @Nullable Outcome peer) {
        table.row(
                name,
                server,
                number("%,.0f", outcome.perSecond()),
                ratio(outcome.perSecond(), peer == null ? 0 : peer.perSecond()),
                number("%,.0f", outcome.perCpuSecond()),
                ratio(outcome.perCpuSecond(), peer == null ? 0 : peer.perCpuSecond()),
                number("%,.0f", outcome.micros(50)),
                number("%,.0f", outcome.micros(99)),
                number("%,.0f", outcome.micros(99.9)),
                number("%,.0f", outcome.resident() / MIB));
    }

    private void idle() throws IOException {
        Table table = new Table("case", "server", "heap a connection", "RSS a connection", "RSS MiB");
        String name = options.idle() + " idle connections";
        for (Contestant each : PUSHING) {
            if (isWanted(name, each)) {
                try (ServerProcess server = ServerProcess.start(each.main(), options)) {
                    IdleLoad.Weight weight = new IdleLoad(options.idle()).run(server);
                    table.row(
                            name,
                            each.name(),
                            number("%,.0f B", weight.heap()),
                            number("%,.0f B", weight.resident()),
                            number("%,.0f", server.resident() / MIB));
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
