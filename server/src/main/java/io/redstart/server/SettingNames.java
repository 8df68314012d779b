package io.redstart.server;

import java.util.Locale;
import java.util.regex.Pattern;

/** How a setting is written in Java ({@code maxSize}), in files ({@code max-size}) and in the environment. */
final class SettingNames {
    static final String PREFIX = "REDSTART_";
    private static final Pattern SECRET =
            Pattern.compile("key|token|secret|passw|credential", Pattern.CASE_INSENSITIVE);
    /** Sounds like a secret and says where public keys are. */
    private static final String PUBLIC_KEYS = "auth.jwt.keys";

    private static final Pattern PASSWORD_IN_URL = Pattern.compile("(://[^/@\\s:]*:)[^@/\\s]+@");

    private SettingNames() {}

    static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    static String environment(String key) {
        return PREFIX + key.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
    }

    /** A value as it may be shown; one that is empty hides nothing. */
    static String masked(String key, String text) {
        return SECRET.matcher(key).find() && !key.equals(PUBLIC_KEYS) && !text.isEmpty()
                ? "****"
                : PASSWORD_IN_URL.matcher(text).replaceAll("$1****@");
    }
}
