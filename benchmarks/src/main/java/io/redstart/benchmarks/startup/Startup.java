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
    private final Path jar;
    private final Path folder;

    private Startup(StartupOptions options, Path folder) {
        this.options = options;
        this.jar = options.root().resolve("server/target/redstart.jar").toAbsolutePath();
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

    private void measure() throws IOException {
        Table table = new Table("JDK", "runs", "welcome ms", "answered ms", "fastest ms", "slowest ms", "CPU ms");
        for (Path jdk : options.jdks()) {
            // the first start reads the jar from the disk
            start(jdk, List.of());
            List<Start> starts = new ArrayList<>();
            for (int i = 0; i < options.runs(); i++) {
                starts.add(start(jdk, List.of()));
            }
            table.row(
                    version(jdk),
                    Integer.toString(starts.size()),
                    at(0.5, starts, Start::welcomed),
                    at(0.5, starts, Start::answered),
                    at(0, starts, Start::answered),
                    at(1, starts, Start::answered),
                    at(0.5, starts, Start::cpu));
        }
        System.out.println(table);
    }

    private void profile(Path jdk) throws IOException {
        Path log = folder.resolve("classes.log");
        Start start = start(jdk, List.of(LoadedClasses.option(log)));
        System.out.printf(
                Locale.ROOT,
                "JDK %s: answered after %d ms, %d ms of CPU (writing the log costs some)%n%n%s%n",
                version(jdk),
                start.answered().toMillis(),
                start.cpu().toMillis(),
                LoadedClasses.table(log));
    }

    private Start start(Path jdk, List<String> more) throws IOException {
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
