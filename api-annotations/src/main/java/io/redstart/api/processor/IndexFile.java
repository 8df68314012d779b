package io.redstart.api.processor;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.tools.FileObject;
import javax.tools.StandardLocation;

/** The index among the class files. */
final class IndexFile {
    static final String PATH = "META-INF/redstart/index.json";

    private final Filer filer;

    IndexFile(ProcessingEnvironment environment) {
        this.filer = environment.getFiler();
    }

    /** What an earlier compilation wrote, without the classes that are compiled now or are no longer there. */
    Index read(Set<String> compiled) {
        Index index = new Index();
        if (!(Json.read(text()) instanceof Map<?, ?> map)) {
            return index;
        }
        Predicate<String> kept = key -> {
            String type = key.contains("#") ? key.substring(0, key.indexOf('#')) : key;
            return !compiled.contains(type.replace('$', '.')) && exists(type);
        };
        if (map.get("classes") instanceof List<?> classes) {
            strings(classes).filter(kept).forEach(index.classes()::add);
        }
        if (map.get("docs") instanceof Map<?, ?> docs) {
            docs.forEach((key, doc) -> {
                if (kept.test(String.valueOf(key))) {
                    index.docs().put(String.valueOf(key), String.valueOf(doc));
                }
            });
        }
        if (map.get("parameters") instanceof Map<?, ?> parameters) {
            parameters.forEach((key, names) -> {
                if (kept.test(String.valueOf(key)) && names instanceof List<?> list) {
                    index.parameters().put(String.valueOf(key), strings(list).toList());
                }
            });
        }
        return index;
    }

    boolean exists() {
        return !text().isEmpty();
    }

    void write(Index index) throws IOException {
        FileObject file = filer.createResource(StandardLocation.CLASS_OUTPUT, "", PATH);
        try (Writer writer = file.openWriter()) {
            writer.write(Json.write(index.asMap()));
        }
    }

    private static java.util.stream.Stream<String> strings(List<?> list) {
        return list.stream().map(String::valueOf);
    }

    private String text() {
        try {
            return filer.getResource(StandardLocation.CLASS_OUTPUT, "", PATH)
                    .getCharContent(true)
                    .toString();
        } catch (IOException e) {
            return ""; // nothing was compiled into this folder yet
        }
    }

    private boolean exists(String binary) {
        int dot = binary.lastIndexOf('.');
        String pack = dot < 0 ? "" : binary.substring(0, dot);
        try (java.io.InputStream in = filer.getResource(
                        StandardLocation.CLASS_OUTPUT, pack, binary.substring(dot + 1) + ".class")
                .openInputStream()) {
            return in.read() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
