package io.redstart.api;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SessionStore} keeps: that a user works from somewhere, independent of connections.
 *
 * <pre>{@code
 * StoredSession kept = store.open(Map.of("id", "ann", "name", "Ann"), "192.0.2.7", "shop", Map.of());
 * }</pre>
 *
 * @param id unique, made by the store
 * @param opened when it was opened
 * @param lastRequest when it was last opened, loaded or given data
 * @param address where the client is; any text of at most 255 characters
 * @param client what the client is; any text of at most 255 characters
 * @param user what is known of the user: {@code id}, a text of 1 to 255 characters, and whatever else converts to JSON
 * @param data what is kept with it; values convert to JSON
 */
public record StoredSession(
        String id,
        Instant opened,
        Instant lastRequest,
        String address,
        String client,
        Map<String, @Nullable Object> user,
        Map<String, @Nullable Object> data) {
    /**
     * Copies the maps.
     *
     * @param id unique, made by the store
     * @param opened when it was opened
     * @param lastRequest when it was last opened, loaded or given data
     * @param address where the client is
     * @param client what the client is
     * @param user what is known of the user, with its {@code id}
     * @param data what is kept with it
     * @throws IllegalArgumentException if the user has no {@code id} of that form
     */
    public StoredSession {
        userId(user);
        user = Collections.unmodifiableMap(new LinkedHashMap<>(user));
        data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    }

    /**
     * Whose it is.
     *
     * @return the user's id
     */
    public String userId() {
        return userId(user);
    }

    private static String userId(Map<String, @Nullable Object> user) {
        if (user.get("id") instanceof String id && !id.isEmpty() && id.length() <= 255) {
            return id;
        }
        throw new IllegalArgumentException("user: id is " + user.get("id") + " (expected: 1 to 255 characters)");
    }
}
