package io.redstart.client;

import io.redstart.protocol.FromServer;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/** What the application listens to; told in the lane. */
final class Listening {
    private final Json json;
    private final Consumer<Throwable> report;
    private final Listeners<Heard> events;
    private final Listeners<Heard> actions;
    private final Listeners<Consumer<? super String>> texts;
    private final Listeners<Consumer<@Nullable JsonNode>> jsons;
    private final Listeners<Consumer<FromServer.State>> channelStates;
    private final Listeners<Consumer<? super ConnectionState>> states;
    private final Listeners<Consumer<? super String>> contracts;

    /** A push, not yet converted. */
    private interface Heard {
        void push(@Nullable JsonNode what, PushInfo info);
    }

    Listening(Json json, Consumer<Throwable> report) {
        this.json = json;
        this.report = report;
        events = new Listeners<>(report);
        actions = new Listeners<>(report);
        texts = new Listeners<>(report);
        jsons = new Listeners<>(report);
        channelStates = new Listeners<>(report);
        states = new Listeners<>(report);
        contracts = new Listeners<>(report);
    }

    Listeners<Consumer<? super ConnectionState>> states() {
        return states;
    }

    Listeners<Consumer<? super String>> contracts() {
        return contracts;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // converted to what the listener asked for
    <T> Subscription onEvent(String name, JavaType type, BiConsumer<? super T, PushInfo> listener) {
        return events.add(name, (data, info) -> listener.accept((T) json.convert(data, type), info));
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // converted to what the listener asked for
    <T> Subscription onAction(String actionType, JavaType type, BiConsumer<? super T, PushInfo> listener) {
        return actions.add(actionType, (action, info) -> {
            JsonNode payload = action == null ? null : action.get("payload");
            boolean bare = payload == null && type.isRecordType();
            listener.accept((T) json.convert(bare ? json.mapper().createObjectNode() : payload, type), info);
        });
    }

    Subscription onActions(BiConsumer<? super io.redstart.api.Action, PushInfo> listener) {
        return actions.add((action, info) -> {
            String type = Actions.type(action);
            if (action != null && type != null) {
                listener.accept(Actions.incoming(type, action, json), info);
            }
        });
    }

    @SuppressWarnings("unchecked") // converted to what the listener asked for
    <T> Subscription onChannelState(String channel, JavaType type, Consumer<? super ChannelState<T>> listener) {
        return channelStates.add(channel, state -> {
            T value = (T) json.convert((JsonNode) state.value(), type);
            listener.accept(new ChannelState<>(
                    state.channel(),
                    value,
                    state.position().epoch(),
                    state.position().offset()));
        });
    }

    Subscription onText(Consumer<? super String> listener) {
        return texts.add(listener);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // converted to what the listener asked for
    <T> Subscription onJson(JavaType type, Consumer<? super T> listener) {
        return jsons.add(value -> listener.accept((T) json.convert(value, type)));
    }

    void text(String text) {
        texts.tell("", listener -> listener.accept(text));
    }

    void json(@Nullable JsonNode value) {
        jsons.tell("", listener -> listener.accept(value));
    }

    void event(String name, @Nullable JsonNode data, PushInfo info) {
        events.tell(name, listener -> listener.push(data, info));
    }

    void action(@Nullable JsonNode action, PushInfo info) {
        String type = Actions.type(action);
        if (type == null) {
            report.accept(Failures.badMessage("an action without a type"));
        } else {
            actions.tell(type, listener -> listener.push(action, info));
        }
    }

    void channelState(FromServer.State state) {
        channelStates.tell(state.channel(), listener -> listener.accept(state));
    }
}
