package io.redstart.proofs.leftover;

import io.redstart.client.RedstartClient;
import io.redstart.proofs.Row;
import io.redstart.proofs.Settings;
import io.redstart.proofs.Until;
import io.redstart.server.RedstartServer;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;

/** A bundle is replaced again and again under a client that calls it; then the old versions are gone. */
public final class Redeploys {
    /** Where the bundle puts its class loader: the only thing that both can see. */
    private static final String LOADERS = "redstart.proofs.loaders";

    private static final String SOURCE = """
            package proof;
            import io.redstart.api.*;
            @Api("proof") public class Proof {
              public record Version(int number, String text) {}
              @ActionType("proof/opened") public record Opened(Version version) {}
              @SuppressWarnings("unchecked") public Proof() {
                ((java.util.Queue<Object>) System.getProperties().get("redstart.proofs.loaders"))
                    .add(new java.lang.ref.WeakReference<>(Proof.class.getClassLoader()));
              }
              @OnOpen public void open(Session session) { session.dispatch(new Opened(version())); }
              @Call public Version version() { return new Version(VERSION, "a" + VERSION); }
            }
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long METASPACE = 5 << 20;

    private Redeploys() {}

    /** What the bundle answers. */
    record Version(int number, String text) {}

    record Outcome(int redeploys, long metaspace, long loaders) {
        /** The last version is there, and no other. */
        boolean isClean() {
            return metaspace <= METASPACE && loaders == 1;
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "metaspace %+.2f MiB, %d class loader", Footprint.mib(metaspace), loaders);
        }
    }

    static Outcome run(Path work, int warmup, int redeploys) throws Exception {
        Queue<WeakReference<ClassLoader>> loaders = new ConcurrentLinkedQueue<>();
        System.getProperties().put(LOADERS, loaders);
        Path apis = Files.createDirectories(work.resolve("apis"));
        try (RedstartServer server = RedstartServer.builder()
                        .settings(Settings.of(List.of("deploy.scan-period=20ms")))
                        .folder(apis)
                        .start();
                RedstartClient client =
                        RedstartClient.builder(server.webSocketUri()).connect()) {
            deploy(work, apis, client, 1, warmup);
            long before = Footprint.now().metaspace();
            deploy(work, apis, client, warmup + 1, redeploys);
            Until.so(PATIENCE, () -> Footprint.now().heap() > 0 && alive(loaders) == 1);
            return new Outcome(redeploys, Footprint.now().metaspace() - before, alive(loaders));
        } finally {
            System.getProperties().remove(LOADERS);
        }
    }

    private static long alive(Queue<WeakReference<ClassLoader>> loaders) {
        return loaders.stream()
                .map(WeakReference::get)
                .filter(loader -> loader != null)
                .distinct()
                .count();
    }

    private static void deploy(Path work, Path apis, RedstartClient client, int first, int count) throws IOException {
        for (int version = first; version < first + count; version++) {
            Path jar = jar(work, version);
            Files.move(
                    jar,
                    apis.resolve("proof.jar"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
            int expected = version;
            if (!Until.so(PATIENCE, () -> answers(client) == expected)) {
                throw new IllegalStateException("version " + version + " does not answer");
            }
        }
    }

    private static int answers(RedstartClient client) {
        return client.call("proof.version", Version.class)
                .handle((version, thrown) -> thrown == null ? version.number() : 0)
                .join();
    }

    private static Path jar(Path work, int version) throws IOException {
        Path sources = Files.createDirectories(work.resolve("source/proof"));
        Path classes = Files.createDirectories(work.resolve("classes"));
        Path source = Files.writeString(sources.resolve("Proof.java"), SOURCE.replace("VERSION", "" + version));
        int code = ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-parameters", "-d", classes.toString(), source.toString());
        if (code != 0) {
            throw new IllegalStateException("the bundle does not compile");
        }
        Path jar = work.resolve("proof.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                var files = Files.list(classes.resolve("proof"))) {
            for (Path file : files.toList()) {
                packed.putNextEntry(new JarEntry("proof/" + file.getFileName()));
                Files.copy(file, packed);
                packed.closeEntry();
            }
        }
        return jar;
    }

    /**
     * Two hundred of them.
     *
     * @param args nothing
     * @throws Exception if a version does not come up
     */
    public static void main(String[] args) throws Exception {
        Outcome outcome = run(Files.createTempDirectory("redeploys"), 20, 200);
        new Row("200 redeploys", outcome.toString(), "metaspace within 5 MiB, 1 class loader", outcome.isClean())
                .print();
        System.exit(outcome.isClean() ? 0 : 1);
    }
}
