package io.redstart.benchmarks.startup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What is asked of the measurement of the start.
 *
 * @param jdks the JDKs that run the server
 * @param jars the runnable jars that are compared
 * @param runs how often each does
 * @param profile whether to print where the time goes instead
 * @param api a jar to serve, or empty for one that is made
 * @param call what to call in it, as JSON: target and arguments
 * @param jvmOptions further options for the server's JVM
 */
record StartupOptions(
        List<Path> jdks, List<Path> jars, int runs, boolean profile, Path api, String call, List<String> jvmOptions) {
    static final String HELP = """
            benchmarks/startup [options] [<JDK folder>…]
              --runs <n>          how often each JDK starts the server (9)
              --jar <file>        the runnable jar; repeated, to compare builds, which then take turns
              --profile           one start a JDK, and when which classes were loaded
              --api <jar>         the jar that is served; default: one with a single API of one method
              --call <json>       what is called in it (default: "clap",[2])
              --jvm-option <o>    an option for the server's JVM, such as -XX:TieredStopAtLevel=1; may be repeated
            """;

    static StartupOptions of(String... args) {
        Path root = Path.of("");
        List<Path> jdks = new ArrayList<>();
        List<Path> jars = new ArrayList<>();
        int runs = 9;
        boolean profile = false;
        Path api = Path.of("");
        String call = "\"clap\",[2]";
        List<String> jvmOptions = new ArrayList<>();
        Iterator<String> rest = List.of(args).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--root" -> root = Path.of(value(rest));
                case "--jar" -> jars.add(Path.of(value(rest)));
                case "--runs" -> runs = Integer.parseInt(value(rest));
                case "--profile" -> profile = true;
                case "--api" -> api = Path.of(value(rest));
                case "--call" -> call = value(rest);
                case "--jvm-option" -> jvmOptions.add(value(rest));
                default -> {
                    if (option.startsWith("-")) {
                        throw new IllegalArgumentException("There is no option '" + option + "'");
                    }
                    jdks.add(Path.of(option));
                }
            }
        }
        if (jdks.isEmpty()) {
            jdks.add(Path.of(System.getProperty("java.home")));
        }
        if (jars.isEmpty()) {
            jars.add(root.resolve("server/target/redstart.jar"));
        }
        List<Path> whole = jars.stream().map(Path::toAbsolutePath).toList();
        return new StartupOptions(List.copyOf(jdks), whole, runs, profile, api, call, List.copyOf(jvmOptions));
    }

    private static String value(Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException("The last option needs a value");
        }
        return rest.next();
    }
}
