package io.redstart.server.dispatch;

import io.redstart.api.User;
import io.redstart.server.channel.ChannelRules;
import io.redstart.server.session.LiveSession;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which sessions of each user are connected, so that nobody takes all the room. They count for whom their clients'
 * credentials are of; whom the application signs in has a bound of its own. Guests are not counted, nor is who is in
 * control: that is no one person.
 */
final class UserConnections {
    private final int max;
    private final Map<String, Set<LiveSession>> connected = new ConcurrentHashMap<>();

    UserConnections(int max) {
        this.max = max;
    }

    /** A session is about to be connected; false if its user has too many that are. One that is takes no more room. */
    boolean enter(LiveSession session, @Nullable User user) {
        return put(session, user, max);
    }

    /** A session has been connected that was let in before. */
    void stay(LiveSession session, @Nullable User user) {
        put(session, user, Integer.MAX_VALUE);
    }

    private boolean put(LiveSession session, @Nullable User user, int atMost) {
        if (user == null || max == 0 || ChannelRules.isControl(user)) {
            return true;
        }
        boolean[] let = {false};
        connected.compute(user.id(), (id, before) -> {
            Set<LiveSession> sessions = before == null ? new HashSet<>(2) : before;
            let[0] = sessions.contains(session) || (sessions.size() < atMost && sessions.add(session));
            return sessions;
        });
        return let[0];
    }

    /** A connection of a session is gone; another one may have taken over. */
    void leave(LiveSession session) {
        User user = session.shown();
        if (user != null && max != 0) {
            connected.computeIfPresent(user.id(), (id, before) -> {
                if (session.isConnected()) {
                    return before;
                }
                before.remove(session);
                return before.isEmpty() ? null : before;
            });
        }
    }

    /** How many users are connected. */
    int users() {
        return connected.size();
    }
}
