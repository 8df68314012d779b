package io.redstart.benchmarks.startup;

import io.redstart.benchmarks.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

/** Starts the runnable server again and again and prints how long it took until the first call was answered. */
public final class Startup {
    private final StartupOptions options;
    private final Path folder;

    private Startup(StartupOptions options, Path folder) {
        this.options = options;
        this.folder = folder;
    }

    /**
     * Measures.
     *
     * @param args see {@code --help}
     */
    public static void main(String[] args) throws IOException {
        if (List.of(args).contains("--help")) {
            System.out.print(StartupOptions.HELP);
            return;
        }
        Path folder = Files.createTempDirectory("redstart-startup");
        try {
            new Startup(StartupOptions.of(args), folder).run();
        } catch (IllegalArgumentException mistake) {
            System.err.println(mistake.getMessage() + "\n\n" + StartupOptions.HELP);
            System.exit(2);
        } finally {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            }
        }
    }

    private void run() throws IOException {
        Path apis = Files.createDirectories(folder.resolve("apis"));
        if (options.api().toString().isEmpty()) {
            TinyApi.jar(apis.resolve("clap.jar"), folder.resolve("work"));
        } else {
            Files.copy(options.api(), apis.resolve(options.api().getFileName()));
        }
        if (options.profile()) {
            for (Path jdk : options.jdks()) {
                profile(jdk);
            }
        } else {
            measure();
        }
    }

    /** A JDK and a jar, and the starts of both. */
    private record Candidate(Path jdk, Path jar, List<Start> starts) {}

    private void measure() throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        for (Path jdk : options.jdks()) {
            for (Path jar : options.jars()) {
                candidates.add(new Candidate(jdk, jar, new ArrayList<>()));
                // the first start reads the jar from the disk
                start(jdk, jar, List.of());
            }
        }
        // in turns, so that what else the machine does hits all alike
        for (int i = 0; i < options.runs(); i++) {
            for (Candidate each : candidates) {
                each.starts().add(start(each.jdk(), each.jar(), List.of()));
            }
        }
        Table table = new Table(
                "JDK",
                "jar",
                "runs",
                "welcome ms",
                "answered ms",
                "fastest ms",
                "slowest ms",
                "CPU ms",
                "least CPU ms");
        for (Candidate each : candidates) {
            List<Start> starts = each.starts();
            table.row(
                    version(each.jdk()),
                    each.jar().getFileName().toString(),
                    Integer.toString(starts.size()),
                    at(0.5, starts, Start::welcomed),
                    at(0.5, starts, Start::answered),
                    at(0, starts, Start::answered),
                    at(1, starts, Start::answered),
                    at(0.5, starts, Start::cpu),
                    at(0, starts, Start::cpu));
        }
        System.out.println(table);
    }

    private void profile(Path jdk) throws IOException {
        Path log = folder.resolve("classes.log");
        Start start = start(jdk, options.jars().get(0), List.of(LoadedClasses.option(log)));
        System.out.printf(
                Locale.ROOT,
                "JDK %s: answered after %d ms, %d ms of CPU (writing the log costs some)%n%n%s%n",
                version(jdk),
                start.answered().toMillis(),
                start.cpu().toMillis(),
                LoadedClasses.table(log));
    }

    private Start start(Path jdk, Path jar, List<String> more) throws IOException {
        return Start.of(jdk, jar, folder, options, more);
    }

    private static String at(double quantile, List<Start> starts, Function<Start, Duration> what) {
        List<Duration> sorted = starts.stream().map(what).sorted().toList();
        return Long.toString(
                sorted.get((int) Math.round(quantile * (sorted.size() - 1))).toMillis());
    }

    private static String version(Path jdk) throws IOException {
        Path release = jdk.resolve("release");
        if (!Files.isReadable(release)) {
            return jdk.getFileName().toString();
        }
        try (Stream<String> lines = Files.lines(release)) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll(".*=|\"", ""))
                    .findFirst()
                    .orElse("?");
        }
    }
}
