package io.redstart.server.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Sources compiled into a folder, to be read as a folder or packed into a jar. */
public final class CompiledJar {
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);");
    private static final Pattern NO_CODE = Pattern.compile("(?s)/\\*.*?\\*/|\"[^\"]*\"");
    private static final Pattern NAME = Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)");

    private final Path classes;
    private final ClassLoader loader;

    private CompiledJar(Path classes) throws IOException {
        this.classes = classes;
        this.loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, CompiledJar.class.getClassLoader());
    }

    /** Compiles without the annotation processor, and without the names of parameters. */
    public static CompiledJar plain(Path folder, List<String> sources) throws IOException {
        return compile(folder, sources, "-proc:none");
    }

    /** Compiles with the annotation processor. */
    public static CompiledJar processed(Path folder, String... sources) throws IOException {
        return compile(folder, List.of(sources), "-processor", "io.redstart.api.processor.ApiProcessor");
    }

    static CompiledJar compile(Path folder, List<String> sources, String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("-d", folder.toString(), "--release", "17"));
        all.addAll(Arrays.asList(options));
        DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
        boolean compiled = ToolProvider.getSystemJavaCompiler()
                .getTask(
                        null,
                        null,
                        diagnostics,
                        all,
                        null,
                        sources.stream().map(CompiledJar::file).toList())
                .call();
        if (!compiled) {
            throw new IllegalArgumentException(diagnostics.getDiagnostics().stream()
                    .map(one -> one.getMessage(Locale.ROOT))
                    .toList()
                    .toString());
        }
        return new CompiledJar(folder);
    }

    private static JavaFileObject file(String source) {
        Matcher pack = PACKAGE.matcher(source);
        Matcher name = NAME.matcher(NO_CODE.matcher(source).replaceAll(""));
        if (!pack.find() || !name.find()) {
            throw new IllegalArgumentException("Neither package nor type: " + source);
        }
        URI uri = URI.create("string:///" + pack.group(1).replace('.', '/') + "/" + name.group(1) + ".java");
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }

    public ClassLoader loader() {
        return loader;
    }

    public Path classes() {
        return classes;
    }

    /** Every class there is, marked or not. */
    List<Class<?>> all() throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .sorted()
                    .<Class<?>>map(this::load)
                    .toList();
        }
    }

    public Class<?> load(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Packs the classes, and what else lies among them. */
    Path pack(Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out);
                Stream<Path> files = Files.walk(classes)) {
            files.filter(Files::isRegularFile).sorted().forEach(file -> {
                try {
                    zip.putNextEntry(
                            new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
                    Files.copy(file, zip);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return jar;
    }
}
