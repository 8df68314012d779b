package io.redstart.server.channel;

import java.util.regex.Pattern;

/** What channels may be called, and what their first character says. */
final class ChannelName {
    private static final int MOST = 255;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:#@/-]+");

    private ChannelName() {}

    /** Null, or what is wrong with a name. ASCII alone, so that no two names look the same. */
    static @org.jspecify.annotations.Nullable String mistake(String name) {
        if (name.isEmpty() || name.length() > MOST) {
            return "channel: " + name.length() + " characters (expected: 1 to " + MOST + ")";
        }
        return FORM.matcher(name).matches() ? null : "channel: (expected: letters, digits and _ . : # @ / -)";
    }

    /** Nobody is in it who was not let in. */
    static boolean isPrivate(String name) {
        return name.startsWith("#");
    }

    /** Each user has their own: nobody hears what is for another. */
    static boolean isOwn(String name) {
        return name.startsWith("@");
    }
}
