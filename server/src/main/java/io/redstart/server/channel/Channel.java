package io.redstart.server.channel;

import io.redstart.api.CallException;
import io.redstart.api.User;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient.Position;
import io.redstart.server.session.LiveSession;
import io.redstart.server.transport.Gathering;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One channel: its members, its state, and what was said in it, in one order. Everything that changes it is one step
 * under its lock, in which its members are told too, so nobody sees half of it; only what was told is written to the
 * lines after the lock is free again.
 */
final class Channel {
    /** A push that has its place in the channel. */
    interface Placed {
        /**
         * Makes it.
         *
         * @param at its place
         * @return what all receivers share
         */
        EncodedPush at(Position at);
    }

    private final String name;
    private final Namespace home;
    private final String epoch;
    private final ReentrantLock lock = new ReentrantLock();
    private final History history;
    private final Set<LiveSession> members = new LinkedHashSet<>(2);
    private final Presence presence = new Presence();
    private final Slot state = new Slot(this, null);
    private final Map<String, Slot> ofUsers = new HashMap<>(0);
    private final Set<String> granted = new HashSet<>(0);
    private long offset;
    private int holds;
    private boolean closed;

    Channel(String name, Namespace home, String epoch) {
        this.name = name;
        this.home = home;
        this.epoch = epoch;
        ChannelSettings settings = home.settings();
        this.history = new History(
                settings.history(),
                settings.historyBytes(),
                settings.historyAge().toMillis());
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
            if (!closed
                    && holds == 0
                    && members.isEmpty()
                    && state.json == null
                    && ofUsers.isEmpty()
                    && granted.isEmpty()
                    && history.forget(now)) {
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
     * Lets a session in and tells it what it has missed, or the state whole.
     *
     * @param since the last place it had, or null for none
     * @return false if it was in already; it is told the state again
     */
    boolean join(LiveSession session, @Nullable Position since) {
        boolean[] joined = new boolean[1];
        step(() -> {
            joined[0] = members.add(session);
            List<EncodedPush> missed = missed(since, user(session));
            if (missed == null) {
                session.push(statePush(effective(user(session))));
            } else {
                missed.forEach(session::push);
            }
            if (joined[0]) {
                tellPresence(session, presence.enter(session), true);
            }
        });
        return joined[0];
    }

    /** Null where it is not known in full: for who has a state of their own, what all were told is not theirs. */
    private @Nullable List<EncodedPush> missed(@Nullable Position since, @Nullable String user) {
        if (since == null || !since.epoch().equals(epoch) || since.offset() > offset) {
            return null;
        }
        boolean own = user != null && ofUsers.containsKey(user);
        return own ? null : history.above(since.offset(), user, home.now());
    }

    /**
     * Takes a session out.
     *
     * @return false if it was not in
     */
    boolean leave(LiveSession session) {
        boolean[] left = new boolean[1];
        step(() -> left[0] = remove(session));
        return left[0];
    }

    private boolean remove(LiveSession session) {
        if (!members.remove(session)) {
            return false;
        }
        tellPresence(session, presence.exit(session), false);
        return true;
    }

    private void tellPresence(LiveSession changed, @Nullable String user, boolean here) {
        if (user == null || !home.tellsPresence(name)) {
            return;
        }
        EncodedPush push = home.pushes().presence(name, user, here);
        for (LiveSession member : members) {
            if (member != changed) {
                member.push(push);
            }
        }
    }

    /**
     * Says something to all members, or to those of one user.
     *
     * @param user who alone is told, or null for all
     * @param push makes it
     * @param change what it does to the state of all, or null for nothing; if it throws, nothing is told and nothing
     *     changes. It must be quick: others wait meanwhile
     * @return its place
     */
    Position publish(@Nullable String user, Placed push, @Nullable UnaryOperator<byte @Nullable []> change) {
        Position[] place = new Position[1];
        step(() -> {
            byte[] changed = change == null ? null : change.apply(current(state));
            if (changed != null) {
                home.check(changed);
            }
            Position at = new Position(epoch, offset + 1);
            EncodedPush made = push.at(at);
            if (change != null) {
                put(state, changed, state.until);
            }
            tell(user, made);
            place[0] = at;
        });
        return place[0];
    }

    /** The push gets the next place, is remembered, and goes to whom it is for. */
    private void tell(@Nullable String user, EncodedPush push) {
        offset++;
        history.add(offset, home.now(), user, push);
        for (LiveSession member : members) {
            if (user == null || user.equals(user(member))) {
                member.push(push);
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
        if (json != null) {
            home.check(json);
        }
        step(() -> {
            Slot slot = user == null ? state : slotOf(user, json != null);
            if (slot == null) {
                return;
            }
            put(slot, json, json == null ? Long.MAX_VALUE : until);
            if (!quiet) {
                tellState(slot);
            }
        });
    }

    private @Nullable Slot slotOf(String user, boolean make) {
        Slot slot = ofUsers.get(user);
        if (slot == null && make) {
            if (ofUsers.size() >= home.settings().maxUserStates()) {
                throw new CallException(
                        ErrorCodes.OVERLOADED,
                        "channel '" + name + "' has " + ofUsers.size() + " states of users (expected: at most)");
            }
            slot = new Slot(this, user);
            ofUsers.put(user, slot);
        }
        return slot;
    }

    private void put(Slot slot, byte @Nullable [] json, long until) {
        slot.json = json;
        slot.until = until;
        home.wheel().place(slot, json == null ? Long.MAX_VALUE : until);
        if (json == null && slot.user != null) {
            ofUsers.remove(slot.user);
        }
        home.stored(this, slot);
    }

    /** Those are told whose state it is: with one of all, whoever has none of their own. */
    private void tellState(Slot slot) {
        offset++;
        if (slot.user == null) {
            EncodedPush push = statePush(current(state));
            history.add(offset, home.now(), null, push);
            for (LiveSession member : members) {
                String user = user(member);
                if (user == null || !ofUsers.containsKey(user)) {
                    member.push(push);
                }
            }
            return;
        }
        EncodedPush push = statePush(effective(slot.user));
        history.add(offset, home.now(), slot.user, push);
        for (LiveSession member : members) {
            if (slot.user.equals(user(member))) {
                member.push(push);
            }
        }
    }

    /** The wheel says that the state of a slot has ended. */
    void end(Slot slot, long now) {
        step(() -> {
            if (slot.json == null) {
                return;
            }
            if (now < slot.until) {
                home.wheel().place(slot, slot.until); // it was set anew meanwhile
                return;
            }
            put(slot, null, Long.MAX_VALUE);
            tellState(slot);
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

    private EncodedPush statePush(byte @Nullable [] json) {
        return home.pushes().state(name, new Position(epoch, offset), json);
    }

    /** A user may join a private channel from now on. */
    void grant(String user) {
        step(() -> {
            if (granted.add(user)) {
                home.granted(this, user, true);
            }
        });
    }

    /** A user may not join any more, and their sessions are taken out now. */
    List<LiveSession> revoke(String user) {
        List<LiveSession> out = new ArrayList<>();
        step(() -> {
            if (granted.remove(user)) {
                home.granted(this, user, false);
            }
            for (LiveSession member : List.copyOf(members)) {
                if (user.equals(user(member)) && remove(member)) {
                    out.add(member);
                    member.push(home.pushes().left(name, "revoked"));
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

    List<LiveSession> members() {
        lock.lock();
        try {
            return List.copyOf(members);
        } finally {
            lock.unlock();
        }
    }

    /** Who is here: users, each once, and how many guests. */
    Presence.Here here() {
        lock.lock();
        try {
            return presence.here();
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable String user(LiveSession session) {
        User user = session.user();
        return user == null ? null : user.id();
    }
}
