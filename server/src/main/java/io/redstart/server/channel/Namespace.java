package io.redstart.server.channel;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient.Position;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionListener;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The channels of one namespace, and which of them each session is in. A session that is over leaves all. */
final class Namespace implements SessionListener {
    private final ChannelSettings settings;
    private final ChannelPushes pushes;
    private final ChannelStore store;
    private final Predicate<String> tellsPresence;
    private final Supplier<String> epochs;
    private final LongSupplier clock;
    private final Wheel wheel = new Wheel();
    /** By name in lower case: no two differ only in that. */
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    private final Map<LiveSession, Set<Channel>> joined = new ConcurrentHashMap<>();
    private final Set<Channel> idle = ConcurrentHashMap.newKeySet();

    /**
     * A namespace without channels.
     *
     * @param settings bounds of its channels
     * @param pushes makes what channels tell
     * @param store where states outlive the server
     * @param tellsPresence whether the members of a channel are told who comes and goes
     * @param epochs makes a text that was never there before, for each new channel
     * @param clock tells the time in milliseconds; only grows
     */
    Namespace(
            ChannelSettings settings,
            ChannelPushes pushes,
            ChannelStore store,
            Predicate<String> tellsPresence,
            Supplier<String> epochs,
            LongSupplier clock) {
        this.settings = settings;
        this.pushes = pushes;
        this.store = store;
        this.tellsPresence = tellsPresence;
        this.epochs = epochs;
        this.clock = clock;
    }

    ChannelSettings settings() {
        return settings;
    }

    ChannelPushes pushes() {
        return pushes;
    }

    Wheel wheel() {
        return wheel;
    }

    long now() {
        return clock.getAsLong();
    }

    boolean tellsPresence(String channel) {
        return tellsPresence.test(channel);
    }

    /**
     * Does something with a channel, which is made if it is not there.
     *
     * @param name its name
     * @param what is given the channel, which is not put away meanwhile
     * @return what that returns
     * @throws CallException {@code invalid} for a name of another form, {@code conflict} for one that differs from one in
     *     use only in upper and lower case, {@code overloaded} where there are too many
     */
    <T> T with(String name, Function<Channel, T> what) {
        String mistake = ChannelName.mistake(name);
        if (mistake != null) {
            throw new CallException(ErrorCodes.INVALID, mistake);
        }
        Channel channel = held(name);
        try {
            return what.apply(channel);
        } finally {
            channel.release();
        }
    }

    private Channel held(String name) {
        String key = name.toLowerCase(Locale.ROOT);
        while (true) {
            Channel found = channels.computeIfAbsent(key, any -> made(name));
            if (!found.hold()) {
                channels.remove(key, found);
                continue;
            }
            if (!found.name().equals(name)) {
                found.release();
                throw new CallException(
                        ErrorCodes.CONFLICT,
                        "channel '" + name + "' (expected: '" + found.name() + "', which is in use)");
            }
            return found;
        }
    }

    private Channel made(String name) {
        if (channels.size() >= settings.maxChannels()) {
            throw new CallException(
                    ErrorCodes.OVERLOADED, "channels: " + settings.maxChannels() + " are in use (expected: at most)");
        }
        return new Channel(name, this, epochs.get());
    }

    /**
     * A session joins.
     *
     * @param since the last place of the channel it had, or null
     * @throws CallException as {@link #with} does, and {@code rate_limited} if it is in too many
     */
    void join(LiveSession session, String name, @Nullable Position since) {
        with(name, channel -> {
            Set<Channel> its = joined.computeIfAbsent(session, any -> new HashSet<>(2));
            synchronized (its) {
                if (its.size() >= settings.maxJoined() && !its.contains(channel)) {
                    throw new CallException(
                            ErrorCodes.RATE_LIMITED,
                            "channels: in " + settings.maxJoined() + " already (expected: at most)");
                }
                its.add(channel);
                channel.join(session, since);
            }
            if (session.isOver()) {
                closed(session);
            }
            return null;
        });
    }

    /** A session leaves; false if it was not in. */
    boolean leave(LiveSession session, String name) {
        Channel channel = channels.get(name.toLowerCase(Locale.ROOT));
        Set<Channel> its = joined.get(session);
        if (channel == null || its == null || !channel.name().equals(name)) {
            return false;
        }
        boolean left;
        synchronized (its) {
            its.remove(channel);
            left = channel.leave(session);
        }
        mayBeIdle(channel);
        return left;
    }

    /** A user may not be in a private channel any more. */
    void revoke(String name, String user) {
        List<LiveSession> out = with(name, channel -> {
            List<LiveSession> members = channel.revoke(user);
            for (LiveSession member : members) {
                Set<Channel> its = joined.get(member);
                if (its != null) {
                    synchronized (its) {
                        its.remove(channel);
                    }
                }
            }
            return members;
        });
        out.forEach(member -> joined.computeIfPresent(member, (session, its) -> its.isEmpty() ? null : its));
    }

    /** Whether a session is in a channel. */
    boolean isIn(LiveSession session, String name) {
        Channel channel = channels.get(name.toLowerCase(Locale.ROOT));
        Set<Channel> its = joined.get(session);
        if (channel == null || its == null) {
            return false;
        }
        synchronized (its) {
            return its.contains(channel);
        }
    }

    @Override
    public void closed(LiveSession session) {
        Set<Channel> its = joined.remove(session);
        if (its == null) {
            return;
        }
        synchronized (its) {
            for (Iterator<Channel> each = its.iterator(); each.hasNext(); ) {
                Channel channel = each.next();
                each.remove();
                channel.leave(session);
                mayBeIdle(channel);
            }
        }
    }

    void mayBeIdle(Channel channel) {
        if (channel.looksIdle()) {
            idle.add(channel);
        }
    }

    /** Time goes by: states end, and channels nobody uses are put away. */
    void tick() {
        long now = now();
        wheel.tick(now);
        for (Channel channel : List.copyOf(idle)) {
            // looked at after it was taken out: whatever becomes idle later is put in anew
            idle.remove(channel);
            if (channel.close(now)) {
                channels.remove(channel.name().toLowerCase(Locale.ROOT), channel);
            } else {
                mayBeIdle(channel);
            }
        }
    }

    /** Checks the size of a state before it is kept. */
    void check(byte[] json) {
        if (json.length > settings.maxState()) {
            throw new CallException(
                    ErrorCodes.TOO_LARGE,
                    "state: " + json.length + " bytes (expected: at most " + settings.maxState() + ")");
        }
    }

    void stored(Channel channel, Slot slot) {
        long lasts = slot.until == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, slot.until - now());
        store.state(channel.name(), slot.user, slot.json, lasts);
    }

    void granted(Channel channel, String user, boolean granted) {
        store.grant(channel.name(), user, granted);
    }

    /** How many channels there are. */
    int size() {
        return channels.size();
    }
}
