package io.redstart.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Follows the links between documents. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void leadSomewhere() {
        List<String> broken = new ArrayList<>();
        for (Document document : Document.all()) {
            for (int at = 0; at < document.lines().size(); at++) {
                Matcher links = LINK.matcher(document.lines().get(at));
                while (links.find()) {
                    String link = links.group(1);
                    if (!link.matches("https?://.*") && !leadsSomewhere(document, link)) {
                        broken.add(document.where(at + 1) + ": " + link);
                    }
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leadsSomewhere(Document from, String link) {
        int hash = link.indexOf('#');
        String path = hash < 0 ? link : link.substring(0, hash);
        Path target = path.isEmpty() ? from.path() : from.path().resolveSibling(path);
        if (!Files.exists(target)) {
            return false;
        }
        return hash < 0
                || Document.all().stream()
                        .filter(document -> document.path().equals(target.normalize()))
                        .flatMap(document -> document.lines().stream())
                        .filter(line -> line.startsWith("#"))
                        .anyMatch(line -> anchor(line).equals(link.substring(hash + 1)));
    }

    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
