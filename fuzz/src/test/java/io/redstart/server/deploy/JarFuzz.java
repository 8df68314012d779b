package io.redstart.server.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import io.redstart.server.registry.ApiScanner;
import io.redstart.server.registry.RejectedBundleException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipFile;

/** A jar is refused with what is wrong with it, or keeps within its bounds and can be looked at. */
class JarFuzz {
    private static final int MAX_ENTRIES = 20;
    private static final long MAX_UNPACKED = 100_000;
    private static final Path JAR = jar();

    private static Path jar() {
        try {
            return Files.createTempDirectory("redstart-fuzz-").resolve("fuzz-1.jar");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void looksIntoAJar(byte[] bytes) throws IOException {
        Files.write(JAR, bytes);
        try {
            new JarLimits(settings()).check("fuzz", JAR);
        } catch (RejectedBundleException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        try (ZipFile zip = new ZipFile(JAR.toFile())) {
            assertThat(zip.size()).isLessThanOrEqualTo(MAX_ENTRIES);
        }
        try (InspectedJar looked = InspectedJar.open(JAR, (name, jar, loader) -> ApiScanner.scan(name, loader, jar))) {
            assertThat(looked.name()).isEqualTo("fuzz");
        } catch (RejectedBundleException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private static DeploySettings settings() {
        DeploySettings usual = new DeploySettings();
        return new DeploySettings(
                usual.folder(),
                usual.scanPeriod(),
                usual.maxSize(),
                MAX_ENTRIES,
                MAX_UNPACKED,
                usual.startWithin(),
                usual.drainWithin());
    }

    @FuzzTest(maxDuration = "1m")
    void readsTheNameOfAJar(@NotNull String file) {
        Path path;
        try {
            path = Path.of(file + ".jar");
        } catch (java.nio.file.InvalidPathException none) {
            return;
        }
        BundleName name = BundleName.of(path);
        if (name.isValid()) {
            assertThat(name.name()).matches("[A-Za-z0-9_.-]+");
        }
    }
}
