package io.redstart.client;

import io.redstart.api.Action;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/** What the application listens to; told in the lane. */
final class Listening {
    private final Json json;
    private final Listeners<Heard> events;
    private final Listeners<Heard> actions;
    private final Listeners<Consumer<? super String>> texts;
    private final Listeners<Consumer<@Nullable JsonNode>> jsons;
    private final Listeners<Consumer<? super ConnectionState>> states;
    private final Listeners<Consumer<? super String>> contracts;

    /** A push, not yet converted. */
    interface Heard {
        void push(@Nullable JsonNode what, PushInfo info);
    }

    Listening(Json json, Consumer<Throwable> report) {
        this.json = json;
        events = new Listeners<>(report);
        actions = new Listeners<>(report);
        texts = new Listeners<>(report);
        jsons = new Listeners<>(report);
        states = new Listeners<>(report);
        contracts = new Listeners<>(report);
    }

    Listeners<Consumer<? super ConnectionState>> states() {
        return states;
    }

    Listeners<Consumer<? super String>> contracts() {
        return contracts;
    }

    <T> Subscription onEvent(String name, JavaType type, BiConsumer<? super T, PushInfo> listener) {
        return events.add(name, data(json, type, listener));
    }

    <T> Subscription onAction(String actionType, JavaType type, BiConsumer<? super T, PushInfo> listener) {
        return actions.add(actionType, payload(json, type, listener));
    }

    Subscription onActions(BiConsumer<? super Action, PushInfo> listener) {
        return actions.add(whole(json, listener));
    }

    /** Is told the data of an event. */
    @SuppressWarnings({"unchecked", "NullAway"}) // converted to what the listener asked for
    static <T> Heard data(Json json, JavaType type, BiConsumer<? super T, PushInfo> listener) {
        return (data, info) -> listener.accept((T) json.convert(data, type), info);
    }

    /** Is told the payload of an action. */
    @SuppressWarnings({"unchecked", "NullAway"}) // converted to what the listener asked for
    static <T> Heard payload(Json json, JavaType type, BiConsumer<? super T, PushInfo> listener) {
        return (action, info) -> {
            JsonNode payload = action == null ? null : action.get("payload");
            boolean bare = payload == null && type.isRecordType();
            listener.accept((T) json.convert(bare ? json.mapper().createObjectNode() : payload, type), info);
        };
    }

    /** Is told an action whole. */
    static Heard whole(Json json, BiConsumer<? super Action, PushInfo> listener) {
        return (action, info) -> {
            String type = Actions.type(action);
            if (action != null && type != null) {
                listener.accept(Actions.incoming(type, action, json), info);
            }
        };
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

    void action(String actionType, @Nullable JsonNode action, PushInfo info) {
        actions.tell(actionType, listener -> listener.push(action, info));
    }
}
