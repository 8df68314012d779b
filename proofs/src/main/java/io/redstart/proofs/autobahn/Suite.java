package io.redstart.proofs.autobahn;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The fuzzing client of the suite: Python, run by Jython in a JVM of its own, since Python's own modules share their
 * names with packages of ours.
 */
final class Suite {
    /** What is not asked: compression, which no connection of ours agrees on. */
    private static final List<String> EXCLUDED = List.of("12.*", "13.*");

    private static final String START = "import json, sys; from autobahntestsuite import wstest; "
            + "wstest.start({'mode': 'fuzzingclient'}, json.load(open(sys.argv[1])))";

    private final Path jars;
    private final Path reports;

    /**
     * The suite.
     *
     * @param jars a folder with its jar and Jython's
     * @param reports where it writes what it saw
     */
    Suite(Path jars, Path reports) {
        this.jars = jars;
        this.reports = reports;
    }

    /**
     * Runs cases against servers.
     *
     * @param servers each under the name of its carrier
     * @param cases the cases, {@code *} for all
     * @return for each carrier what came of each case, in the order of the cases
     */
    Map<String, Map<CaseId, Verdict>> run(Map<String, URI> servers, List<String> cases)
            throws IOException, InterruptedException {
        Files.createDirectories(reports);
        Path spec = reports.resolve("spec.json");
        JsonMapper json = JsonMapper.shared();
        json.writeValue(
                spec,
                Map.of(
                        "outdir", reports.toString(),
                        "options", Map.of("failByDrop", false, "version", 18),
                        "servers", servers(servers),
                        "cases", cases,
                        "exclude-cases", EXCLUDED,
                        "exclude-agent-cases", Map.of()));
        Path index = reports.resolve("index.json");
        Files.deleteIfExists(index);
        int status = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath(),
                        "org.python.util.jython",
                        "-c",
                        START,
                        spec.toString())
                .redirectErrorStream(true)
                .redirectOutput(reports.resolve("suite.log").toFile())
                .start()
                .waitFor();
        if (status != 0 || !Files.exists(index)) {
            throw new IOException(
                    "the suite ended with " + status + " (expected: 0, and a report), see " + reports + "/suite.log");
        }
        return verdicts(json.readTree(index));
    }

    private static List<Map<String, String>> servers(Map<String, URI> servers) {
        return servers.entrySet().stream()
                .map(server -> Map.of(
                        "agent", server.getKey(), "url", server.getValue().toString()))
                .toList();
    }

    private String classPath() throws IOException {
        try (Stream<Path> all = Files.list(jars)) {
            return all.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static Map<String, Map<CaseId, Verdict>> verdicts(JsonNode index) {
        Map<String, Map<CaseId, Verdict>> carriers = new LinkedHashMap<>();
        index.properties().forEach(carrier -> {
            Map<CaseId, Verdict> verdicts = new TreeMap<>();
            carrier.getValue()
                    .properties()
                    .forEach(one -> verdicts.put(CaseId.of(one.getKey()), Verdict.of(one.getValue())));
            carriers.put(carrier.getKey(), verdicts);
        });
        return carriers;
    }
}
