package io.redstart.server.session;

import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.server.observe.Observer;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** All sessions of a node, by id and by user. */
public final class SessionRegistry {
    private final SessionSettings settings;
    private final Executor workers;
    private final Observer observer;
    private final BroadcastOrder order = new BroadcastOrder();
    private final Map<String, LiveSession> byId = new ConcurrentHashMap<>();
    private final Map<String, Set<LiveSession>> byUser = new ConcurrentHashMap<>();
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();

    /**
     * An empty registry.
     *
     * @param settings of all its sessions
     * @param workers run what may wait
     * @param observer is told of sessions that begin and end
     */
    public SessionRegistry(SessionSettings settings, Executor workers, Observer observer) {
        this.settings = settings;
        this.workers = workers;
        this.observer = observer;
    }

    /**
     * Tells somebody of sessions that begin and end from now on.
     *
     * @param listener who
     */
    public void listen(SessionListener listener) {
        listeners.add(listener);
    }

    /**
     * Begins a session.
     *
     * @param handshake how the client came in
     * @param user who it is, or null for a guest
     * @return the session, without a connection yet and not announced
     */
    public LiveSession create(Handshake handshake, @Nullable User user) {
        LiveSession session = new LiveSession(handshake, user, settings, order, workers);
        session.whenOver(() -> remove(session));
        return session;
    }

    /**
     * Makes a session findable and announces it.
     *
     * @param session the session
     */
    public void add(LiveSession session) {
        byId.put(session.id(), session);
        User user = session.user();
        if (user != null) {
            byUser.compute(user.id(), (id, sessions) -> {
                Set<LiveSession> all = sessions == null ? ConcurrentHashMap.newKeySet() : sessions;
                all.add(session);
                return all;
            });
        }
        observer.sessionOpened();
        listeners.forEach(listener -> listener.opened(session));
        if (session.isOver()) {
            remove(session);
        }
    }

    private void remove(LiveSession session) {
        if (!byId.remove(session.id(), session)) {
            return;
        }
        User user = session.user();
        if (user != null) {
            byUser.computeIfPresent(user.id(), (id, sessions) -> {
                sessions.remove(session);
                return sessions.isEmpty() ? null : sessions;
            });
        }
        observer.sessionClosed();
        listeners.forEach(listener -> listener.closed(session));
    }

    /**
     * A session by its id.
     *
     * @param id the id
     * @return the session, or null if it is over
     */
    public @Nullable LiveSession find(String id) {
        return byId.get(id);
    }

    /**
     * All sessions.
     *
     * @return a live view, safe to walk over
     */
    public Collection<LiveSession> all() {
        return byId.values();
    }

    /**
     * The sessions of a user.
     *
     * @param user the user's id
     * @return a live view, safe to walk over
     */
    public Collection<LiveSession> of(String user) {
        return byUser.getOrDefault(user, Set.of());
    }

    /**
     * What all its sessions are set to.
     *
     * @return the settings
     */
    public SessionSettings settings() {
        return settings;
    }

    /**
     * Time goes by.
     *
     * @param now the time, in milliseconds
     */
    public void tick(long now) {
        for (LiveSession session : byId.values()) {
            session.tick(now);
        }
    }

    /**
     * How much is kept until clients acknowledge it.
     *
     * @return bytes
     */
    public long replayBytes() {
        long bytes = 0;
        for (LiveSession session : byId.values()) {
            bytes += session.replayBytes();
        }
        return bytes;
    }
}
