package io.redstart.benchmarks.doors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.NonBlocking;
import io.redstart.server.RedstartServer;
import io.redstart.server.SettingsReader;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Redstart with its doors, as a program of its own: the limits of how much one address may do are off. */
public final class RedstartDoors {
    private RedstartDoors() {}

    /**
     * A text in an object, for clients whose calls and answers are objects.
     *
     * @param text any
     */
    public record Said(String text) {}

    /** For clients that call by a bare name. */
    @Api
    @Singleton
    public static final class Bare {
        /**
         * For clients of socket.red.
         *
         * @param text any
         * @return the same
         */
        @Call
        @NonBlocking
        public String echo(String text) {
            return text;
        }

        /**
         * For clients of sockhop.
         *
         * @param said any
         * @return the same
         */
        @Call
        @NonBlocking
        public Said say(Said said) {
            return said;
        }
    }

    /** For clients of Seneca. */
    @Api("bench")
    @Singleton
    public static final class Acts {
        /**
         * Gives back what it takes.
         *
         * @param text any
         * @return the same
         */
        @Call
        @NonBlocking
        public Said echo(String text) {
            return new Said(text);
        }
    }

    /**
     * Serves until its standard input ends.
     *
     * @param args settings, each as {@code key=value}
     */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        List<String> settings = new ArrayList<>(List.of(
                "http.port=0", "connections.max-rate=0", "admission.per-address=0", "admission.new-per-second=0"));
        settings.addAll(List.of(args));
        Path none = Files.createTempFile("redstart", ".yaml");
        RedstartServer server = RedstartServer.builder()
                .settings(new SettingsReader(Map.of()).read(none, settings).settings())
                .api(Bare.class, Acts.class, Said.class)
                .start();
        Files.delete(none);
        System.out.println("port " + server.port());
        while (System.in.read() >= 0) {
            // nothing is asked
        }
        server.close();
        System.exit(0);
    }
}
