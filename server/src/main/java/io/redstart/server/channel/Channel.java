package io.redstart.server.channel;

import io.redstart.api.CallException;
import io.redstart.api.User;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient.Position;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.ManySessions;
import io.redstart.server.transport.Gathering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One channel: its members, its state, and what was said in it, in one order. Everything that changes it is one step
 * under its lock, in which its members are told too, so nobody sees half of it; only what was told is written to the
 * lines after the lock is free again.
 */
final class Channel {
    private final String name;
    private final NamespaceChannels home;
    private final String epoch;
    private final ReentrantLock lock = new ReentrantLock();
    private final History history;
    private final Map<LiveSession, Membership> members = new LinkedHashMap<>(2);
    private final Presence presence = new Presence();
    private final Slot state = new Slot(this, null);
    private final Map<String, Slot> ofUsers = new HashMap<>(0);
    private final Set<String> granted = new HashSet<>(0);
    private long offset;
    private int holds;
    private boolean closed;

    Channel(String name, NamespaceChannels home, String epoch) {
        this.name = name;
        this.home = home;
        this.epoch = epoch;
        ChannelSettings settings = home.settings();
        this.history = new History(
                settings.history(),
                settings.historyBytes(),
                settings.historyAge().toMillis(),
                home.kept());
    }

    String name() {
        return name;
    }

