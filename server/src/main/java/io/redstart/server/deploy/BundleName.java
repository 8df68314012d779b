package io.redstart.server.deploy;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a jar's file name says: {@code todo-1.2.jar} is version {@code 1.2} of the bundle {@code todo}.
 *
 * @param name the bundle's name
 * @param version its version, or null if the file name has none
 */
record BundleName(String name, @Nullable String version) {
    private static final Pattern VERSIONED = Pattern.compile("(.+?)-(\\d+(?:\\.\\d+)*(?:[-+.][0-9A-Za-z.+-]*)?)");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}");

    static BundleName of(Path jar) {
        String file = jar.getFileName().toString();
        String stem = file.endsWith(".jar") ? file.substring(0, file.length() - ".jar".length()) : file;
        Matcher versioned = VERSIONED.matcher(stem);
        return versioned.matches()
                ? new BundleName(versioned.group(1), versioned.group(2))
                : new BundleName(stem, null);
    }

    /** Whether the name can stand in a URL and in a settings key. */
    boolean isValid() {
        return NAME.matcher(name).matches();
    }
}
