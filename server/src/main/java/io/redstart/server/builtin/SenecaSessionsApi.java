package io.redstart.server.builtin;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.redstart.api.Api;
import io.redstart.api.Call;
import io.redstart.api.CallException;
import io.redstart.api.SessionStore;
import io.redstart.api.StoredSession;
import jakarta.annotation.security.RolesAllowed;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The commands of the sessions service for Seneca, on the sessions that {@link SessionsApi} has: {@code
 * role:sessions,cmd:get_sessions} is {@link #getSessions}. They are for those of whom the setting {@code session-store.role} says so.
 */
@Api("sessionsService")
@RolesAllowed("sessions")
public final class SenecaSessionsApi {
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final SessionStore store;

    /**
     * For a store.
     *
     * @param store what is read and changed
     */
    public SenecaSessionsApi(SessionStore store) {
        this.store = store;
    }

    /**
     * A session as the sessions service tells it.
     *
     * @param id its id
     * @param opened when it was opened, as {@code 1970-01-01T00:00:00.000Z}
     * @param lastRequest when it was used last, likewise
     * @param address where the client is
     * @param client what the client is
     * @param user what is known of the user; left out in lists
     * @param data what is kept with it; left out if there is nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record KeptSession(
            String id,
            String opened,
            @JsonProperty("last_request") String lastRequest,
            String address,
            String client,
            @Nullable Map<String, @Nullable Object> user,
            @Nullable Map<String, @Nullable Object> data) {
        static KeptSession of(StoredSession stored, boolean withUser) {
            return new KeptSession(
                    stored.id(),
                    text(stored.opened()),
                    text(stored.lastRequest()),
                    stored.address(),
                    stored.client(),
                    withUser ? stored.user() : null,
                    stored.data().isEmpty() ? null : stored.data());
        }

        private static String text(Instant time) {
            return ISO.format(time);
        }
    }

    /**
     * All sessions of a user.
     *
     * @param userId the user's id
     * @return the oldest first; empty if nobody has that id
     */
    @Call
    public List<KeptSession> getSessions(@Nullable Object userId) {
        String user = id(userId);
        return user == null
                ? List.of()
                : store.list(user).stream()
                        .map(each -> KeptSession.of(each, false))
                        .toList();
    }

    /**
     * One session, which counts as used.
     *
     * @param userId the user's id
     * @param sessionId the session's id
     * @return null if there is none
     */
    @Call
    public @Nullable KeptSession loadSession(@Nullable Object userId, @Nullable Object sessionId) {
        String user = id(userId);
        String session = id(sessionId);
        return user == null || session == null
                ? null
                : store.load(user, session)
                        .map(each -> KeptSession.of(each, true))
                        .orElse(null);
    }

    /**
     * Opens a session. If there is one of the same user, address and client it is that one. What is given of the user takes
     * the place of what was known, in all sessions of the user.
     *
     * @param user what is known of the user, with an id
     * @param address where the client is
     * @param client what the client is
     * @param data what to keep with it; what is kept stays if there is none
     * @return the session
     */
    @Call
    public KeptSession openSession(
            @Nullable Map<String, @Nullable Object> user,
            @Nullable String address,
            @Nullable String client,
            @Nullable Map<String, @Nullable Object> data) {
        if (user == null) {
            throw refusal("no_user", "NoUser", "User is not defined", BAD_REQUEST, null);
        }
        String id = id(user.get("id"));
        if (id == null) {
            throw refusal("no_user_id", "NoUserId", "User id is not defined", BAD_REQUEST, null);
        }
        String from = given(address, "no_address", "NoAddress", "User client address is not defined");
        String with = given(client, "no_client", "NoClient", "User client app is not defined");
        Map<String, @Nullable Object> known = new LinkedHashMap<>(user);
        known.put("id", id);
        StoredSession open = store.open(known, from, with, data == null ? Map.of() : data);
        if (data != null && !open.data().equals(data)) {
            store.store(id, open.id(), data);
        }
        if (store.list(id).stream().anyMatch(each -> !each.user().equals(known))) {
            store.update(known);
        }
        return KeptSession.of(
                new StoredSession(
                        open.id(),
                        open.opened(),
                        open.lastRequest(),
                        from,
                        with,
                        known,
                        data == null ? open.data() : data),
                false);
    }

    /**
     * Keeps other data with a session.
     *
     * @param userId the user's id
     * @param sessionId the session's id
     * @param data what to keep from now on; null for nothing
     */
    @Call
    public void storeSessionData(
            @Nullable Object userId, @Nullable Object sessionId, @Nullable Map<String, @Nullable Object> data) {
        String user = id(userId);
        String session = id(sessionId);
        boolean found = user != null && session != null && store.store(user, session, data == null ? Map.of() : data);
        if (!found) {
            throw refusal(
                    "session_not_found",
                    "SessionNotFound",
                    "Session was not found",
                    NOT_FOUND,
                    List.of(Objects.requireNonNullElse(session, "")));
        }
    }

    /**
     * Drops the session of a user from somewhere, if there is one.
     *
     * @param userId the user's id
     * @param address where the client is
     * @param client what the client is
     */
    @Call
    public void closeSession(@Nullable Object userId, @Nullable String address, @Nullable String client) {
        String user = id(userId);
        if (user != null && address != null && client != null) {
            store.close(user, address, client);
        }
    }

    /**
     * Drops a session, if there is one.
     *
     * @param userId the user's id
     * @param sessionId the session's id
     */
    @Call
    public void deleteSession(@Nullable Object userId, @Nullable Object sessionId) {
        String user = id(userId);
        String session = id(sessionId);
        if (user != null && session != null) {
            store.delete(user, session);
        }
    }

    /** An id may be a number: 5 and "5" are the same. */
    private static @Nullable String id(@Nullable Object given) {
        if (given instanceof Integer || given instanceof Long) {
            return given.toString();
        }
        return given instanceof String text && !text.isEmpty() ? text : null;
    }

    private static String given(@Nullable String value, String code, String told, String message) {
        if (value == null || value.isEmpty()) {
            throw refusal(code, told, message, BAD_REQUEST, null);
        }
        return value;
    }

    /** The data says by which code and status callers of the sessions service know it. */
    private static CallException refusal(
            String code, String told, String message, int status, @Nullable Object details) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("code", told);
        data.put("status", status);
        if (details != null) {
            data.put("details", details);
        }
        return new CallException(code, message, data);
    }
}
