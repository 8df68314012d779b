package io.redstart.fuzz;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.discovery.ClassNameFilter;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/**
 * Fuzzes every target, a minute each, in a JVM of its own, and prints a row for each. With {@code --one} it
 * is that JVM.
 */
public final class ProveFuzz {
    private static final Path LOGS = Path.of("fuzz", "target", "fuzz");
    private static final Pattern RUNS = Pattern.compile("Done (\\d+) runs in (\\d+) second");

    private ProveFuzz() {}

    /**
     * Fuzzes.
     *
     * @param arguments words that the names of the targets contain, none for all; or {@code --one Class#method(types)}
     * @throws Exception if a JVM does not start
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 2 && arguments[0].equals("--one")) {
            System.exit(one(arguments[1]) ? 0 : 1);
        }
        Files.createDirectories(LOGS);
        boolean holds = true;
        for (String target : targets()) {
            if (arguments.length == 0 || Stream.of(arguments).anyMatch(target::contains)) {
                holds &= fuzz(target);
            }
        }
        System.exit(holds ? 0 : 1);
    }

    private static boolean fuzz(String target) throws IOException, InterruptedException {
        String name = target.replaceAll("\\(.*", "").replaceAll(".*\\.", "").replace('#', '.');
        Path log = LOGS.resolve(name + ".log");
        Path work = Files.createDirectories(LOGS.resolve(name));
        ProcessBuilder one = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                ProveFuzz.class.getName(),
                "--one",
                target);
        Map<String, String> environment = one.environment();
        environment.put("JAZZER_FUZZ", "1");
        int status = one.directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        Matcher done = RUNS.matcher(Files.readString(log, StandardCharsets.ISO_8859_1));
        String runs = "";
        while (done.find()) {
            runs = done.group(1) + " runs in " + done.group(2) + " s";
        }
        boolean holds = status == 0 && !runs.isEmpty();
        System.out.println("| fuzzing " + name + " | " + (holds ? runs + ", no finding" : "see " + log)
                + " | no finding" + (holds ? "" : ": **failed**") + " |");
        return holds;
    }

    private static String absolute(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static List<String> targets() {
        LauncherDiscoveryRequest all = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectPackage("io.redstart"))
                .filters(ClassNameFilter.includeClassNamePatterns(".*Fuzz"))
                .build();
        TestPlan plan = LauncherFactory.create().discover(all);
        List<String> targets = new ArrayList<>();
        for (TestIdentifier root : plan.getRoots()) {
            for (TestIdentifier test : plan.getDescendants(root)) {
                test.getSource()
                        .filter(source -> source instanceof MethodSource)
                        .map(source -> (MethodSource) source)
                        .ifPresent(method -> targets.add(method.getClassName() + "#" + method.getMethodName() + "("
                                + method.getMethodParameterTypes() + ")"));
            }
        }
        return targets.stream().sorted().distinct().toList();
    }

    private static boolean one(String target) {
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectMethod(target))
                .build();
        LauncherFactory.create().execute(request, summary);
        summary.getSummary().printFailuresTo(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
        return summary.getSummary().getTotalFailureCount() == 0
                && summary.getSummary().getTestsSucceededCount() > 0;
    }
}
