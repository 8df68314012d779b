package io.redstart.benchmarks.soak;

import io.redstart.benchmarks.load.Answers;
import io.redstart.benchmarks.load.RedstartEcho;
import io.redstart.server.RedstartServer;
import java.util.List;

/** The server that is soaked: sessions of clients that went away are over soon, so that their number soon stays the same. */
public final class SoakServer {
    private SoakServer() {}

    /**
     * Serves until its standard input ends.
     *
     * @param args settings, each as {@code key=value}
     */
    public static void main(String[] args) throws Exception {
        RedstartServer server =
                RedstartEcho.builder(List.of(args)).api(SoakApi.class).start();
        Answers.serve(server.port());
        System.exit(0);
    }
}
