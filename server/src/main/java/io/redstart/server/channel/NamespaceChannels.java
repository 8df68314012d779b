package io.redstart.server.channel;

import io.redstart.api.CallException;
import io.redstart.api.User;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.FromClient.Position;
import io.redstart.protocol.MessageWriter;
import io.redstart.server.observe.Observer;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.SessionListener;
import io.redstart.server.session.SessionRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The channels of one namespace, and which of them each session is in. A session that is over leaves all. Any thread may
 * use it; nothing waits, but for what a {@link Change} does.
 */
public final class NamespaceChannels implements SessionListener {
    private static final int LARGEST_PUSH = 1 << 30;

    private final ChannelSettings settings;
    private final ChannelRules rules;
    private final ChannelStore store;
    private final Supplier<String> epochs;
    private final LongSupplier clock;
    private final Observer observer;
    private final MessageWriter writer = new MessageWriter(JsonMapper.shared(), LARGEST_PUSH);
    private final Wheel wheel = new Wheel();
    private final Kept kept;
    /** By name in lower case: no two differ only in that. */
    private final Map<String, Channel> channels = new ConcurrentHashMap<>();

    private final AtomicInteger count = new AtomicInteger();
    private final Map<LiveSession, Joined> joined = new ConcurrentHashMap<>();
    private final Set<Channel> idle = ConcurrentHashMap.newKeySet();

    /**
     * The channels that were kept, or none. They listen to the registry.
     *
     * @param registry the sessions of the namespace
     * @param settings bounds of its channels
     * @param rules who may do what with them
     * @param store where states outlive the server
     * @param clock tells the time in milliseconds; only grows
     * @param observer is told of limits
     */
    public NamespaceChannels(
            SessionRegistry registry,
            ChannelSettings settings,
            ChannelRules rules,
            ChannelStore store,
            LongSupplier clock,
            Observer observer) {
        this(registry, settings, rules, store, Epochs::next, clock, observer);
    }

    /**
     * No channels, with the rules of the default namespace, of which nothing outlives the server.
     *
     * @param registry the sessions of the namespace
     * @param settings bounds of its channels, and the rules
     * @param clock tells the time in milliseconds; only grows
     * @param observer is told of limits
     * @return the channels
     */
    public static NamespaceChannels inMemory(
            SessionRegistry registry, ChannelSettings settings, LongSupplier clock, Observer observer) {
        return new NamespaceChannels(registry, settings, settings.defaultRules(), ChannelStore.NONE, clock, observer);
    }

    NamespaceChannels(
            SessionRegistry registry,
            ChannelSettings settings,
            ChannelRules rules,
            ChannelStore store,
            Supplier<String> epochs,
            LongSupplier clock,
            Observer observer) {
        this.settings = settings;
        this.rules = rules;
        this.store = store;
        this.epochs = epochs;
        this.clock = clock;
        this.observer = observer;
        this.kept = new Kept(settings.maxBytes());
        store.load(new Restoring());
        registry.listen(this);
    }

    private final class Restoring implements ChannelStore.Loading {
        @Override
        public void state(String channel, @Nullable String user, byte[] json, long lastsMillis) {
            with(channel, each -> {
                each.restore(user, json, until(lastsMillis));
                return null;
            });
        }

        @Override
        public void grant(String channel, String user) {
            with(channel, each -> {
                each.restoreGrant(user);
                return null;
            });
        }
    }

    ChannelSettings settings() {
        return settings;
    }

    MessageWriter writer() {
        return writer;
    }

    Wheel wheel() {
        return wheel;
    }

    Kept kept() {
        return kept;
    }

    long now() {
        return clock.getAsLong();
    }

    private long until(long lastsMillis) {
        long now = now();
        return lastsMillis >= Long.MAX_VALUE - now ? Long.MAX_VALUE : now + lastsMillis;
    }

    /**
     * Who may do what with its channels.
     *
     * @return the rules
     */
    public ChannelRules rules() {
        return rules;
    }

    /**
     * Says when all that was set and granted so far would survive the end of the process.
     *
     * @return completed if it does already; fails if it could not be kept
     */
    public CompletionStage<Void> durable() {
        return store.durable();
    }

