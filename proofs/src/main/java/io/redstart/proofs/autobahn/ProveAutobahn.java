package io.redstart.proofs.autobahn;

import io.redstart.proofs.Row;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Holds both carriers to the cases of the Autobahn suite, and what came of each to what is kept. An argument
 * {@code --accept} keeps the new result.
 */
public final class ProveAutobahn {
    private static final Path JARS = Path.of("proofs", "target", "autobahn");
    private static final Path REPORTS = Path.of("proofs", "target", "prove", "autobahn");
    private static final Path KEPT = Path.of("proofs", "autobahn.txt");

    private ProveAutobahn() {}

    /**
     * Runs all cases.
     *
     * @param arguments nothing, or {@code --accept}; then cases, if not all
     * @throws Exception if the suite does not run
     */
    public static void main(String[] arguments) throws Exception {
        List<String> cases = Stream.of(arguments)
                .filter(argument -> !argument.startsWith("--"))
                .toList();
        Map<String, Map<CaseId, Verdict>> results;
        try (EchoServer own = EchoServer.onOwnListener();
                EchoServer jakarta = EchoServer.onJakarta()) {
            Map<String, URI> servers = new LinkedHashMap<>();
            servers.put("own", own.uri());
            servers.put("jakarta", jakarta.uri());
            results = new Suite(JARS.toAbsolutePath(), REPORTS.toAbsolutePath())
                    .run(servers, cases.isEmpty() ? List.of("*") : cases);
        }
        boolean holds = true;
        for (Map.Entry<String, Map<CaseId, Verdict>> carrier : results.entrySet()) {
            long failed = carrier.getValue().values().stream()
                    .filter(verdict -> !verdict.passed())
                    .count();
            int all = carrier.getValue().size();
            new Row(
                            "Autobahn's cases on the carrier " + carrier.getKey(),
                            failed + " of " + all + " failed",
                            "0 failed",
                            failed == 0)
                    .print();
            holds &= failed == 0;
        }
        List<String> lines = lines(results);
        if (List.of(arguments).contains("--accept")) {
            Files.write(KEPT, lines);
        }
        if (cases.isEmpty()) { // some by themselves cannot be compared with all
            holds &= compare(lines);
        }
        // the servers' threads need not be waited for
        System.exit(holds ? 0 : 1);
    }

    private static boolean compare(List<String> lines) throws IOException {
        boolean same = passing(lines).equals(passing(Files.readAllLines(KEPT)));
        if (!same) {
            Files.write(REPORTS.resolve("autobahn.txt"), lines);
        }
        new Row(
                        "Autobahn's verdicts compared with " + KEPT,
                        same ? "the same" : "see " + REPORTS.resolve("autobahn.txt"),
                        "the same",
                        same)
                .print();
        return same;
    }

    /**
     * Without the difference between OK and NON-STRICT. Where a frame that is none follows good ones, the suite says
     * NON-STRICT if the line is closed before the good ones are answered, which depends on what one read takes in.
     */
    private static List<String> passing(List<String> lines) {
        return lines.stream().map(line -> line.replace("NON-STRICT", "OK")).toList();
    }

    private static List<String> lines(Map<String, Map<CaseId, Verdict>> results) {
        return results.entrySet().stream()
                .flatMap(carrier -> carrier.getValue().entrySet().stream()
                        .map(one -> carrier.getKey() + " " + one.getKey() + " " + one.getValue()))
                .toList();
    }
}
