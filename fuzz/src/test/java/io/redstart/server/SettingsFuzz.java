package io.redstart.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Settings are read, or refused with sentences for people. */
class SettingsFuzz {
    private static final List<Type> TYPES = List.of(
            String.class,
            int.class,
            long.class,
            double.class,
            boolean.class,
            Duration.class,
            Path.class,
            TimeUnit.class);

    @FuzzTest(maxDuration = "1m")
    void readsOneSetting(FuzzedDataProvider data) {
        Type type = data.pickValue(TYPES);
        String text = data.consumeRemainingAsString();
        Object value;
        try {
            value = SettingText.read(type, text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(SettingText.read(type, SettingText.write(value))).isEqualTo(value);
    }

    @FuzzTest(maxDuration = "1m")
    void readsAFile(byte[] yaml) {
        Path file = Scratch.file("redstart.yaml", yaml);
        try {
            ReadSettings read = new SettingsReader(Map.of()).read(file, List.of());
            assertThat(read.settings()).isNotNull();
        } catch (SettingsException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            assertThat(refused.getMessage()).doesNotContain("java.lang.");
        }
    }

    @FuzzTest(maxDuration = "1m")
    void readsTheCommandLine(@NotNull String option) {
        try {
            ReadSettings read =
                    new SettingsReader(Map.of()).read(Scratch.file("empty.yaml", new byte[0]), List.of(option));
            assertThat(read.settings()).isNotNull();
        } catch (SettingsException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    /** Files that are written anew for each run. */
    private static final class Scratch {
        private static final Path FOLDER = folder();

        static Path file(String name, byte[] content) {
            try {
                return Files.write(FOLDER.resolve(name), content);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Path folder() {
            try {
                Path folder = Files.createTempDirectory("redstart-fuzz-");
                folder.toFile().deleteOnExit();
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
