package io.redstart.server.channel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Who is in a channel, counted by users and not by their sessions. Guarded by its channel. */
final class Presence {
    private final Map<String, Integer> users = new HashMap<>(0);
    private int guests;

    /** A session comes; its user, if they were not here before. */
    @Nullable
    String enter(@Nullable String user) {
        if (user == null) {
            guests++;
            return null;
        }
        return users.merge(user, 1, Integer::sum) == 1 ? user : null;
    }

    /** A session goes, as who it came; its user, if they are not here any more. */
    @Nullable
    String exit(@Nullable String user) {
        if (user == null) {
            guests--;
            return null;
        }
        Integer left = users.merge(user, -1, (count, less) -> count + less == 0 ? null : count + less);
        return left == null ? user : null;
    }

    Here here(int sessions) {
        return new Here(users.keySet().stream().sorted().toList(), guests, sessions);
    }

    Here here(String user) {
        int sessions = users.getOrDefault(user, 0);
        return new Here(sessions == 0 ? List.of() : List.of(user), 0, sessions);
    }
}
