package io.redstart.api;

import java.util.Map;
import java.util.Set;

/**
 * Who is behind a session, as the {@link Authenticator} said.
 *
 * <pre>{@code
 * return Decision.accept(new User("joe", Set.of("admin"), Map.of("plan", "free")));
 * }</pre>
 *
 * @param id the user's id, 1 to 255 characters; one user may have many sessions
 * @param roles what the user may do; may be empty
 * @param claims what else is known; values convert to JSON
 */
public record User(String id, Set<String> roles, Map<String, Object> claims) {
    /**
     * Checks the id and copies the collections.
     *
     * @param id the user's id, 1 to 255 characters
     * @param roles what the user may do
     * @param claims what else is known
     * @throws IllegalArgumentException if the id is empty or too long
     */
    public User {
        if (id.isEmpty() || id.length() > 255) {
            throw new IllegalArgumentException("id: " + id.length() + " characters (expected: 1 to 255)");
        }
        roles = Set.copyOf(roles);
        claims = Map.copyOf(claims);
    }

    /**
     * A user about whom only the id is known.
     *
     * @param id the user's id
     */
    public User(String id) {
        this(id, Set.of(), Map.of());
    }
}
