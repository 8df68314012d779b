package io.redstart.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the sessions of users beyond connections and clients: where a user works from, since when, and data with it. The
 * server has one for each namespace, in memory; a program that embeds the server brings another among its instances
 * ({@code RedstartServer.builder().instance(store)}). Any thread may use it. Methods may block, and throw {@link CallException} where a caller is to hear of it.
 *
 * <p>A session nobody asked for is dropped after {@code session-store.timeout}.
 *
 * <pre>{@code
 * StoredSession mine = store.open(Map.of("id", "ann", "name", "Ann"), address, "shop", Map.of("cart", List.of()));
 * store.store("ann", mine.id(), Map.of("cart", List.of("milk")));
 * }</pre>
 */
public interface SessionStore {
    /**
     * All sessions of a user.
     *
     * @param user the user's id
     * @return the oldest first; empty if there is none
     */
    List<StoredSession> list(String user);

    /**
     * One session. It counts as used.
     *
     * @param user the user's id
     * @param id the session's id
     * @return the session; empty if there is none, or it is another user's
     */
    Optional<StoredSession> load(String user, String id);

    /**
     * Opens a session. If there is one of the same user, address and client it is that one, as it is; it counts as used.
     *
     * @param user what is known of the user, with its {@code id}
     * @param address where the client is, at most 255 characters
     * @param client what the client is, at most 255 characters
     * @param data what to keep with a new one
     * @return the session
     * @throws CallException {@code invalid} if something has another form, {@code too_large} if it is more than may
     *     be kept, {@code overloaded} if there is no room
     */
    StoredSession open(
            Map<String, @Nullable Object> user, String address, String client, Map<String, @Nullable Object> data);

    /**
     * Keeps other data with a session. It counts as used.
     *
     * @param user the user's id
     * @param id the session's id
     * @param data what to keep from now on
     * @return false if there is no such session of the user
     * @throws CallException {@code invalid} or {@code too_large}, as {@link #open}
     */
    boolean store(String user, String id, Map<String, @Nullable Object> data);

    /**
     * Keeps what is known of a user from now on with all sessions of that user. None of them counts as used. A store that
     * does not say otherwise keeps what was known when each session was opened.
     *
     * @param user what is known of the user, with its {@code id}
     * @throws CallException {@code invalid} or {@code too_large}, as {@link #open}; then nothing has changed
     */
    default void update(Map<String, @Nullable Object> user) {}

    /**
     * Drops the session of a user from somewhere.
     *
     * @param user the user's id
     * @param address where the client is
     * @param client what the client is
     * @return false if there is none
     */
    boolean close(String user, String address, String client);

    /**
     * Drops a session.
     *
     * @param user the user's id
     * @param id the session's id
     * @return false if there is no such session of the user
     */
    boolean delete(String user, String id);
}
