package io.redstart.server.session;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers for a while why sessions ended whose clients were away, for those who come back and show the key. What was
 * longest ago is forgotten first.
 */
final class Departed {
    private static final int MOST = 10_000;

    private final long window;
    private final Map<String, End> ends = new LinkedHashMap<>();

    @SuppressWarnings("ArrayRecordComponent") // looked at by Secrets alone
    private record End(byte[] keyDigest, String why, long at) {}

    /** Remembers each for as long as the window, in milliseconds. */
    Departed(long window) {
        this.window = window;
    }

    synchronized void add(String id, byte[] keyDigest, String why, long now) {
        ends.put(id, new End(keyDigest, why, now));
        if (ends.size() > MOST) {
            Iterator<End> oldest = ends.values().iterator();
            oldest.next();
            oldest.remove();
        }
    }

    /** Why a session ended; {@code unknown} if that is not known or the key is not its. */
    synchronized String why(String id, String key) {
        End end = ends.get(id);
        return end != null && Secrets.same(end.keyDigest(), key) ? end.why() : Resumption.UNKNOWN;
    }

    synchronized void tick(long now) {
        Iterator<End> oldest = ends.values().iterator();
        while (oldest.hasNext() && now - oldest.next().at() >= window) {
            oldest.remove();
        }
    }

    synchronized int size() {
        return ends.size();
    }
}
