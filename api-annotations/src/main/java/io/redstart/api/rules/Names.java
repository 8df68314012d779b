package io.redstart.api.rules;

import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which names may be given; each check answers with the text of the mistake, or null. */
final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,63}");
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{0,63}");
    private static final String RESERVED = "redstart";

    /** What only the server says. The codes of the protocol that are not here are meant for applications too. */
    private static final Set<String> RESERVED_CODES = Set.of(
            "bad_message",
            "unauthenticated",
            "token_expired",
            "rate_limited",
            "overloaded",
            "too_large",
            "timeout",
            "cancelled",
            "unknown_outcome",
            "internal");

    private static final Pattern CHANNELS = Pattern.compile("[A-Za-z0-9_.:#@/-]{1,255}|[A-Za-z0-9_.:#@/-]{0,255}[*]");

    private Names() {}

    static @Nullable String name(String name) {
        if (!NAME.matcher(name).matches()) {
            return "name: '" + name + "' (expected: a letter, then letters, digits and _, at most 64 characters)";
        }
        return name.equals(RESERVED) ? "name: '" + name + "' (expected: another, this one is reserved)" : null;
    }

    /** Of an action or an event. */
    static @Nullable String type(String type) {
        boolean right =
                !type.isEmpty() && type.length() <= 128 && !type.startsWith("@@") && !type.startsWith(RESERVED + "/");
        return right ? null : "type: '" + type + "' (expected: 1 to 128 characters, not starting with @@ or redstart/)";
    }

    /** Of channels. */
    static @Nullable String channels(String pattern) {
        return CHANNELS.matcher(pattern).matches()
                ? null
                : "channels: '" + pattern
                        + "' (expected: letters, digits and _ . : # @ / -, at most 255 characters, and"
                        + " * at the end or none)";
    }

    static @Nullable String code(String code) {
        if (!CODE.matcher(code).matches()) {
            return "code: '" + code
                    + "' (expected: a lower case letter, then lower case letters, digits and _, at most 64 characters)";
        }
        return RESERVED_CODES.contains(code)
                ? "code: '" + code + "' (expected: another, only the server says this one)"
                : null;
    }
}
