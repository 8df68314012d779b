package io.redstart.server.session;

import io.redstart.api.Handshake;
import io.redstart.api.User;
import io.redstart.protocol.FromClient;
import io.redstart.server.observe.Observer;
import io.redstart.server.transport.Backlog;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** All sessions of a namespace, by id and by user. */
public final class SessionRegistry {
    private final SessionSettings settings;
    private final Relief relief;
    private final Backlog backlog;
    private final Observer observer;
    private final Departed departed;
    private final Map<String, LiveSession> byId = new ConcurrentHashMap<>();
    private final Users users;
    private final TimeOfDay day;
    private final LiveSession.Shared shared;
    private final AtomicLong begun = new AtomicLong();
    private final List<SessionListener> listeners = new CopyOnWriteArrayList<>();
    private volatile long now;

    /**
     * An empty registry.
     *
     * @param settings of all its sessions
     * @param backlog counts what is kept for clients; when that is too much, the sessions with most of it suffer
     * @param workers run what may wait
     * @param observer is told of sessions that begin and end
     */
    public SessionRegistry(SessionSettings settings, Backlog backlog, Executor workers, Observer observer) {
        this(settings, new Relief(backlog, workers, observer), workers, observer, InstantSource.system());
    }

    /**
     * An empty registry beside others of the same node.
     *
     * @param settings of all its sessions
     * @param relief lightens sessions of all registries when too much is kept
     * @param workers run what may wait
     * @param observer is told of sessions that begin and end
     * @param wall tells the time of day, in which sessions remember when they began and were last used
     */
    public SessionRegistry(
            SessionSettings settings, Relief relief, Executor workers, Observer observer, InstantSource wall) {
        this.settings = settings;
        this.relief = relief;
        this.backlog = relief.backlog();
        this.observer = observer;
        this.day = new TimeOfDay(wall);
        this.users = new Users(settings, observer, this::changed);
        this.shared = new LiveSession.Shared(settings, backlog, new BroadcastOrder(), workers, wall, day, users);
        this.departed = new Departed(settings.window().toMillis());
        relief.add(this);
    }

    /** It is not used any more, and has no sessions. */
    public void retire() {
        relief.remove(this);
    }

    /**
     * Tells somebody of sessions that begin, have another user and end from now on.
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
        return create(handshake, user, null);
    }

    /**
     * Begins a session.
     *
     * @param handshake how the client came in
     * @param user who it is, or null for a guest
     * @param client what the client calls itself, or null if it does not say
     * @return the session, without a connection yet and not announced
     */
    public LiveSession create(Handshake handshake, @Nullable User user, @Nullable String client) {
        LiveSession session = new LiveSession(begun.incrementAndGet(), handshake, user, client, shared);
        session.whenOver(() -> remove(session));
        return session;
    }

    /**
     * A session is about to be announced: it counts among the sessions of its user.
     *
     * @param session the session
     * @return false if the user has too many; then it must not be announced
     */
    public boolean admit(LiveSession session) {
        return users.begins(session);
    }

    private void changed(LiveSession session, @Nullable User before) {
        if (byId.get(session.id()) == session) {
            listeners.forEach(listener -> listener.userChanged(session, before));
        }
    }

    /**
     * Makes a session findable and announces it.
     *
     * @param session the session, which was admitted
     */
    public void add(LiveSession session) {
        byId.put(session.id(), session);
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
        users.ends(session);
        session.departed(departed, now);
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
     * Why a session is not there that a client wants to come back to.
     *
     * @param resume what the client shows
     * @return {@code expired} or {@code gap} if that is remembered and the key fits, otherwise {@code unknown}
     */
    public String whyGone(FromClient.Resume resume) {
        return departed.why(resume.sid(), resume.key());
    }

    /**
     * What is kept for clients.
     *
     * @return counts it
     */
    public Backlog backlog() {
        return backlog;
    }

    /**
     * How many sessions are remembered that ended while their clients were away.
     *
     * @return at most 10,000
     */
    public int departed() {
        return departed.size();
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
        return users.of(user);
    }

    /**
     * Who is behind its sessions.
     *
     * @return the users that have any
     */
    public Users users() {
        return users;
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
        this.now = now;
        day.tick(now);
        departed.tick(now);
        relief.look();
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
