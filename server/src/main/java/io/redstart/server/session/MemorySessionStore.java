package io.redstart.server.session;

import io.redstart.api.CallException;
import io.redstart.api.SessionStore;
import io.redstart.api.StoredSession;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.observe.Observer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Keeps sessions of users in memory, at most so many, and forgets those that nobody asks for. Nothing waits. */
public final class MemorySessionStore implements SessionStore {
    private static final int LONGEST = 255;
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> MAP = new TypeReference<>() {};

    private final SessionStoreSettings settings;
    private final InstantSource wall;
    private final Observer observer;
    private final ReentrantLock lock = new ReentrantLock();
    /** Those first that were not used for longest. */
    private final LinkedHashMap<String, StoredSession> byId = new LinkedHashMap<>();

    private final Map<String, Set<String>> byUser = new HashMap<>();
    private final Map<Place, String> byPlace = new HashMap<>();

    /** There is one session of a user at each. */
    private record Place(String user, String address, String client) {
        static Place of(StoredSession session) {
            return new Place(session.userId(), session.address(), session.client());
        }
    }

    /**
     * An empty store.
     *
     * @param settings how much is kept, and for how long
     * @param wall tells the time of day
     * @param observer is told when there is no room
     */
    public MemorySessionStore(SessionStoreSettings settings, InstantSource wall, Observer observer) {
        this.settings = settings;
        this.wall = wall;
        this.observer = observer;
    }

    @Override
    public List<StoredSession> list(String user) {
        lock.lock();
        try {
            return byUser.getOrDefault(user, Set.of()).stream()
                    .map(id -> Objects.requireNonNull(byId.get(id)))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<StoredSession> load(String user, String id) {
        lock.lock();
        try {
            StoredSession found = find(user, id);
            return found == null ? Optional.empty() : Optional.of(used(found, found.data()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public StoredSession open(
            Map<String, @Nullable Object> user, String address, String client, Map<String, @Nullable Object> data) {
        check("address", address);
        check("client", client);
        Map<String, @Nullable Object> known = copy("user", user);
        Map<String, @Nullable Object> kept = copy("data", data);
        Instant now = wall.instant();
        StoredSession fresh = made(now, address, client, known, kept);
        checkSize(known, kept);
        lock.lock();
        try {
            String there = byPlace.get(Place.of(fresh));
            if (there != null) {
                StoredSession same = Objects.requireNonNull(byId.get(there));
                return used(same, same.data());
            }
            if (byId.size() >= settings.max()) {
                observer.limitHit("stored-sessions");
                throw new CallException(ErrorCodes.OVERLOADED, settings.max() + " sessions are kept already");
            }
            byId.put(fresh.id(), fresh);
            byUser.computeIfAbsent(fresh.userId(), each -> new LinkedHashSet<>(2))
                    .add(fresh.id());
            byPlace.put(Place.of(fresh), fresh.id());
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private static StoredSession made(
            Instant now,
            String address,
            String client,
            Map<String, @Nullable Object> user,
            Map<String, @Nullable Object> data) {
        try {
            return new StoredSession(Secrets.id(), now, now, address, client, user, data);
        } catch (IllegalArgumentException wrong) {
            throw new CallException(ErrorCodes.INVALID, String.valueOf(wrong.getMessage()));
        }
    }

    @Override
    public boolean store(String user, String id, Map<String, @Nullable Object> data) {
        Map<String, @Nullable Object> kept = copy("data", data);
        lock.lock();
        try {
            StoredSession found = find(user, id);
            if (found == null) {
                return false;
            }
            checkSize(found.user(), kept);
            StoredSession unused = used(found, kept);
            return true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void update(Map<String, @Nullable Object> user) {
        Map<String, @Nullable Object> known = copy("user", user);
        Instant now = wall.instant();
        String id = made(now, "", "", known, Map.of()).userId();
        lock.lock();
        try {
            Set<String> all = byUser.getOrDefault(id, Set.of());
            all.forEach(each ->
                    checkSize(known, Objects.requireNonNull(byId.get(each)).data()));
            all.forEach(each -> byId.computeIfPresent(
                    each,
                    (any, session) -> new StoredSession(
                            session.id(),
                            session.opened(),
                            session.lastRequest(),
                            session.address(),
                            session.client(),
                            known,
                            session.data())));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean close(String user, String address, String client) {
        lock.lock();
        try {
            String id = byPlace.get(new Place(user, address, client));
            return id != null && drop(Objects.requireNonNull(byId.get(id)));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean delete(String user, String id) {
        lock.lock();
        try {
            StoredSession found = find(user, id);
            return found != null && drop(found);
        } finally {
            lock.unlock();
        }
    }

    /** Time goes by: those are forgotten that were not used for too long. */
    public void tick() {
        Instant since = wall.instant().minus(settings.timeout());
        lock.lock();
        try {
            Iterator<StoredSession> all = byId.values().iterator();
            while (all.hasNext()) {
                StoredSession longest = all.next();
                if (longest.lastRequest().isAfter(since)) {
                    return;
                }
                all.remove();
                forget(longest);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * How many sessions are kept.
     *
     * @return 0 or more
     */
    public int size() {
        lock.lock();
        try {
            return byId.size();
        } finally {
            lock.unlock();
        }
    }

    private @Nullable StoredSession find(String user, String id) {
        StoredSession found = byId.get(id);
        return found == null || !found.userId().equals(user) ? null : found;
    }

    private StoredSession used(StoredSession session, Map<String, @Nullable Object> data) {
        StoredSession now = new StoredSession(
                session.id(),
                session.opened(),
                wall.instant(),
                session.address(),
                session.client(),
                session.user(),
                data);
        byId.remove(session.id());
        byId.put(session.id(), now);
        return now;
    }

    private boolean drop(StoredSession session) {
        byId.remove(session.id());
        forget(session);
        return true;
    }

    private void forget(StoredSession session) {
        byPlace.remove(Place.of(session));
        Set<String> others = Objects.requireNonNull(byUser.get(session.userId()));
        others.remove(session.id());
        if (others.isEmpty()) {
            byUser.remove(session.userId());
        }
    }

    private static void check(String what, String text) {
        if (text.length() > LONGEST) {
            throw new CallException(
                    ErrorCodes.INVALID,
                    what + ": " + text.length() + " characters (expected: at most " + LONGEST + ")");
        }
    }

    /** As JSON has it, so that nothing of the caller's is shared, and it does not matter where it is kept. */
    private static Map<String, @Nullable Object> copy(String what, Map<String, @Nullable Object> map) {
        try {
            return JsonMapper.shared().readValue(JsonMapper.shared().writeValueAsBytes(map), MAP);
        } catch (JacksonException unfit) {
            throw new CallException(ErrorCodes.INVALID, what + ": does not convert to JSON (expected: such as does)");
        }
    }

    private void checkSize(Map<String, @Nullable Object> user, Map<String, @Nullable Object> data) {
        long bytes = JsonMapper.shared().writeValueAsBytes(user).length
                + (long) JsonMapper.shared().writeValueAsBytes(data).length;
        if (bytes > settings.maxData()) {
            observer.limitHit("stored-data");
            throw new CallException(
                    ErrorCodes.TOO_LARGE,
                    "user and data: " + bytes + " bytes (expected: at most " + settings.maxData() + ")");
        }
    }
}
