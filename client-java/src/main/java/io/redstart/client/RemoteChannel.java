package io.redstart.client;

import io.redstart.api.Action;
import io.redstart.api.CallException;
import io.redstart.protocol.FromClient;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * A channel as a client sees it. Any thread may use it. What is asked of the server fails as calls do; what the server does not
 * allow fails with {@code forbidden} or, for a guest, {@code unauthenticated}.
 *
 * <p>Listeners are told in the order of the {@linkplain RedstartClient client's} callbacks: each push of the channel once, in the
 * channel's order, also over lost connections. A resume brings what was missed. A fresh session joins again by itself, from the
 * last place it was told, and gets what was missed, or the state whole. Listeners of the client itself are told too.
 *
 * <pre>{@code
 * RemoteChannel room = client.channel("room:1");
 * room.onState(Room.class, state -> show(state.value()));
 * room.onAction(Said.class, said -> add(said.line()));
 * room.join().join();
 * room.dispatch(new Said("Hello"));
 * }</pre>
 */
public final class RemoteChannel {
    private final Wire wire;
    private final String name;
    private final @Nullable String user;
    private final CallOptions options;

    RemoteChannel(Wire wire, String name, @Nullable String user, CallOptions options) {
        this.wire = wire;
        this.name = name;
        this.user = user;
        this.options = options;
    }

    /**
     * The channel's name.
     *
     * @return as it was asked for
     */
    public String name() {
        return name;
    }

    /**
     * The same channel with options for what is asked through what it returns. Of the options the timeout counts and, for
     * joins, {@linkplain CallOptions#retried() whether it is made again}.
     *
     * @param options how to ask
     * @return a view of this channel
     */
    public RemoteChannel with(CallOptions options) {
        return new RemoteChannel(wire, name, user, options);
    }

    /**
     * The same channel for one user: what is dispatched or published through it is told to them alone, in each of their
     * sessions, and the state is theirs. It takes the right to {@code manage} the channel, unless the user is this client's.
     *
     * @param user the user's id
     * @return a view of this channel
     */
    public RemoteChannel of(String user) {
        return new RemoteChannel(wire, name, user, options);
    }

    /**
     * Whether this client is in the channel: it has joined and was not taken out. Being away for a while changes nothing.
     *
     * @return true if it is
     */
    public boolean joined() {
        return wire.channels().isIn(name);
    }

    /**
     * How far in the channel's history the application was told.
     *
     * @return the place of the last push, or null while the client is not in the channel or was told nothing
     */
    public @Nullable Position position() {
        return wire.channels().position(name);
    }

    /**
     * Joins. The state is told, whole, before the answer.
     *
     * @return completes when this client is in it; fails if the server refuses
     */
    public CompletableFuture<@Nullable Object> join() {
        return wire.channels().join(name, null, joinOptions());
    }

    /**
     * Joins, to be told what was missed since a position that is known from before, or the state whole if that is not known
     * any more.
     *
     * @param since the last place that was told
     * @return completes when this client is in it; fails if the server refuses
     */
    public CompletableFuture<@Nullable Object> join(Position since) {
        return wire.channels().join(name, since, joinOptions());
    }

    private CallOptions joinOptions() {
        return options.retry() ? options.timeoutAlone().retried() : options.timeoutAlone();
    }

    /**
     * Leaves.
     *
     * @return completes when it is left
     */
    public CompletableFuture<@Nullable Object> leave() {
        wire.channels().leave(name);
        return wire.ask((id, meta) -> new FromClient.Leave(id, name), true, options.timeoutAlone());
    }

    /**
     * Says an action to all who are in the channel. It comes back to this client too, in its place among all others.
     *
     * @param action a record marked {@link io.redstart.api.ActionType}, an {@link Action}, or a map with a text
     *     {@code type}
     * @return completes when the server has told it; fails if the server refuses
     * @throws IllegalArgumentException if it is none of these
     */
    public CompletableFuture<@Nullable Object> dispatch(Object action) {
        return said(Actions.outgoing(action), written -> (id, meta) -> new FromClient.Act(id, name, written, user));
    }

    /**
     * Says an event to all who are in the channel, this client too.
     *
     * @param event the event's name, 1 to 256 characters
     * @param data anything that converts to JSON, or null
     * @return completes when the server has told it; fails if the server refuses
     */
    public CompletableFuture<@Nullable Object> publish(String event, @Nullable Object data) {
        return said(data, written -> (id, meta) -> new FromClient.Publish(id, name, event, written, user));
    }

    /**
     * Says an event whose name its record says.
     *
     * @param event a record marked {@link io.redstart.api.EventType}
     * @return as {@link #publish(String, Object)}
     * @throws IllegalArgumentException if its class is not marked
     */
    public CompletableFuture<@Nullable Object> publish(Object event) {
        return publish(Actions.eventType(event.getClass()), event);
    }

    /**
     * Sets the state, for ever, and tells all who are in the channel.
     *
     * @param value anything that converts to JSON; null takes the state away
     * @return completes when it is set; fails if the server refuses
     */
    public CompletableFuture<@Nullable Object> set(@Nullable Object value) {
        return set(value, SetOptions.NONE);
    }

    /**
     * Sets the state.
     *
     * @param value anything that converts to JSON; null takes the state away
     * @param how for how long, and whether it is told
     * @return completes when it is set; fails if the server refuses
     */
    public CompletableFuture<@Nullable Object> set(@Nullable Object value, SetOptions how) {
        long millis = how.lasting().toMillis();
        return said(
                value, written -> (id, meta) -> new FromClient.SetState(id, name, written, user, millis, how.quiet()));
    }

    private CompletableFuture<@Nullable Object> said(
            @Nullable Object payload, Function<Object, OpenCall.Said> message) {
        Object written;
        try {
            written = wire.json().write(payload);
        } catch (CallException invalid) {
            return CompletableFuture.failedFuture(invalid);
        }
        return wire.ask(message.apply(written), false, options.timeoutAlone());
    }

    /**
     * The state as it is now.
     *
     * @param <T> what it is read as
     * @param type what it is read as
     * @return completes with the state, or with null if there is none
     */
    public <T> CompletableFuture<T> state(Class<T> type) {
        return wire.ask((id, meta) -> new FromClient.GetState(id, name, user), json(type), options.timeoutAlone());
    }

    /**
     * Who is in the channel now.
     *
     * @return completes with the users, guests and sessions
     */
    public CompletableFuture<Here> who() {
        return wire.ask((id, meta) -> new FromClient.Who(id, name), json(Here.class), options.timeoutAlone());
    }

    /**
     * Lets a user join a channel whose name begins with {@code #}.
     *
     * @param who the user's id
     * @return completes when they may
     */
    public CompletableFuture<@Nullable Object> grant(String who) {
        return wire.ask((id, meta) -> new FromClient.Grant(id, name, who), false, options.timeoutAlone());
    }

    /**
     * Does not let a user join any more, and takes them out.
     *
     * @param who the user's id
     * @return completes when they are out
     */
    public CompletableFuture<@Nullable Object> revoke(String who) {
        return wire.ask((id, meta) -> new FromClient.Revoke(id, name, who), false, options.timeoutAlone());
    }

    /**
     * Tells each event of a name in this channel.
     *
     * @param <T> what the data is read as
     * @param event the event's name
     * @param type what the data is read as
     * @param listener is told the data, which is null where the server sends null
     * @return ends it
     */
    public <T> Subscription on(String event, Class<T> type, Consumer<? super T> listener) {
        return onWithInfo(event, type, (data, info) -> listener.accept(data));
    }

    /**
     * Tells each event of a name in this channel, and where it came from.
     *
     * @param <T> what the data is read as
     * @param event the event's name
     * @param type what the data is read as
     * @param listener is told
     * @return ends it
     */
    public <T> Subscription onWithInfo(String event, Class<T> type, BiConsumer<? super T, PushInfo> listener) {
        return wire.channelListening().onEvent(name, event, json(type), listener);
    }

    /**
     * Tells each event in this channel whose name a record says.
     *
     * @param <T> the event
     * @param event a record marked {@link io.redstart.api.EventType}
     * @param listener is told
     * @return ends it
     * @throws IllegalArgumentException if the class is not marked
     */
    public <T> Subscription on(Class<T> event, Consumer<? super T> listener) {
        return on(Actions.eventType(event), event, listener);
    }

    /**
     * Tells each action in this channel.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onAction(Consumer<? super Action> listener) {
        return onActionWithInfo((action, info) -> listener.accept(action));
    }

    /**
     * Tells each action in this channel, and where it came from.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onActionWithInfo(BiConsumer<? super Action, PushInfo> listener) {
        return wire.channelListening().onActions(name, listener);
    }

    /**
     * Tells each action in this channel whose type a record says.
     *
     * @param <T> the action
     * @param action a record marked {@link io.redstart.api.ActionType}
     * @param listener is told
     * @return ends it
     * @throws IllegalArgumentException if the class is not marked
     */
    public <T> Subscription onAction(Class<T> action, Consumer<? super T> listener) {
        return onActionWithInfo(Actions.actionType(action), action, (payload, info) -> listener.accept(payload));
    }

    /**
     * Tells each action of a type in this channel, and where it came from.
     *
     * @param <T> what the payload is read as
     * @param actionType the action's type
     * @param payload what the payload is read as
     * @param listener is told the payload, which is null where there is none
     * @return ends it
     */
    public <T> Subscription onActionWithInfo(
            String actionType, Class<T> payload, BiConsumer<? super T, PushInfo> listener) {
        return wire.channelListening().onAction(name, actionType, json(payload), listener);
    }

    /**
     * Tells the state, whole: when this client joins, and when it is set.
     *
     * @param <T> what the value is read as
     * @param type what the value is read as
     * @param listener is told
     * @return ends it
     */
    public <T> Subscription onState(Class<T> type, Consumer<? super RemoteState<T>> listener) {
        return wire.channelListening().<T>onState(name, json(type), listener);
    }

    /**
     * Tells each user who comes with their first session, or goes with their last.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onPresence(Consumer<? super Presence> listener) {
        return wire.channelListening().onPresence(name, listener);
    }

    /**
     * Tells when the server has let this client in, also each time a fresh session has joined again.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onJoined(Runnable listener) {
        return wire.channelListening().onJoined(name, listener);
    }

    /**
     * Tells when this client is not in the channel any more, though it did not leave.
     *
     * @param listener is told why
     * @return ends it
     */
    public Subscription onLeft(Consumer<? super ChannelLeft> listener) {
        return wire.channelListening().onLeft(name, listener);
    }

    private JavaType json(Class<?> type) {
        return wire.json().type(type);
    }
}
