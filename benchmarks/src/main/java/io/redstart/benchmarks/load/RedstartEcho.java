package io.redstart.benchmarks.load;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.redstart.benchmarks.micro.EchoApi;
import io.redstart.server.RedstartServer;
import org.slf4j.LoggerFactory;

/** Redstart with its default settings and the echo API, as a program of its own. */
public final class RedstartEcho {
    private RedstartEcho() {}

    /**
     * Serves until its standard input ends.
     *
     * @param args none
     */
    public static void main(String[] args) throws Exception {
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        RedstartServer server =
                RedstartServer.builder().port(0).api(EchoApi.class).start();
        Answers.serve(server.port());
        System.exit(0);
    }
}
