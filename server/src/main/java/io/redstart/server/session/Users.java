package io.redstart.server.session;

import io.redstart.api.CallException;
import io.redstart.api.User;
import io.redstart.protocol.CloseCode;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromServer;
import io.redstart.protocol.MessageWriter;
import io.redstart.server.observe.Observer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Which sessions each user has, at most so many. They are counted where they change, so two who come at once are not
 * let in both where there is room for one, and of those who go one is the last.
 */
public final class Users {
    private final int max;
    private final boolean closesOldest;
    private final Observer observer;
    private final Changed changed;
    private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), 1 << 16);
    private final Map<String, Set<LiveSession>> sessions = new ConcurrentHashMap<>();

    /** Is told that a session has another user. */
    interface Changed {
        void changed(LiveSession session, @Nullable User before);
    }

    Users(SessionSettings settings, Observer observer, Changed changed) {
        this.max = settings.maxPerUser();
        this.closesOldest = settings.whenTooMany() == SessionSettings.WhenTooMany.CLOSE_OLDEST;
        this.observer = observer;
        this.changed = changed;
    }

    /**
     * The sessions of a user.
     *
     * @param user the user's id
     * @return a live view, safe to walk over
     */
    public Collection<LiveSession> of(String user) {
        return sessions.getOrDefault(user, Set.of());
    }

    /**
     * How many sessions a user has.
     *
     * @param user the user's id
     * @return 0 or more, with those whose clients are away
     */
    public int count(String user) {
        return of(user).size();
    }

    /**
     * How many users have sessions.
     *
     * @return 0 or more
     */
    public int size() {
        return sessions.size();
    }

    /**
     * All sessions that have a user.
     *
     * @return as they are now
     */
    public Collection<LiveSession> signedIn() {
        List<LiveSession> all = new ArrayList<>();
        sessions.values().forEach(all::addAll);
        return all;
    }

    /** A session that has just begun counts from now on; false if there is no room for it. */
    boolean begins(LiveSession session) {
        List<LiveSession> tooMany = new ArrayList<>(0);
        boolean room = session.count(user -> user == null || enter(session, user.id(), tooMany) > 0);
        close(tooMany);
        return room;
    }

    /** A session is over. */
    void ends(LiveSession session) {
        User user = session.user();
        if (user != null) {
            leave(session, user.id());
        }
    }

    int signIn(LiveSession session, User user) {
        List<LiveSession> tooMany = new ArrayList<>(0);
        AtomicInteger count = new AtomicInteger();
        boolean done = session.change(counted -> {
            User before = session.user();
            if (before != null) {
                throw new CallException(
                        ErrorCodes.CONFLICT,
                        "The session is of user '" + before.id() + "' already (expected: a guest's)");
            }
            count.set(counted ? enter(session, user.id(), tooMany) : count(user.id()) + 1);
            if (count.get() == 0) {
                throw new CallException(
                        ErrorCodes.TOO_MANY_SESSIONS,
                        "More than " + max + " sessions of one user",
                        Map.of("max", max, "count", count(user.id())));
            }
            return change(user, FromServer.Identity.SIGNED_IN, false);
        });
        if (!done) {
            throw new CallException(ErrorCodes.UNAVAILABLE, "The session is over");
        }
        close(tooMany);
        changed.changed(session, null);
        return count.get();
    }

    boolean signOut(LiveSession session) {
        return signOut(session, null).last();
    }

    /**
     * Signs out all sessions of a user. Each is told, and one of them that it was the last: if possible one whose client
     * is connected.
     *
     * @param user the user's id
     * @return how many were signed out
     */
    public int clear(String user) {
        List<LiveSession> all = new ArrayList<>(of(user));
        all.sort(Comparator.comparing(LiveSession::isConnected));
        int cleared = 0;
        for (LiveSession session : all) {
            cleared += signOut(session, user).done() ? 1 : 0;
        }
        return cleared;
    }

    private record Out(boolean done, boolean last) {}

    /** Unless it is of another user than is meant, null for any. */
    private Out signOut(LiveSession session, @Nullable String cleared) {
        User[] before = {null};
        boolean[] last = {false};
        boolean done = session.change(counted -> {
            User user = session.user();
            if (user == null || (cleared != null && !cleared.equals(user.id()))) {
                return null;
            }
            before[0] = user;
            last[0] = counted && leave(session, user.id());
            String why = cleared == null ? FromServer.Identity.SIGNED_OUT : FromServer.Identity.CLEARED;
            return change(null, why, last[0]);
        });
        if (done) {
            changed.changed(session, before[0]);
        }
        return new Out(done, last[0]);
    }

    private LiveSession.Change change(@Nullable User user, String why, boolean last) {
        String id = user == null ? null : user.id();
        return new LiveSession.Change(user, writer.write(new FromServer.Identity(id, why, last)));
    }

    /** How many the user has with it; 0 if it may not be one of them. */
    private int enter(LiveSession session, String user, List<LiveSession> tooMany) {
        int[] count = {0};
        sessions.compute(user, (id, before) -> {
            Set<LiveSession> all = before == null ? ConcurrentHashMap.newKeySet() : before;
            if (max > 0 && all.size() >= max) {
                observer.limitHit("user-sessions");
                if (!closesOldest) {
                    return all;
                }
                while (all.size() >= max) {
                    LiveSession oldest = all.stream()
                            .min(Comparator.comparingLong(LiveSession::number))
                            .orElseThrow();
                    all.remove(oldest);
                    tooMany.add(oldest);
                }
            }
            all.add(session);
            count[0] = all.size();
            return all;
        });
        return count[0];
    }

    /** Whether it was the last that the user had. */
    private boolean leave(LiveSession session, String user) {
        boolean[] last = {false};
        sessions.computeIfPresent(user, (id, all) -> {
            last[0] = all.remove(session) && all.isEmpty();
            return all.isEmpty() ? null : all;
        });
        return last[0];
    }

    private void close(List<LiveSession> tooMany) {
        String reason = "more than " + max + " sessions of one user";
        for (LiveSession session : tooMany) {
            byte[] bye = writer.write(new FromServer.Bye(CloseCode.TOO_MANY_CONNECTIONS.code(), reason, null));
            session.close(bye, CloseCode.TOO_MANY_CONNECTIONS, reason);
        }
    }
}
