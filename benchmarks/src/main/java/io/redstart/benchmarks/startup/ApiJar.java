package io.redstart.benchmarks.startup;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A jar with one API, compiled as an author compiles it: with the processor, so that it has an index. */
public final class ApiJar {
    private ApiJar() {}

    /**
     * Compiles and packs.
     *
     * @param jar the jar that is made
     * @param work a folder for what is made on the way
     * @param name of the class
     * @param text its source
     */
    public static void make(Path jar, Path work, String name, String text) throws IOException {
        Path source = Files.createDirectories(work).resolve(name + ".java");
        Files.writeString(source, text);
        Path classes = Files.createDirectories(work.resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            String path = apiClasspath();
            boolean compiled = compiler.getTask(
                            null,
                            files,
                            null,
                            List.of(
                                    "-parameters",
                                    "--release",
                                    "17",
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    path,
                                    "-processorpath",
                                    path),
                            null,
                            files.getJavaFileObjects(source))
                    .call();
            if (!compiled) {
                throw new IOException("The API of the measurement does not compile");
            }
        }
        pack(classes, jar);
    }

    private static String apiClasspath() {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.contains("api-annotations")
                        || entry.contains("jakarta.inject")
                        || entry.contains("jspecify"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream packed = new JarOutputStream(out);
                Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                packed.putNextEntry(
                        new JarEntry(classes.relativize(file).toString().replace('\\', '/')));
                packed.write(Files.readAllBytes(file));
            }
        }
    }
}
