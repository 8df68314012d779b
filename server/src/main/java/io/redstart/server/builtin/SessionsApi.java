package io.redstart.server.builtin;

import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.SessionStore;
import io.redstart.api.StoredSession;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of users that are kept beyond connections, for those who may look after them. Who that is the setting
 * {@code session-store.role} says; it stands in place of the role that is written here.
 */
@Api("sessions")
@RolesAllowed("sessions")
public final class SessionsApi {
    private final SessionStore store;

    /**
     * For a store.
     *
     * @param store what is read and changed
     */
    public SessionsApi(SessionStore store) {
        this.store = store;
    }

    /**
     * All sessions of a user.
     *
     * @param user the user's id
     * @return the oldest first
     */
    @Call
    public List<StoredSession> list(String user) {
        return store.list(user);
    }

    /**
     * One session, which counts as used.
     *
     * @param user the user's id
     * @param session the session's id
     * @return null if there is none
     */
    @Call
    public @Nullable StoredSession load(String user, String session) {
        return store.load(user, session).orElse(null);
    }

    /**
     * Opens a session. If there is one of the same user, address and client it is that one.
     *
     * @param user what is known of the user, with its id
     * @param address where the client is
     * @param client what the client is
     * @param data what to keep with a new one; may be left out
     * @return the session
     */
    @Call
    public StoredSession open(
            Map<String, @Nullable Object> user,
            String address,
            String client,
            @Nullable Map<String, @Nullable Object> data) {
        return store.open(user, address, client, data == null ? Map.of() : data);
    }

    /**
     * Keeps other data with a session.
     *
     * @param user the user's id
     * @param session the session's id
     * @param data what to keep from now on
     * @return false if there is no such session
     */
    @Call
    public boolean store(String user, String session, Map<String, @Nullable Object> data) {
        return store.store(user, session, data);
    }

    /**
     * Drops the session of a user from somewhere.
     *
     * @param user the user's id
     * @param address where the client is
     * @param client what the client is
     * @return false if there is none
     */
    @Call
    public boolean close(String user, String address, String client) {
        return store.close(user, address, client);
    }

    /**
     * Drops a session.
     *
     * @param user the user's id
     * @param session the session's id
     * @return false if there is no such session
     */
    @Call
    public boolean delete(String user, String session) {
        return store.delete(user, session);
    }
}
