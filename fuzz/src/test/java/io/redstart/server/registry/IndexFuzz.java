package io.redstart.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The index in a jar is an index, or one mistake that is told. */
class IndexFuzz {
    private static final Path FOLDER = folder();

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("redstart-fuzz-");
            Files.createDirectories(folder.resolve("META-INF/redstart"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsAnIndex(byte[] json) throws IOException {
        Files.write(FOLDER.resolve("META-INF/redstart/index.json"), json);
        List<Mistake> mistakes = new ArrayList<>();
        BundleIndex index = IndexFile.of(FOLDER, mistakes::add);
        assertThat(mistakes).hasSizeLessThan(2);
        if (!mistakes.isEmpty()) {
            assertThat(index).isSameAs(BundleIndex.NONE);
        }
        ClassLoader loader = new ClassLoader(null) {
            @Override
            public InputStream getResourceAsStream(String name) {
                return new ByteArrayInputStream(json);
            }
        };
        assertThat(IndexFile.of(loader)).isEqualTo(index);
    }
}
