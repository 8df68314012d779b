package io.redstart.server.deploy;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.redstart.server.registry.RejectedBundleException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JarLimitsTest {
    @TempDir
    Path folder;

    @Test
    void letsAPlainJarPass() {
        assertThatCode(() -> check(new JarBuilder().entry("a/b.txt", "hello"))).doesNotThrowAnyException();
    }

    @Test
    void countsWhatIsReallyUnpacked() throws Exception {
        Path jar = new JarBuilder().entry("bomb", new byte[300_000]).write(folder.resolve("bomb.jar"));
        understateSize(jar);

        assertThatThrownBy(() -> new JarLimits(settings()).check("bomb", jar))
                .isInstanceOf(RejectedBundleException.class)
                .hasMessageContaining("bomb.jar: ");
    }

    @Test
    void refusesAJarThatHoldsTooMuch() {
        assertThatThrownBy(() -> check(new JarBuilder().entry("bomb", new byte[300_000])))
                .hasMessageContaining("unpacked: more than 200000 bytes");
    }

    @Test
    void refusesTooManyEntries() {
        JarBuilder jar = new JarBuilder();
        for (int i = 0; i < 11; i++) {
            jar.entry("entry" + i, "");
        }

        assertThatThrownBy(() -> check(jar)).hasMessageContaining("entries: 11 (expected: at most 10)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/etc/evil", "a\\evil", "C:evil"})
    void refusesNamesThatLeadOut(String name) {
        assertThatThrownBy(() -> check(new JarBuilder().entry(name, "evil")))
                .hasMessageContaining("leads out of the jar");
    }

    @Test
    void refusesSymbolicLinksInTheJar() throws Exception {
        Path jar = new JarBuilder().entry("link", "/etc/passwd").write(folder.resolve("link.jar"));
        byte[] bytes = Files.readAllBytes(jar);
        int entry = lastIndexOf(bytes, "PK\1\2");
        bytes[entry + 5] = 3;
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(entry + 38, 0120777 << 16);
        Files.write(jar, bytes);

        assertThatThrownBy(() -> new JarLimits(settings()).check("link", jar))
                .hasMessageContaining("entry 'link': is a symbolic link");
    }

    @Test
    void refusesADamagedTable() throws Exception {
        Path jar = new JarBuilder().entry("a", "b").write(folder.resolve("damaged.jar"));
        byte[] bytes = Files.readAllBytes(jar);
        bytes[lastIndexOf(bytes, "PK\1\2")] = 'X';
        Files.write(jar, bytes);

        assertThatThrownBy(() -> new JarLimits(settings()).check("damaged", jar))
                .hasMessageContaining("its table of entries is damaged");
    }

    @Test
    void refusesALinkInPlaceOfAJar() throws Exception {
        Path jar = new JarBuilder().entry("a", "b").write(folder.resolve("real.jar"));
        Path link = Files.createSymbolicLink(folder.resolve("link.jar"), jar);

        assertThatThrownBy(() -> JarCopy.of("link", link, 1000)).hasMessageContaining("is a symbolic link");
    }

    @Test
    void stopsCopyingWhatIsTooLarge() throws Exception {
        Path jar = Files.write(folder.resolve("large.jar"), new byte[200_000]);

        assertThatThrownBy(() -> JarCopy.of("large", jar, 100_000))
                .hasMessageContaining("size: more than 100000 bytes");
    }

    private void check(JarBuilder jar) throws RejectedBundleException {
        new JarLimits(settings()).check("test", jar.write(folder.resolve("test.jar")));
    }

    private DeploySettings settings() {
        return new DeploySettings(
                folder, Duration.ofSeconds(1), 100_000, 10, 200_000, Duration.ofSeconds(1), Duration.ZERO);
    }

    /** Makes the table say that the entry unpacks to one byte. */
    private static void understateSize(Path jar) throws Exception {
        byte[] bytes = Files.readAllBytes(jar);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(lastIndexOf(bytes, "PK\1\2") + 24, 1);
        Files.write(jar, bytes);
    }

    private static int lastIndexOf(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(text);
    }
}
