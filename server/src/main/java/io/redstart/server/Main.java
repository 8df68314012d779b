package io.redstart.server;

import io.redstart.server.registry.RejectedBundleException;
import io.redstart.server.transport.TlsFileException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** The command line: {@code redstart [run]}, {@code redstart config}, {@code redstart types}, {@code redstart rehearse}. */
public final class Main {
    /** What {@link #run} answers when a server runs now: the program goes on. */
    public static final int RUNNING = -1;

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int WRONG_USE = 2;

    private final ServerStart start;
    private final TypesWriter types;
    private final SettingsReader reader;
    private final PrintStream out;
    private final PrintStream err;

    /**
     * A command line.
     *
     * @param start starts the server
     * @param types writes the types of a jar
     * @param reader reads the settings
     * @param out where answers go
     * @param err where mistakes and failures go
     */
    public Main(ServerStart start, TypesWriter types, SettingsReader reader, PrintStream out, PrintStream err) {
        this.start = start;
        this.types = types;
        this.reader = reader;
        this.out = out;
        this.err = err;
    }

    /**
     * Runs the command line.
     *
     * @param args the arguments
     */
    public static void main(String[] args) {
        Main main = new Main(
                settings -> RedstartServer.builder()
                        .settings(settings)
                        .folder(settings.deploy().folder())
                        .start(),
                JarTypes::of,
                new SettingsReader(System.getenv()),
                System.out,
                System.err);
        int code = main.run(args);
        if (code != RUNNING) {
            System.exit(code);
        }
    }

    /**
     * Does what the arguments say.
     *
     * @param args the arguments
     * @return the program's exit code, or {@link #RUNNING}
     */
    public int run(String... args) {
        // the common way to start takes no options, and is spared the parser, which costs a fifth of a second
        if (args.length == 0 || (args.length == 1 && args[0].equals("run"))) {
            return serve(null, List.of());
        }
        return CommandTree.execute(this, out, err, args);
    }

    int serve(@Nullable Path file, List<String> set) {
        ReadSettings read = settings(file, set);
        if (read == null) {
            return WRONG_USE;
        }
        prepare();
        LogbackSetup.apply(read.settings().logging());
        StopOnExit stop = StopOnExit.install();
        if (stop == null) {
            return RUNNING;
        }
        try {
            stop.started(start.start(read.settings()));
            return RUNNING;
        } catch (Exception | Error e) {
            stop.failed(e);
            if (e.getCause() instanceof TlsFileException unfit) {
                err.println(unfit.getMessage());
                return WRONG_USE;
            }
            String sentence = StartFailure.sentence(e, read.settings().http());
            if (sentence == null) {
                LoggerFactory.getLogger(Main.class).error("The server did not start", e);
                sentence = "The server did not start: " + e;
            }
            err.println(sentence);
            return FAILED;
        }
    }

    private static void prepare() {
        // Guice would use sun.misc.Unsafe otherwise, of which newer JVMs warn
        if (System.getProperty("guice_custom_class_loading") == null) {
            System.setProperty("guice_custom_class_loading", "CHILD");
        }
        // Jetty would ask the JVM by way of all its management beans otherwise, which costs a tenth of the start
        if (System.getProperty("org.eclipse.jetty.util.referencesPerCacheLine") == null) {
            System.setProperty("org.eclipse.jetty.util.referencesPerCacheLine", "16");
        }
    }

    int config(@Nullable Path file, List<String> set) {
        ReadSettings read = settings(file, set);
        if (read == null) {
            return WRONG_USE;
        }
        int width = read.effective().stream()
                .mapToInt(setting -> setting.key().length() + setting.text().length() + 2)
                .max()
                .orElse(0);
        for (EffectiveSetting setting : read.effective()) {
            String line = setting.key() + ": " + setting.text();
            out.println(line + " ".repeat(width - line.length()) + "  # " + setting.origin());
        }
        return OK;
    }

    int types(Path jar, @Nullable Path to) {
        try {
            String text = types.types(jar);
            if (to == null) {
                out.print(text);
            } else {
                Files.writeString(to, text);
            }
            return OK;
        } catch (IOException e) {
            err.println(e);
        } catch (RejectedBundleException e) {
            e.mistakes().forEach(err::println);
        }
        return FAILED;
    }

    int rehearse() {
        prepare();
        LogbackSetup.apply(new ServerSettings().logging());
        try {
            Rehearsal.run();
            return OK;
        } catch (Exception failed) {
            err.println("The rehearsal failed: " + failed);
            return FAILED;
        }
    }

    private @Nullable ReadSettings settings(@Nullable Path file, List<String> set) {
        try {
            return reader.read(file, set);
        } catch (SettingsException e) {
            e.mistakes().forEach(err::println);
            return null;
        }
    }
}
