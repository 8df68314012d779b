package io.redstart.server.registry;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Reads the index that the annotation processor wrote into a jar. */
public final class IndexFile {
    private static final String PATH = "META-INF/redstart/index.json";
    private static final JsonMapper MAPPER = new JsonMapper();

    private IndexFile() {}

    /**
     * Reads the index of a bundle that is loaded.
     *
     * @param loader the bundle's own
     * @return its index; {@link BundleIndex#NONE} if it has none that can be read
     */
    public static BundleIndex of(ClassLoader loader) {
        try (InputStream in = loader.getResourceAsStream(PATH)) {
            return in == null ? BundleIndex.NONE : read(in);
        } catch (IOException | JacksonException e) {
            return BundleIndex.NONE; // it had its say when the bundle was scanned
        }
    }

    static BundleIndex of(Path jar, Consumer<Mistake> mistakes) {
        try {
            return Files.isDirectory(jar) ? inFolder(jar) : inJar(jar);
        } catch (IOException | JacksonException e) {
            mistakes.accept(new Mistake(
                    PATH,
                    "cannot be read: " + e.getMessage() + " (expected: an index as written "
                            + "by the annotation processor)"));
            return BundleIndex.NONE;
        }
    }

    private static BundleIndex inFolder(Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve(PATH))) {
            return read(in);
        } catch (NoSuchFileException | FileNotFoundException e) {
            return BundleIndex.NONE;
        }
    }

    private static BundleIndex inJar(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(PATH);
            if (entry == null) {
                return BundleIndex.NONE;
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return read(in);
            }
        }
    }

    private static BundleIndex read(InputStream in) throws IOException {
        Parts parts = MAPPER.readValue(in, Parts.class);
        if (parts == null || hasNull(parts)) {
            throw new IOException("a null where a value should be");
        }
        return new BundleIndex(
                parts.classes == null ? List.of() : parts.classes,
                parts.docs == null ? Map.of() : parts.docs,
                parts.parameters == null ? Map.of() : parts.parameters);
    }

    private static boolean hasNull(Parts parts) {
        return (parts.classes != null && hasNull(parts.classes))
                || (parts.docs != null && hasNull(parts.docs.values()))
                || (parts.parameters != null
                        && parts.parameters.values().stream().anyMatch(names -> names == null || hasNull(names)));
    }

    private static boolean hasNull(Collection<?> values) {
        return values.stream().anyMatch(Objects::isNull);
    }

    /** All parts may be missing. */
    private record Parts(
            @Nullable List<String> classes,
            @Nullable Map<String, String> docs,
            @Nullable Map<String, List<String>> parameters) {}
}
