package io.redstart.benchmarks.startup;

import java.io.IOException;
import java.nio.file.Path;

/** A jar with one API of one method. */
final class TinyApi {
    private static final String SOURCE = """
            package clap;

            import io.redstart.api.Api;
            import io.redstart.api.Call;

            @Api
            public class Clap {
                @Call
                public String clap(int hands) {
                    return "Clap with " + hands;
                }
            }
            """;

    private TinyApi() {}

    static void jar(Path jar, Path work) throws IOException {
        ApiJar.make(jar, work, "Clap", SOURCE);
    }
}
