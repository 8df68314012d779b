package io.redstart.api.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaFileObject;

/** The table of mistakes, {@code mistakes.txt}. */
record Sources(String title, List<String> sources, List<String> mistakes) {
    private static final String HEAD =
            "package t; import io.redstart.api.*; import jakarta.annotation.security.*; import jakarta.inject.*; import java.util.*;"
                    + " import java.util.concurrent.*; import java.util.stream.*; ";
    private static final Pattern NAME = Pattern.compile("(?:class|record|interface|enum) (\\w+)");

    static List<Sources> all() throws IOException {
        List<Sources> all = new ArrayList<>();
        try (InputStream in = Sources.class.getResourceAsStream("/mistakes.txt")) {
            assertThat(in).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\n  ", " ");
            for (String line : text.lines().toList()) {
                if (line.startsWith("== ")) {
                    all.add(new Sources(line.substring(3), new ArrayList<>(), new ArrayList<>()));
                } else if (!all.isEmpty() && !line.isEmpty()) {
                    Sources last = all.get(all.size() - 1);
                    (line.startsWith("!! ") ? last.mistakes : last.sources).add(line.replaceFirst("^!! ", ""));
                }
            }
        }
        return all;
    }

    List<JavaFileObject> files() {
        return sources.stream().map(Sources::file).toList();
    }

    static JavaFileObject file(String source) {
        Matcher name = NAME.matcher(source);
        assertThat(name.find()).isTrue();
        return com.google.testing.compile.JavaFileObjects.forSourceString("t." + name.group(1), HEAD + source);
    }

    @Override
    public String toString() {
        return title;
    }
}
