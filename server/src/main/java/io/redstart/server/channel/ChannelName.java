package io.redstart.server.channel;

import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What channels may be called, and what their first character says. */
public final class ChannelName {
    private static final int MOST = 255;
    private static final int SHOWN = 64;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:#@/-]+");

    private ChannelName() {}

    /**
     * What is wrong with a name. ASCII alone may be in it, so that no two names look the same.
     *
     * @param name the name
     * @return null if nothing is
     */
    public static @Nullable String mistake(String name) {
        if (name.isEmpty() || name.length() > MOST) {
            return "channel: " + name.length() + " characters (expected: 1 to " + MOST + ")";
        }
        return FORM.matcher(name).matches()
                ? null
                : "channel: '" + shown(name) + "' (expected: letters, digits and _ . : # @ / -)";
    }

    private static String shown(String name) {
        return name.length() > SHOWN ? name.substring(0, SHOWN) + "…" : name;
    }

    /**
     * Whether nobody is in it who was not let in.
     *
     * @param name a channel's name
     * @return true for one that begins with {@code #}
     */
    public static boolean isPrivate(String name) {
        return name.startsWith("#");
    }

    /**
     * Whether each user has their own: nobody hears what is for another.
     *
     * @param name a channel's name
     * @return true for one that begins with {@code @}
     */
    public static boolean isOwn(String name) {
        return name.startsWith("@");
    }

    /** What no two names may have in common. */
    static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