    /**
     * Checks the form of a name.
     *
     * @param name the name
     * @throws CallException {@code invalid} if a channel cannot have it
     */
    public static void checkName(String name) {
        String mistake = ChannelName.mistake(name);
        if (mistake != null) {
            throw new CallException(ErrorCodes.INVALID, mistake);
        }
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
    <T extends @Nullable Object> T with(String name, Function<Channel, T> what) {
        checkName(name);
        Channel channel = held(name);
        try {
            return what.apply(channel);
        } finally {
            channel.release();
        }
    }

    private Channel held(String name) {
        String key = ChannelName.key(name);
        while (true) {
            Channel found = channels.computeIfAbsent(key, any -> made(name));
            if (!found.hold()) {
                forget(found);
                continue;
            }
            try {
                checkSame(found, name);
            } catch (CallException other) {
                found.release();
                throw other;
            }
            return found;
        }
    }

    private static void checkSame(Channel found, String name) {
        if (!found.name().equals(name)) {
            throw new CallException(
                    ErrorCodes.CONFLICT, "channel '" + name + "' (expected: '" + found.name() + "', which is in use)");
        }
    }

    private Channel made(String name) {
        if (count.incrementAndGet() > settings.maxChannels()) {
            count.decrementAndGet();
            limitHit("channels");
            throw new CallException(
                    ErrorCodes.OVERLOADED, "channels: " + settings.maxChannels() + " are in use (expected: at most)");
        }
        return new Channel(name, this, epochs.get());
    }

    private void forget(Channel closed) {
        if (channels.remove(ChannelName.key(closed.name()), closed)) {
            count.decrementAndGet();
        }
    }

    /** Looks at a channel, which is not made for that. */
    private @Nullable Channel find(String name) {
        checkName(name);
        Channel found = channels.get(ChannelName.key(name));
        if (found != null) {
            checkSame(found, name);
        }
        return found;
    }

    /**
     * A session joins, if its user is still the one who was asked about. It is told the state, or what it missed.
     *
     * @param session which
     * @param asked the user who may
     * @param name the channel's name
     * @param since the last place of the channel it had, or null
     * @param admission why it may
     * @return false if its user is another
     * @throws CallException {@code invalid} for a name of another form, {@code conflict} for one that differs from one in
     *     use only in upper and lower case, {@code overloaded} where there are too many channels, {@code rate_limited} if
     *     the session is in too many
     */
    public boolean join(
            LiveSession session, @Nullable User asked, String name, @Nullable Position since, Admission admission) {
        try {
            return with(name, channel -> {
                boolean[] same = new boolean[1];
                joined.computeIfAbsent(session, any -> new Joined()).step(its -> {
                    same[0] = Objects.equals(asked, session.user());
                    if (same[0]) {
                        checkCount(its, channel);
                        its.add(channel);
                        channel.join(session, since, admission);
                    }
                });
                return same[0];
            });
        } finally {
            if (session.isOver()) {
                closed(session);
            }
        }
    }

    private void checkCount(Set<Channel> its, Channel channel) {
        if (its.size() >= settings.maxJoined() && !its.contains(channel)) {
            limitHit("channels-joined");
            throw new CallException(
                    ErrorCodes.RATE_LIMITED, "channels: in " + settings.maxJoined() + " already (expected: at most)");
        }
    }

    /**
     * A session leaves.
     *
     * @param session which
     * @param name the channel's name
     * @param why what it is told; null if its client has asked for it
     * @throws CallException {@code invalid} for a name of another form, {@code conflict} for one that differs from one in
     *     use only in upper and lower case
     */
    public void leave(LiveSession session, String name, @Nullable String why) {
        Channel channel = find(name);
        Joined all = joined.get(session);
        if (channel == null || all == null) {
            return;
        }
        all.step(its -> {
            its.remove(channel);
            channel.leave(session, why);
        });
        mayBeIdle(channel);
    }

    /**
     * The user of a session is another now, or has other roles. It leaves, and is told so, where the rules do not let the
     * user in; where the user is another, also what code of bundles had let the one before into.
     *
     * @param session whose user
     */
    public void userChanged(LiveSession session) {
        Joined all = joined.get(session);
        if (all == null) {
            return;
        }
        all.step(its -> its.removeIf(channel -> {
            User user = session.user();
            boolean stays = channel.userChanged(session, before -> stays(channel, before, user));
            if (!stays) {
                mayBeIdle(channel);
            }
            return !stays;
        }));
    }

    @Override
    public void userChanged(LiveSession session, @Nullable User before) {
        userChanged(session);
    }

    private boolean stays(Channel channel, Membership before, @Nullable User user) {
        String id = user == null ? null : user.id();
        if (ChannelName.isOwn(channel.name()) && user == null) {
            return false;
        }
        return switch (before.admission()) {
            case APPLICATION -> true;
            case CODE -> Objects.equals(before.user(), id);
            case RULES ->
                rules.permits(ChannelRight.JOIN, channel.name(), user)
                        && (!ChannelName.isPrivate(channel.name())
                                || ChannelRules.isControl(user)
                                || channel.isGranted(id));
        };
    }

    /**
     * Says something to all members of a channel, or to those of one user.
     *
     * @param name the channel's name
     * @param to who alone is told, or null for all
     * @param push makes it
     * @param change what it does to the state of all, or of that user; null for nothing
     * @throws CallException as for {@link #set}, and whatever the change throws; then nothing is told
     */
    public void publish(String name, @Nullable String to, Placed push, @Nullable Change change) {
        with(name, channel -> {
            channel.publish(to, push, change);
            return null;
        });
    }

    /**
     * Sets the state of a channel.
     *
     * @param name the channel's name
     * @param user whose, or null for that of all
     * @param json the value, on one line; null takes it away
     * @param ttlMillis after how many milliseconds it ends, 0 for never
     * @param quiet whether nobody is told
     * @throws CallException {@code invalid} for a name of another form or a ttl below 0, {@code conflict} for a name that
     *     differs from one in use only in upper and lower case, {@code too_large} for a state that is, {@code overloaded}
     *     where there are too many channels or states
     */
    public void set(String name, @Nullable String user, byte @Nullable [] json, long ttlMillis, boolean quiet) {
        checkTtl(ttlMillis);
        long until = ttlMillis == 0 ? Long.MAX_VALUE : until(ttlMillis);
        with(name, channel -> {
            channel.set(user, json, until, quiet);
            return null;
        });
    }

    /**
     * Checks how long a state is to last.
     *
     * @param ttlMillis after how many milliseconds it ends, 0 for never
     * @throws CallException {@code invalid} if it is below 0
     */
    public static void checkTtl(long ttlMillis) {
        if (ttlMillis < 0) {
            throw new CallException(ErrorCodes.INVALID, "ttl: " + ttlMillis + " (expected: 0 or more)");
        }
    }

    /**
     * The state a user sees: their own, else that of all.
     *
     * @param name the channel's name
     * @param user who, or null for a guest
     * @return JSON, not to be changed; null for none
     * @throws CallException {@code invalid} for a name of another form, {@code conflict} for one that differs from one in
     *     use only in upper and lower case
     */
    public byte @Nullable [] get(String name, @Nullable String user) {
        Channel channel = find(name);
        return channel == null ? null : channel.get(user);
    }

    /**
     * Who is in a channel.
     *
     * @param name the channel's name
     * @param user of a channel of one's own, whose; of any other it does not count
     * @return the users, and how many sessions
     * @throws CallException {@code invalid} for a name of another form, {@code conflict} for one that differs from one in
     *     use only in upper and lower case
     */
    public Here here(String name, @Nullable String user) {
        Channel channel = find(name);
        return channel == null ? Here.NOBODY : channel.here(user);
    }

    /**
     * Which sessions are in a channel, and whose they are; of a channel of one's own those of everybody.
     *
     * @param name the channel's name
     * @return the sessions
     * @throws CallException {@code invalid} for a name of another form, {@code conflict} for one that differs from one in
     *     use only in upper and lower case
     */
    public Present present(String name) {
        Map<String, @Nullable String> userOf = new LinkedHashMap<>();
        forEachMember(name, null, member -> {
            User user = member.user();
            userOf.put(member.id(), user == null ? null : user.id());
        });
        return Present.of(userOf);
    }

    /**
     * Walks over the sessions in a channel, as they are now.
     *
     * @param name the channel's name
     * @param user whose alone, or null for all
     * @param each is given each
     * @throws CallException {@code invalid} for a name of another form, {@code conflict} for one that differs from one in
     *     use only in upper and lower case
     */
    public void forEachMember(String name, @Nullable String user, Consumer<LiveSession> each) {
        Channel channel = find(name);
        if (channel != null) {
            channel.forEach(user, each);
        }
    }

    /**
     * Lets a user into a private channel.
     *
     * @param name the channel's name
     * @param user who
     * @throws CallException {@code invalid} for a name of another form or a channel that is not private, {@code conflict}
     *     for a name that differs from one in use only in upper and lower case, {@code overloaded} where there are too many
     */
    public void grant(String name, String user) {
        checkPrivate(name);
        with(name, channel -> {
            channel.grant(user);
            return null;
        });
    }

    /**
     * A user may not be in a private channel any more. Their sessions are taken out and told so.
     *
     * @param name the channel's name
     * @param user who
     * @throws CallException {@code invalid} for a name of another form or a channel that is not private, {@code conflict}
     *     for a name that differs from one in use only in upper and lower case
     */
    public void revoke(String name, String user) {
        checkPrivate(name);
        Channel channel = find(name);
        if (channel == null) {
            return;
        }
        for (LiveSession member : channel.revoke(user)) {
            Joined all = joined.get(member);
            if (all != null) {
                // it may have joined anew meanwhile, because it was granted that
                all.step(its -> its.removeIf(each -> each == channel && !channel.has(member)));
            }
        }
        mayBeIdle(channel);
    }

    private static void checkPrivate(String name) {
        checkName(name);
        if (!ChannelName.isPrivate(name)) {
            throw new CallException(
                    ErrorCodes.INVALID, "channel: '" + name + "' (expected: a private one, which begins with #)");
        }
    }

    /**
     * Whether a user may join a private channel.
     *
     * @param name the channel's name
     * @param user who, or null for a guest
     * @return whether they were let in
     * @throws CallException {@code invalid} for a name of another form, {@code conflict} for one that differs from one in
     *     use only in upper and lower case
     */
    public boolean isGranted(String name, @Nullable String user) {
        Channel channel = find(name);
        return channel != null && channel.isGranted(user);
    }

    @Override
    public void closed(LiveSession session) {
        Joined all = joined.remove(session);
        if (all != null) {
            all.step(its -> {
                for (Channel channel : its) {
                    channel.leave(session, null);
                    mayBeIdle(channel);
                }
                its.clear();
            });
        }
    }

    void mayBeIdle(Channel channel) {
        if (channel.looksIdle()) {
            idle.add(channel);
        }
    }

    /** Time goes by: states end, and channels nobody uses are put away. */
    public void tick() {
        long now = now();
        wheel.tick(now);
        for (Channel channel : List.copyOf(idle)) {
            // looked at after it was taken out: whatever becomes idle later is put in anew
            idle.remove(channel);
            if (channel.close(now)) {
                forget(channel);
            } else {
                mayBeIdle(channel);
            }
        }
    }

    /**
     * Checks the size of a state before it is kept.
     *
     * @param bytes how large it is
     * @throws CallException {@code too_large} if it is larger than the settings allow
     */
    public void checkState(int bytes) {
        if (bytes > settings.maxState()) {
            limitHit("channel-state");
            throw new CallException(
                    ErrorCodes.TOO_LARGE, "state: " + bytes + " bytes (expected: at most " + settings.maxState() + ")");
        }
    }

    void check(int bytes, int more) {
        checkState(bytes);
        if (!kept.hasRoomForState(more)) {
            limitHit("channel-state");
            throw new CallException(
                    ErrorCodes.OVERLOADED, "states: " + settings.maxBytes() + " bytes are in use (expected: at most)");
        }
    }

    void limitHit(String limit) {
        observer.limitHit(limit);
    }

    void stored(Channel channel, Slot slot) {
        long lasts = slot.until == Long.MAX_VALUE ? Long.MAX_VALUE : Math.max(0, slot.until - now());
        store.state(channel.name(), slot.user, slot.json, lasts);
    }

    void granted(Channel channel, String user, boolean granted) {
        store.grant(channel.name(), user, granted);
    }

    /**
     * How many channels there are.
     *
     * @return 0 or more
     */
    public int size() {
        return count.get();
    }

    /**
     * How many sessions are in channels.
     *
     * @return 0 or more
     */
    public int joined() {
        return joined.size();
    }

    /**
     * How much its states and histories take.
     *
     * @return bytes
     */
    public long bytes() {
        return kept.bytes();
    }
}
