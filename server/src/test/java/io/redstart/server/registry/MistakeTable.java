package io.redstart.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A case of {@code mistakes.txt}, the table that the annotation processor is tested with as well. */
record MistakeTable(String title, List<String> sources, List<String> mistakes) {
    private static final String HEAD =
            "package t; import io.redstart.api.*; import jakarta.annotation.security.*; import jakarta.inject.*; import java.util.*;"
                    + " import java.util.concurrent.*; import java.util.stream.*; ";

    static List<MistakeTable> all() throws IOException {
        List<MistakeTable> all = new ArrayList<>();
        try (InputStream in = MistakeTable.class.getResourceAsStream("/mistakes.txt")) {
            assertThat(in).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\n  ", " ");
            for (String line : text.lines().filter(line -> !line.isEmpty()).toList()) {
                if (line.startsWith("== ")) {
                    all.add(new MistakeTable(line.substring(3), new ArrayList<>(), new ArrayList<>()));
                } else if (line.startsWith("!! ")) {
                    all.get(all.size() - 1).mistakes.add(line.substring(3));
                } else if (!all.isEmpty()) {
                    all.get(all.size() - 1).sources.add(HEAD + line);
                }
            }
        }
        return all;
    }

    @Override
    public String toString() {
        return title;
    }
}
