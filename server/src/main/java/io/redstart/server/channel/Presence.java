package io.redstart.server.channel;

import io.redstart.api.User;
import io.redstart.server.session.LiveSession;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is in a channel, counted by users and not by their sessions. Guarded by its channel. */
final class Presence {
    private final Map<String, Integer> users = new HashMap<>(0);
    /** Who a session was when it came: it leaves as the same. */
    private final Map<LiveSession, String> as = new HashMap<>(0);

    private int guests;

    /**
     * Who is here.
     *
     * @param users the users, in the order of their ids
     * @param guests how many sessions without a user
     */
    record Here(List<String> users, int guests) {}

    /** A session comes; its user, if they were not here before. */
    @Nullable
    String enter(LiveSession session) {
        User user = session.user();
        if (user == null) {
            guests++;
            return null;
        }
        as.put(session, user.id());
        return users.merge(user.id(), 1, Integer::sum) == 1 ? user.id() : null;
    }

    /** A session goes; its user, if they are not here any more. */
    @Nullable
    String exit(LiveSession session) {
        String user = as.remove(session);
        if (user == null) {
            guests--;
            return null;
        }
        Integer left = users.merge(user, -1, (count, less) -> count + less == 0 ? null : count + less);
        return left == null ? user : null;
    }

    Here here() {
        return new Here(users.keySet().stream().sorted().toList(), guests);
    }
}
