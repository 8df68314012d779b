package io.redstart.server.channel;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is in a channel, session by session.
 *
 * @param users the users, each once, in the order of their ids
 * @param guests how many sessions have no user
 * @param sessions how many sessions there are
 * @param of the user of each session, by the session's id; null for a guest
 */
public record Present(List<String> users, int guests, int sessions, Map<String, @Nullable String> of) {
    public Present {
        users = List.copyOf(users);
        of = Collections.unmodifiableMap(of);
    }

    static Present of(Map<String, @Nullable String> userOf) {
        List<String> users = userOf.values().stream()
                .filter(Objects::nonNull)
                .map(Objects::requireNonNull)
                .distinct()
                .sorted()
                .toList();
        int guests = (int) userOf.values().stream().filter(Objects::isNull).count();
        return new Present(users, guests, userOf.size(), userOf);
    }
}
