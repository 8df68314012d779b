package io.redstart.benchmarks.load;

import io.redstart.benchmarks.Table;
import io.redstart.benchmarks.wire.ChannelWire;
import io.redstart.benchmarks.wire.RedstartWire;
import io.redstart.benchmarks.wire.Wire;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Redstart beside itself: what its features cost, and whether a call gets dearer where there is more of something. */
final class Comparison {
    /** What can be compared. */
    static final Set<String> KINDS = Set.of("features", "scale");
    /** Fewer would say more of the machine than of what is measured on it. */
    static final int ROUNDS = 3;

    private static final int SMALL = 64;
    private static final double GOAL = 1.1;
    private static final int FEW_METHODS = 25;
    /** How many more many are. */
    private static final int TIMES = 4;

    /** Counting what one may do costs the same whatever the bound is, so the bounds are where the load does not come. */
    private static final String[] ON = {
        "metrics.port=0",
        "connections.max-rate=1000000",
        "connections.max-pings=1000000",
        "admission.per-address=16384",
        "admission.new-per-second=10000",
        "admission.new-burst=10000"
    };

    /** Rates and addresses are not counted in any case: see {@link RedstartEcho}. */
    private static final String[] OFF = {
        "sessions.window=0",
        "sessions.replay-pushes=1",
        "sessions.replay-bytes=1",
        "protocol.heartbeat=0",
        "auth.max-connections=0"
    };

    private final LoadOptions options;
    private final Rounds rounds;
    private final Table table = new Table(
            "case",
            "server",
            "cores",
            "slices",
            "a CPU second",
            "µs for one",
            "to the first",
            "middle half",
            "at most 10 % more");

    Comparison(LoadOptions options) {
        this.options = options;
        this.rounds = new Rounds(options);
    }

    void run() {
        if (options.compare().equals("features")) {
            features();
        } else {
            sessions();
            members();
            methods();
        }
        if (!table.isEmpty()) {
            System.out.println(table);
        }
        rounds.leftOut().forEach(each -> System.out.println("Left out: " + each));
    }

    private void features() {
        List<Contestant> both = List.of(
                Contestant.redstart("all off", new RedstartWire(List.of("echo.quick"), Contestant.PUBLISH, false), OFF),
                Contestant.redstart("all on", new RedstartWire("echo.quick", Contestant.PUBLISH), ON));
        for (int inFlight : List.of(1, 16)) {
            CallLoad.Shape shape = new CallLoad.Shape(options.connections(), inFlight, SMALL);
            compare(shape.toString(), both, shape::open);
        }
        int subscribers = options.subscribers().get(0);
        compare("fan-out to " + subscribers, both, (each, server) -> new FanOutLoad(subscribers, each.wire(), server));
    }

    /** Some call, and the others are only there. */
    private void sessions() {
        RedstartWire wire = new RedstartWire("echo.quick", Contestant.PUBLISH);
        compare(
                "W=1 beside idle sessions",
                List.of(few(" sessions", wire), many(" sessions", wire)),
                this::besideOthers);
    }

    /** Each publishes in a channel where it is alone, and all are in another one together. */
    private void members() {
        String rule = "channels.rules." + ChannelWire.ROOMS + "*.publish=all";
        compare(
                "publishing beside a channel with members",
                List.of(few(" members", new ChannelWire(), rule), many(" members", new ChannelWire(), rule)),
                this::besideOthers);
    }

    private void methods() {
        int called = FEW_METHODS;
        CallLoad.Shape shape = new CallLoad.Shape(options.connections(), 1, SMALL);
        compare(
                "W=1 in a bundle with methods",
                List.of(
                        Contestant.withMethods(FEW_METHODS, called),
                        Contestant.withMethods(FEW_METHODS * TIMES, called)),
                shape::open);
    }

    private Contestant few(String what, Wire wire, String... settings) {
        return Contestant.redstart(few() + what, wire, settings);
    }

    private Contestant many(String what, Wire wire, String... settings) {
        return Contestant.redstart(few() * TIMES + what, wire, settings);
    }

    private int few() {
        return options.connections() * TIMES;
    }

    /** How many there are stands in front of the name. */
    private Loading besideOthers(Contestant contestant, ServerProcess server) throws IOException {
        int all = Integer.parseInt(
                contestant.name().substring(0, contestant.name().indexOf(' ')));
        int calling = options.connections();
        return new CallLoad.Shape(calling, 1, SMALL, all - calling).open(contestant, server);
    }

    /** What is done a CPU second, and by how much each is dearer than the first. */
    private void compare(String name, List<Contestant> contestants, Loading.Opens opens) {
        rounds.inSlices(name, contestants, opens).values().forEach(there -> compare(name, there));
    }

    private void compare(String name, Map<String, Outcome> there) {
        Outcome first = there.values().iterator().next();
        there.forEach((server, outcome) -> {
            Outcome.Ratio dearer = first.to(outcome);
            table.row(
                    name,
                    server,
                    outcome.cores().toString(),
                    Numbers.whole(outcome.slices().size()),
                    Numbers.whole(outcome.perCpuSecond()),
                    Numbers.format("%.2f", 1e6 / outcome.perCpuSecond()),
                    Numbers.format("%.2f", dearer.median()),
                    Numbers.range(dearer),
                    dearer.median() <= GOAL ? "yes" : "no");
        });
    }
}
