package io.redstart.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** What a server under load says to whoever started it, on its standard streams: its port, then the heap in use. */
public final class Answers {
    static final String PORT = "port ";
    static final String HEAP = "heap ";

    private Answers() {}

    /**
     * Tells the port, then answers until nobody asks any more.
     *
     * @param port where the server listens
     */
    public static void serve(int port) throws IOException {
        System.out.println(PORT + port);
        BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (asked.readLine() != null) {
            System.gc();
            System.out.println(HEAP
                    + (Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory()));
        }
    }
}
