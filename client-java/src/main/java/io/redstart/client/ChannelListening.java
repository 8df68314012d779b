package io.redstart.client;

import io.redstart.protocol.FromServer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/** What the application listens to in channels, by the channel's name; told in the lane. */
final class ChannelListening {
    private final Json json;
    private final Listeners<Listening.Heard> events;
    private final Listeners<Listening.Heard> actions;
    private final Listeners<Consumer<FromServer.State>> states;
    private final Listeners<Consumer<? super Presence>> presence;
    private final Listeners<Runnable> joins;
    private final Listeners<Consumer<? super ChannelLeft>> lefts;

    ChannelListening(Json json, Consumer<Throwable> report) {
        this.json = json;
        events = new Listeners<>(report);
        actions = new Listeners<>(report);
        states = new Listeners<>(report);
        presence = new Listeners<>(report);
        joins = new Listeners<>(report);
        lefts = new Listeners<>(report);
    }

    /** One kind of event or action in a channel; no channel has a blank in its name. */
    private static String in(String channel, String kind) {
        return channel + ' ' + kind;
    }

    <T> Subscription onEvent(String channel, String name, JavaType type, BiConsumer<? super T, PushInfo> listener) {
        return events.add(in(channel, name), Listening.data(json, type, listener));
    }

    <T> Subscription onAction(
            String channel, String actionType, JavaType type, BiConsumer<? super T, PushInfo> listener) {
        return actions.add(in(channel, actionType), Listening.payload(json, type, listener));
    }

    Subscription onActions(String channel, BiConsumer<? super io.redstart.api.Action, PushInfo> listener) {
        return actions.add(channel, Listening.whole(json, listener));
    }

    @SuppressWarnings("unchecked") // converted to what the listener asked for
    <T> Subscription onState(String channel, JavaType type, Consumer<? super RemoteState<T>> listener) {
        return states.add(channel, state -> {
            T value = (T) json.convert((JsonNode) state.value(), type);
            listener.accept(new RemoteState<>(state.channel(), value, Channels.position(state)));
        });
    }

    Subscription onPresence(String channel, Consumer<? super Presence> listener) {
        return presence.add(channel, listener);
    }

    Subscription onJoined(String channel, Runnable listener) {
        return joins.add(channel, listener);
    }

    Subscription onLeft(String channel, Consumer<? super ChannelLeft> listener) {
        return lefts.add(channel, listener);
    }

    void event(String channel, String name, @Nullable JsonNode data, PushInfo info) {
        events.tell(in(channel, name), listener -> listener.push(data, info));
    }

    void action(String channel, String actionType, @Nullable JsonNode action, PushInfo info) {
        actions.tell(channel, listener -> listener.push(action, info));
        actions.tell(in(channel, actionType), listener -> listener.push(action, info));
    }

    void state(FromServer.State state) {
        states.tell(state.channel(), listener -> listener.accept(state));
    }

    void presence(FromServer.Presence told) {
        var change = new Presence(told.user(), told.here());
        presence.tell(told.channel(), listener -> listener.accept(change));
    }

    void joined(String channel) {
        joins.tell(channel, Runnable::run);
    }

    void left(String channel, ChannelLeft left) {
        lefts.tell(channel, listener -> listener.accept(left));
    }
}
