package io.redstart.benchmarks.load;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.redstart.benchmarks.micro.EchoApi;
import io.redstart.server.RedstartServer;
import io.redstart.server.ServerSettings;
import org.slf4j.LoggerFactory;

/** Redstart with the echo API, as a program of its own: the limits of how much one address may do are off. */
public final class RedstartEcho {
    private RedstartEcho() {}

    /**
     * Serves until its standard input ends.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        ServerSettings defaults = new ServerSettings();
        RedstartServer server = RedstartServer.builder()
                .settings(defaults.with(defaults.connections().withoutRates())
                        .with(defaults.admission().withoutAddresses()))
                .port(0)
                .api(EchoApi.class)
                .start();
        Answers.serve(server.port());
        System.exit(0);
    }
}
