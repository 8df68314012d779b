package io.redstart.benchmarks.load;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.redstart.benchmarks.micro.EchoApi;
import io.redstart.benchmarks.micro.PacketBenchmark.Hero;
import io.redstart.server.RedstartServer;
import io.redstart.server.SettingsException;
import io.redstart.server.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/** Redstart with the echo API, as a program of its own: what one client or address may do at once is not bounded. */
public final class RedstartEcho {
    /** A generator of load is there to exceed these. */
    private static final List<String> UNBOUNDED = List.of(
            "http.port=0",
            "connections.max-rate=0",
            "connections.max-pings=0",
            "admission.per-address=0",
            "admission.new-per-second=0",
            "calls.max-calls=1000000",
            "calls.max-node=1000000");

    private RedstartEcho() {}

    /**
     * Serves until its standard input ends.
     *
     * @param args settings, each as {@code key=value}
     */
    public static void main(String[] args) throws Exception {
        RedstartServer server = builder(List.of(args)).start();
        Answers.serve(server.port());
        System.exit(0);
    }

    /**
     * A server with the echo API that is not started yet.
     *
     * @param set settings, each as {@code key=value}
     * @return to be given more, and started
     */
    public static RedstartServer.Builder builder(List<String> set) throws IOException, SettingsException {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        List<String> settings = new ArrayList<>(UNBOUNDED);
        settings.addAll(set);
        Path none = Files.createTempFile("redstart", ".yaml");
        try {
            return RedstartServer.builder()
                    .settings(new SettingsReader(Map.of()).read(none, settings).settings())
                    .api(EchoApi.class, PacketApi.class, Hero.class);
        } finally {
            Files.delete(none);
        }
    }
}
