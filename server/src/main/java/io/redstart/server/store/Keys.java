package io.redstart.server.store;

import java.util.Iterator;
import java.util.function.BiConsumer;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/**
 * The keys of what is kept. Their parts are apart by a line's end, which is in no name of a namespace or channel; a
 * user's id, which may hold anything, comes last.
 */
final class Keys {
    static final String NAMESPACES = "namespace\n";
    /** At the end of a key: all that begin so. No key of anything else ends in it. */
    static final String EVERYTHING = "\u0000";

    private static final String CHANNELS = "channel\n";

    private Keys() {}

    static String namespace(String name) {
        return NAMESPACES + name;
    }

    static String channels(String namespace) {
        return CHANNELS + namespace + "\n";
    }

    static String everything(String namespace) {
        return channels(namespace) + EVERYTHING;
    }

    static String state(String channel, @Nullable String user) {
        return channel + "\n" + (user == null ? "all" : "of\n" + user + "\n");
    }

    static String grant(String channel, String user) {
        return channel + "\ngrant\n" + user + "\n";
    }

    /** Each value whose key begins so, with the rest of its key. */
    static void each(MVMap<String, byte[]> values, String prefix, BiConsumer<String, byte[]> what) {
        for (Iterator<String> keys = values.keyIterator(prefix); keys.hasNext(); ) {
            String key = keys.next();
            if (!key.startsWith(prefix)) {
                return;
            }
            byte[] value = values.get(key);
            if (value != null) {
                what.accept(key.substring(prefix.length()), value);
            }
        }
    }
}
