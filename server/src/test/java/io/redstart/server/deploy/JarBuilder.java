package io.redstart.server.deploy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Compiles sources and packs them into a jar. */
public final class JarBuilder {
    private final List<JavaFileObject> sources = new ArrayList<>();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final List<String> left = new ArrayList<>();

    /** Adds a class by its source. */
    public JarBuilder source(String className, String... lines) {
        sources.add(new Source(className, String.join("\n", lines)));
        return this;
    }

    /** Adds a file. */
    public JarBuilder entry(String name, String content) {
        return entry(name, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a file. */
    public JarBuilder entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    /** Compiles a class but leaves it out of the jar. */
    public JarBuilder without(String className) {
        left.add(className.replace('.', '/') + ".class");
        return this;
    }

    /** Writes the jar, at one go, as a careful tool does. */
    public Path write(Path jar) {
        try {
            Map<String, byte[]> all = new LinkedHashMap<>(entries);
            all.putAll(compiled());
            all.keySet().removeAll(left);
            Path written = jar.resolveSibling(jar.getFileName() + ".tmp");
            try (OutputStream out = Files.newOutputStream(written);
                    ZipOutputStream zip = new ZipOutputStream(out)) {
                for (Map.Entry<String, byte[]> entry : all.entrySet()) {
                    zip.putNextEntry(new ZipEntry(entry.getKey()));
                    zip.write(entry.getValue());
                }
            }
            return Files.move(written, jar, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, byte[]> compiled() throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        if (sources.isEmpty()) {
            return classes;
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path out = Files.createTempDirectory("jar-builder");
        StringWriter messages = new StringWriter();
        List<String> options = List.of(
                "-d", out.toString(), "-proc:none", "-parameters", "-cp", System.getProperty("java.class.path"));
        if (!compiler.getTask(messages, null, null, options, null, sources).call()) {
            throw new IllegalArgumentException(messages.toString());
        }
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (Files.isRegularFile(file)) {
                    classes.put(out.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
                }
                Files.delete(file);
            }
        }
        return classes;
    }

    private static final class Source extends SimpleJavaFileObject {
        private final String text;

        Source(String className, String text) {
            super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
            this.text = text;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
