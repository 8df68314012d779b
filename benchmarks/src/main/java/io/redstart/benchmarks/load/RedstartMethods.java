package io.redstart.benchmarks.load;

import io.redstart.benchmarks.startup.ApiJar;
import io.redstart.server.RedstartServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Redstart with a jar of so many methods. */
public final class RedstartMethods {
    private RedstartMethods() {}

    /**
     * Serves until its standard input ends.
     *
     * @param args how many methods
     */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("redstart-methods");
        try {
            Path apis = Files.createDirectories(folder.resolve("apis"));
            ApiJar.make(apis.resolve("many.jar"), folder.resolve("work"), "Many", source(Integer.parseInt(args[0])));
            RedstartServer server = RedstartEcho.builder(List.of()).folder(apis).start();
            Answers.serve(server.port());
            server.close();
        } finally {
            delete(folder);
        }
        System.exit(0);
    }

    /** What the first of them are called. */
    static List<String> names(int methods) {
        return IntStream.range(0, methods).mapToObj(i -> "many.method" + i).toList();
    }

    private static String source(int methods) {
        return """
                package many;

                import io.redstart.api.Api;
                import io.redstart.api.Call;
                import io.redstart.api.NonBlocking;
                import jakarta.inject.Singleton;

                @Api("many")
                @Singleton
                public class Many {
                %s
                }
                """.formatted(
                IntStream.range(0, methods).mapToObj(i -> """
                    @Call
                    @NonBlocking
                    public String method%d(String text) {
                        return text;
                    }
                """.formatted(i)).collect(Collectors.joining("\n")));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
