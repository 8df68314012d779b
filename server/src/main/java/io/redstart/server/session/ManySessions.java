package io.redstart.server.session;

import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Does something for one session after the other. What many sessions hold is in no cache any more: so some are looked at
 * before it is their turn, and what they hold is fetched for all of those at once instead of one thing after the other.
 */
public final class ManySessions {
    private static final int AHEAD = 8;

    /** Nobody reads it; so no compiler may leave out what it is made of. */
    @SuppressWarnings({"UnusedVariable", "NonFinalStaticField"})
    private static int fetched;

    private ManySessions() {}

    /**
     * Does something for each.
     *
     * @param sessions not changed meanwhile
     * @param action what to do
     */
    public static void forEach(Iterable<LiveSession> sessions, Consumer<LiveSession> action) {
        forEach(sessions, Function.identity(), action);
    }

    /**
     * Does something for each.
     *
     * @param all not changed meanwhile
     * @param session whose each is
     * @param action what to do
     */
    public static <T> void forEach(Iterable<T> all, Function<T, LiveSession> session, Consumer<T> action) {
        Iterator<T> ahead = all.iterator();
        int seen = 0;
        int left = 0;
        for (T each : all) {
            if (left == 0) {
                for (; left < AHEAD && ahead.hasNext(); left++) {
                    seen += session.apply(ahead.next()).fetch();
                }
            }
            left--;
            action.accept(each);
        }
        fetched = seen;
    }
}
