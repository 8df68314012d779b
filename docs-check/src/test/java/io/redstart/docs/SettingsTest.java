package io.redstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.redstart.docs.Document.Block;
import io.redstart.server.EffectiveSetting;
import io.redstart.server.SettingsException;
import io.redstart.server.SettingsReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds what the documents say of settings to what the server knows. */
class SettingsTest {
    /** A row of the table in operating.md: key, default, meaning. */
    private static final Pattern ROW = Pattern.compile("\\| `([a-z.-]+\\.[a-z.-]+)` \\|\\s*`?([^|`]*)`?\\s*\\| .+ \\|");

    private static final SettingsReader READER = new SettingsReader(Map.of());

    @Test
    void tellEachWithItsDefault(@TempDir Path folder) throws Exception {
        Map<String, String> told = new TreeMap<>();
        for (String line : Document.of("docs/operating.md").lines()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                told.put(row.group(1), row.group(2).strip());
            }
        }
        assertThat(told).isEqualTo(known(folder));
    }

    @Test
    void nameNoneThatIsNot(@TempDir Path folder) throws Exception {
        Map<String, String> known = known(folder);
        String parts = known.keySet().stream()
                .map(key -> key.substring(0, key.indexOf('.')))
                .distinct()
                .collect(Collectors.joining("|"));
        Pattern named = Pattern.compile("`((?:" + parts + ")\\.(?!ts`|levels`|rules`)[a-z-]+)`");
        List<String> unknown = new ArrayList<>();
        for (Document document : Document.all()) {
            for (int at = 0; at < document.lines().size(); at++) {
                Matcher names = named.matcher(document.lines().get(at));
                while (names.find()) {
                    if (!known.containsKey(names.group(1))) {
                        unknown.add(document.where(at + 1) + ": " + names.group(1));
                    }
                }
            }
        }
        assertThat(unknown).isEmpty();
    }

    @Test
    void areReadFromEachYamlBlock(@TempDir Path folder) throws IOException {
        List<String> mistakes = new ArrayList<>();
        for (Document document : Document.all()) {
            for (Block block : document.blocks("yaml")) {
                Path file = Files.writeString(folder.resolve("redstart.yaml"), block.text());
                try {
                    READER.read(file, List.of());
                } catch (SettingsException wrong) {
                    mistakes.add(document.where(block.line()) + ": " + wrong.getMessage());
                }
            }
        }
        assertThat(mistakes).isEmpty();
    }

    private static Map<String, String> known(Path folder) throws IOException, SettingsException {
        Path none = Files.writeString(folder.resolve("none.yaml"), "");
        return READER.read(none, List.of()).effective().stream()
                .collect(Collectors.toMap(
                        EffectiveSetting::key, EffectiveSetting::text, (one, other) -> one, TreeMap::new));
    }
}