    /** Keeps the channel from being put away while something is done with it; false if it has been. */
    boolean hold() {
        lock.lock();
        try {
            holds += closed ? 0 : 1;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    void release() {
        lock.lock();
        try {
            holds--;
        } finally {
            lock.unlock();
        }
        home.mayBeIdle(this);
    }

    /** Puts the channel away if nobody and nothing is in it; true once it is. */
    boolean close(long now) {
        lock.lock();
        try {
            if (!closed && holds == 0 && isIdle() && history.forget(now)) {
                closed = true;
            }
            return closed;
        } finally {
            lock.unlock();
        }
    }

    private boolean isIdle() {
        return members.isEmpty() && state.json == null && ofUsers.isEmpty() && granted.isEmpty();
    }

    /** Whether it may be put away before long. */
    boolean looksIdle() {
        lock.lock();
        try {
            return isIdle();
        } finally {
            lock.unlock();
        }
    }

    /** One step; what it tells is written when the lock is free. */
    private void step(Runnable step) {
        Gathering.under(lock, step);
    }

    /**
     * Lets a session in and tells it what it has missed, or the state whole. If it was in already it is told the state
     * again.
     *
     * @param since the last place it had, or null for none
     */
    void join(LiveSession session, @Nullable Position since, Admission admission) {
        step(() -> {
            String user = user(session);
            settle(user);
            Membership before = members.get(session);
            String as = before == null ? user : before.user();
            members.put(session, new Membership(session, as, admission));
            List<EncodedPush> missed = missed(since, as);
            if (missed == null) {
                session.push(statePush(as));
            } else {
                missed.forEach(session::push);
            }
            if (before == null) {
                tellPresence(session, presence.enter(as), true);
            }
        });
    }

    /** Null where it is not known in full: for who has a state of their own, what all were told is not theirs. */
    private @Nullable List<EncodedPush> missed(@Nullable Position since, @Nullable String user) {
        if (since == null || !since.epoch().equals(epoch(user)) || since.offset() > offset) {
            return null;
        }
        boolean own = user != null && ofUsers.containsKey(user) && !ChannelName.isOwn(name);
        return own ? null : history.above(since.offset(), user, home.now());
    }

    /** What a user is told who has a state of their own is a history of theirs, and goes on for nobody else. */
    private String epoch(@Nullable String user) {
        return user != null && (ofUsers.containsKey(user) || ChannelName.isOwn(name)) ? epoch + "@" + user : epoch;
    }

    /**
     * Takes a session out.
     *
     * @param why what it is told, or null for nothing
     * @return false if it was not in
     */
    boolean leave(LiveSession session, @Nullable String why) {
        boolean[] left = new boolean[1];
        step(() -> left[0] = remove(session, why));
        return left[0];
    }

    private boolean remove(LiveSession session, @Nullable String why) {
        Membership gone = members.remove(session);
        if (gone == null) {
            return false;
        }
        tellPresence(session, presence.exit(gone.user()), false);
        if (why != null) {
            session.push(home.writer().left(name, why));
        }
        return true;
    }

    private void tellPresence(LiveSession changed, @Nullable String user, boolean here) {
        if (user == null || !home.rules().tellsPresence(name)) {
            return;
        }
        EncodedPush push = home.writer().presence(name, user, here);
        ManySessions.forEach(members.keySet(), member -> {
            if (member != changed) {
                member.push(push);
            }
        });
    }

    /** The user of a session is another now, or may do something else: it stays as that, or is taken out. */
    boolean userChanged(LiveSession session, Predicate<Membership> stays) {
        boolean[] stayed = new boolean[1];
        step(() -> {
            Membership before = members.get(session);
            if (before == null) {
                return;
            }
            if (!stays.test(before)) {
                remove(session, "user");
                return;
            }
            stayed[0] = true;
            String now = user(session);
            if (Objects.equals(before.user(), now)) {
                return;
            }
            settle(now);
            String saw = epoch(before.user());
            members.put(session, new Membership(session, now, before.admission()));
            tellPresence(session, presence.exit(before.user()), false);
            tellPresence(session, presence.enter(now), true);
            if (!saw.equals(epoch(now))) {
                session.push(statePush(now));
            }
        });
        return stayed[0];
    }

    /**
     * Says something to all members, or to those of one user.
     *
     * @param to who alone is told, or null for all
     * @param push makes it
     * @param change what it does to the state of all, or of that user, or null for nothing; if it throws, nothing is
     *     told and nothing changes
     */
    void publish(@Nullable String to, Placed push, @Nullable Change change) {
        step(() -> {
            if (change == null) {
                tell(to, push);
                return;
            }
            settle(to);
            byte[] before = to == null ? current(state) : effective(to);
            byte[] next = change.next(before);
            Slot slot = to == null ? state : slotOf(to, next != null);
            check(slot, next);
            // made before anything changes: it may turn out to be too large
            tell(to, push);
            if (slot != null) {
                put(slot, next, next == null ? Long.MAX_VALUE : slot.until);
            }
            if (to == null) {
                tellThoseWithTheirOwn();
            } else if (next == null) {
                tellState(slot == null ? new Slot(this, to) : slot); // they see the state of all again
            }
        });
    }

    /** The push gets the next place, is remembered, and goes to whom it is for. */
    private void tell(@Nullable String to, Placed push) {
        long at = offset + 1;
        EncodedPush shared = push.at(at);
        LiveSession cause = push.cause();
        EncodedPush own = cause == null ? shared : push.own(at, shared);
        offset = at;
        history.add(at, home.now(), to, shared);
        ManySessions.forEach(members.values(), Membership::session, member -> {
            if (to == null || to.equals(member.user())) {
                LiveSession session = member.session();
                session.push(session == cause ? own : shared);
            }
        });
    }

    /** The action that changed the state of all was told to those too who have one of their own: they get that again. */
    private void tellThoseWithTheirOwn() {
        if (ofUsers.isEmpty()) {
            return;
        }
        for (Membership member : members.values()) {
            String user = member.user();
            if (user != null && ofUsers.containsKey(user)) {
                member.session().push(statePush(user));
            }
        }
    }

    /**
     * Sets a state.
     *
     * @param user whose, or null for that of all
     * @param json the value, on one line; null takes it away
     * @param until when it ends, in milliseconds of the clock; {@link Long#MAX_VALUE} for never
     * @param quiet whether nobody is told
     */
    void set(@Nullable String user, byte @Nullable [] json, long until, boolean quiet) {
        step(() -> {
            Slot slot = user == null ? state : slotOf(user, json != null);
            if (slot == null || (json == null && slot.json == null)) {
                return;
            }
            check(slot, json);
            put(slot, json, json == null ? Long.MAX_VALUE : until);
            if (!quiet) {
                tellState(slot);
            }
        });
    }

    /** A state that outlived the server. */
    void restore(@Nullable String user, byte[] json, long until) {
        lock.lock();
        try {
            Slot slot = user == null ? state : ofUsers.computeIfAbsent(user, each -> new Slot(this, each));
            home.kept().add(json.length - length(slot.json));
            slot.json = json;
            slot.until = until;
            home.wheel().place(slot, until);
        } finally {
            lock.unlock();
        }
    }

    private static int length(byte @Nullable [] json) {
        return json == null ? 0 : json.length;
    }

    private void check(@Nullable Slot slot, byte @Nullable [] json) {
        if (slot != null && json != null) {
            home.check(json.length, json.length - length(slot.json));
        }
    }

    /** The place of a user's state; a new one is kept only once something is put there. */
    private @Nullable Slot slotOf(String user, boolean make) {
        Slot slot = ofUsers.get(user);
        if (slot == null && make) {
            checkUsers("states of users", ofUsers.size());
            slot = new Slot(this, user);
        }
        return slot;
    }

    private void checkUsers(String what, int size) {
        if (size >= home.settings().maxUserStates()) {
            home.limitHit("channel-state");
            throw new CallException(
                    ErrorCodes.OVERLOADED, "channel '" + name + "': has " + size + " " + what + " (expected: at most)");
        }
    }

    private void put(Slot slot, byte @Nullable [] json, long until) {
        home.kept().add(length(json) - length(slot.json));
        slot.json = json;
        slot.until = until;
        home.wheel().place(slot, json == null ? Long.MAX_VALUE : until);
        if (slot.user != null) {
            if (json == null) {
                ofUsers.remove(slot.user, slot);
            } else {
                ofUsers.put(slot.user, slot);
            }
        }
        home.stored(this, slot);
    }

    /** Those are told whose state it is: with one of all, whoever has none of their own. */
    private void tellState(Slot slot) {
        offset++;
        EncodedPush push = statePush(slot.user);
        history.add(offset, home.now(), slot.user, push);
        ManySessions.forEach(members.values(), Membership::session, member -> {
            String user = member.user();
            boolean theirs = slot.user == null
                    ? user == null || (!ofUsers.containsKey(user) && !ChannelName.isOwn(name))
                    : slot.user.equals(user);
            if (theirs) {
                member.session().push(push);
            }
        });
    }

    /** States that have ended are told to have, before something is done with what a user sees. */
    private void settle(@Nullable String user) {
        settle(state);
        Slot own = user == null ? null : ofUsers.get(user);
        if (own != null) {
            settle(own);
        }
    }

    private void settle(Slot slot) {
        if (slot.json != null && home.now() >= slot.until) {
            put(slot, null, Long.MAX_VALUE);
            tellState(slot);
        }
    }

    /** The wheel says that the state of a slot may have ended. */
    void end(Slot slot) {
        step(() -> {
            if (slot.json != null && home.now() < slot.until) {
                home.wheel().place(slot, slot.until); // it was set anew meanwhile
            } else {
                settle(slot);
            }
        });
        home.mayBeIdle(this);
    }

    /**
     * The state a user sees: their own, else that of all.
     *
     * @param user who, or null for a guest
     * @return JSON, or null for none
     */
    byte @Nullable [] get(@Nullable String user) {
        lock.lock();
        try {
            return effective(user);
        } finally {
            lock.unlock();
        }
    }

    private byte @Nullable [] effective(@Nullable String user) {
        Slot own = user == null ? null : ofUsers.get(user);
        byte[] json = own == null ? null : current(own);
        return json != null ? json : ChannelName.isOwn(name) ? null : current(state);
    }

    private byte @Nullable [] current(Slot slot) {
        return home.now() >= slot.until ? null : slot.json;
    }

    private EncodedPush statePush(@Nullable String user) {
        return home.writer().state(name, new Position(epoch(user), offset), effective(user));
    }

    /** A user may join a private channel from now on. */
    void grant(String user) {
        step(() -> {
            if (!granted.contains(user)) {
                checkUsers("grants", granted.size());
                granted.add(user);
                home.granted(this, user, true);
            }
        });
    }

    /** A grant that outlived the server. */
    void restoreGrant(String user) {
        lock.lock();
        try {
            granted.add(user);
        } finally {
            lock.unlock();
        }
    }

    /** A user may not join any more, and their sessions are taken out now. */
    List<LiveSession> revoke(String user) {
        List<LiveSession> out = new ArrayList<>();
        step(() -> {
            if (granted.remove(user)) {
                home.granted(this, user, false);
            }
            for (Membership member : List.copyOf(members.values())) {
                if (user.equals(member.user())) {
                    remove(member.session(), "revoked");
                    out.add(member.session());
                }
            }
        });
        return out;
    }

    boolean isGranted(@Nullable String user) {
        lock.lock();
        try {
            return user != null && granted.contains(user);
        } finally {
            lock.unlock();
        }
    }

    boolean has(LiveSession session) {
        lock.lock();
        try {
            return members.containsKey(session);
        } finally {
            lock.unlock();
        }
    }

    /** Walks over its members, or those of one user, as they are now. */
    void forEach(@Nullable String user, Consumer<LiveSession> each) {
        List<Membership> now;
        lock.lock();
        try {
            now = List.copyOf(members.values());
        } finally {
            lock.unlock();
        }
        for (Membership member : now) {
            if (user == null || user.equals(member.user())) {
                each.accept(member.session());
            }
        }
    }

    /** Who is here: users, each once, and how many guests; of a channel of one's own only one's own sessions. */
    Here here(@Nullable String user) {
        lock.lock();
        try {
            return ChannelName.isOwn(name) && user != null ? presence.here(user) : presence.here(members.size());
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable String user(LiveSession session) {
        User user = session.user();
        return user == null ? null : user.id();
    }
}
