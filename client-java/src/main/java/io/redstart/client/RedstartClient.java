package io.redstart.client;

import io.redstart.api.Action;
import io.redstart.api.PacketBundle;
import io.redstart.protocol.FromClient;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * One client of a Redstart server. It keeps its session over any number of lost connections, and tries for ever to come
 * back, until it is closed or the server says that there is no use.
 *
 * <p>Any thread may use it. <b>Callbacks</b> (listeners, handlers, the signals of streams, and what is chained to an
 * answer) are called one after the other, in the order in which the server said things: what a method dispatches is
 * heard before the method's answer. They run on a thread of the client's executor and may block, which holds up only
 * the callbacks of the same client. A callback may call the server and wait for the answer; it may not wait for
 * something chained to an answer, which would be a later callback.
 *
 * <pre>{@code
 * try (RedstartClient client = RedstartClient.builder(URI.create("https://example.org")).connect()) {
 *     client.on("typing", String.class, who -> System.out.println(who + " is typing"));
 *     Todo todo = client.api(Todos.class).add("milk");
 * }
 * }</pre>
 */
public final class RedstartClient implements Caller, AutoCloseable {
    private static final long FAREWELL_SECONDS = 5;

    private final Wire wire;
    private final Caller plain;
    private final CompletableFuture<RedstartClient> opened;

    RedstartClient(Wire wire) {
        this.wire = wire;
        this.plain = new Calling(wire, CallOptions.NONE);
        this.opened = wire.opened().thenApply(open -> this);
    }

    /**
     * Begins to describe a client.
     *
     * @param uri where the server is: {@code ws}, {@code wss}, {@code http} or {@code https}; an empty path means
     *     {@code /ws}, and {@code /ws/name} is the namespace of that name
     * @return a builder
     * @throws IllegalArgumentException if it is no such address
     */
    public static ClientBuilder builder(URI uri) {
        return new ClientBuilder(uri);
    }

    /**
     * Completes when the client is open for the first time.
     *
     * @return completes with this client; fails with {@code unavailable} if it is closed before
     */
    public CompletableFuture<RedstartClient> opened() {
        return opened.copy();
    }

    /**
     * How the client stands with the server at the moment.
     *
     * @return the state
     */
    public ConnectionState state() {
        return wire.state();
    }

    /**
     * Tells each change of the state, each once.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onState(Consumer<? super ConnectionState> listener) {
        return wire.listening().states().add(listener);
    }

    /**
     * Who is behind the session, as the server said last.
     *
     * @return the user's id; null for a guest, and before the first welcome
     */
    public @Nullable String user() {
        return wire.identity().user();
    }

    /**
     * Tells when another user is behind the session: the server signed it in or out, or a fresh session has another one.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onUser(Consumer<? super UserChange> listener) {
        return wire.identity().add(listener);
    }

    /**
     * The same client with options for the calls made through what it returns.
     *
     * @param options how to call
     * @return a view of this client
     */
    public Caller with(CallOptions options) {
        return new Calling(wire, options);
    }

    /**
     * Calls a method and wants no answer. If it cannot be sent, that is reported to the builder's {@code onError}.
     *
     * @param target {@code api.method}, or a bare name
     * @param args by position; each converts to JSON
     * @throws io.redstart.api.CallException {@code invalid} if the arguments do not convert to JSON
     */
    public void cast(String target, @Nullable Object... args) {
        wire.say(new FromClient.Cast(target, wire.json().write(args)));
    }

    /**
     * Calls a method with arguments by name and wants no answer.
     *
     * @param target {@code api.method}, or a bare name
     * @param args values by the names of parameters; each converts to JSON
     * @throws io.redstart.api.CallException {@code invalid} if the arguments do not convert to JSON
     */
    public void castNamed(String target, Map<String, ?> args) {
        wire.say(new FromClient.Cast(target, wire.json().write(args)));
    }

    /**
     * Sends an event to the server.
     *
     * @param name 1 to 128 characters
     * @param data anything that converts to JSON, or null
     * @throws io.redstart.api.CallException {@code invalid} if the data does not convert to JSON
     */
    public void emit(String name, @Nullable Object data) {
        wire.say(new FromClient.Event(name, wire.json().write(data)));
    }

    /**
     * Sends an event whose name its record says.
     *
     * @param event a record marked {@link io.redstart.api.EventType}
     * @throws IllegalArgumentException if its class is not marked
     * @throws io.redstart.api.CallException {@code invalid} if it does not convert to JSON
     */
    public void emit(Object event) {
        emit(Actions.eventType(event.getClass()), event);
    }

    /**
     * Sends a packet, behind all that was said before. It is delivered once at most.
     *
     * @param packet a record marked {@link io.redstart.api.Packet}, the same as the server's
     * @return false if it is lost, since there is no connection
     * @throws IllegalArgumentException if it is none that the server takes, or a value does not fit its field
     */
    public boolean send(Object packet) {
        return wire.packets().send(packet);
    }

    /**
     * Sends a packet by its name, as {@link #send(Object)} sends a record.
     *
     * @param name the packet's name
     * @param values the values of its fields, all of them and no other: numbers, {@code String}, {@code Boolean}, {@code
     *     byte[]}, and for JSON anything that converts to it
     * @return false if it is lost, since there is no connection
     * @throws IllegalArgumentException if there is none of this name that the server takes, or a value does not fit its
     *     field
     */
    public boolean send(String name, Map<String, ?> values) {
        return wire.packets().send(name, values);
    }

    /**
     * Sends a text that has no name. Without a connection it waits.
     *
     * @param text any text
     */
    public void sendText(String text) {
        wire.say(new FromClient.Text(text));
    }

    /**
     * Sends JSON that has no name. Without a connection it waits.
     *
     * @param value anything that converts to JSON, or null
     * @throws io.redstart.api.CallException {@code invalid} if it does not convert to JSON
     */
    public void sendJson(@Nullable Object value) {
        wire.say(new FromClient.Json(wire.json().write(value)));
    }

    /**
     * Sends bytes that have no name, behind all that was said before. They are delivered once at most.
     *
     * @param bytes any bytes
     * @return false if they are lost, since there is no connection
     */
    public boolean sendBinary(byte[] bytes) {
        return wire.packets().sendBinary(bytes);
    }

    /**
     * Begins several packets that travel in one frame. What is written and sent counts no bytes while there is no
     * connection.
     *
     * @return an empty bundle
     */
    public PacketBundle bundle() {
        return wire.packets().bundle();
    }

    /**
     * Tells each packet of a record, in order with what else the server says.
     *
     * @param <T> the packet
     * @param packet a record marked {@link io.redstart.api.Packet}, the same as the server's; what has other fields is
     *     reported
     * @param listener is told
     * @return ends it
     * @throws IllegalArgumentException if the class is not marked
     */
    public <T> Subscription onPacket(Class<T> packet, Consumer<? super T> listener) {
        return wire.packets().on(packet, listener);
    }

    /**
     * Tells each packet of a name, in order with what else the server says.
     *
     * @param name the packet's name
     * @param listener is told the fields: whole numbers are {@link Long}, others {@link Double}, bytes {@code byte[]}, JSON
     *     is Java's own types
     * @return ends it
     */
    public Subscription onPacket(String name, Consumer<? super Map<String, @Nullable Object>> listener) {
        return wire.packets().on(name, listener);
    }

    /**
     * Tells every packet, in order with what else the server says.
     *
     * @param listener is told its name, and its fields as {@link #onPacket(String, Consumer)} has them
     * @return ends it
     */
    public Subscription onPackets(BiConsumer<? super String, ? super Map<String, @Nullable Object>> listener) {
        return wire.packets().onEach(listener);
    }

    /**
     * Tells each text that has no name.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onText(Consumer<? super String> listener) {
        return wire.listening().onText(listener);
    }

    /**
     * Tells all JSON that has no name.
     *
     * @param <T> what it is read as
     * @param type what it is read as; what does not convert is reported
     * @param listener is told
     * @return ends it
     */
    public <T> Subscription onJson(Class<T> type, Consumer<? super T> listener) {
        return wire.listening().onJson(wire.json().type(type), listener);
    }

    /**
     * Tells all bytes that have no name.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onBinary(Consumer<? super byte[]> listener) {
        return wire.packets().onBinary(listener);
    }

    /**
     * Tells each event of a name.
     *
     * @param <T> what the data is read as
     * @param name the event's name
     * @param type what the data is read as
     * @param listener is told the data, which is null where the server sends null
     * @return ends it
     */
    public <T> Subscription on(String name, Class<T> type, Consumer<? super T> listener) {
        return onWithInfo(name, type, (data, info) -> listener.accept(data));
    }

    /**
     * Tells each event of a name, and where it came from.
     *
     * @param <T> what the data is read as
     * @param name the event's name
     * @param type what the data is read as
     * @param listener is told
     * @return ends it
     */
    public <T> Subscription onWithInfo(String name, Class<T> type, BiConsumer<? super T, PushInfo> listener) {
        return wire.listening().onEvent(name, wire.json().type(type), listener);
    }

    /**
     * Tells each event of a name whose data is of a generic type.
     *
     * @param <T> what the data is read as
     * @param name the event's name
     * @param type what the data is read as
     * @param listener is told
     * @return ends it
     */
    public <T> Subscription on(String name, TypeReference<T> type, Consumer<? super T> listener) {
        return wire.listening()
                .<T>onEvent(name, wire.json().type(type.getType()), (data, info) -> listener.accept(data));
    }

    /**
     * Tells each event whose name a record says.
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
     * Tells each action.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onAction(Consumer<? super Action> listener) {
        return onActionWithInfo((action, info) -> listener.accept(action));
    }

    /**
     * Tells each action, and where it came from.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onActionWithInfo(BiConsumer<? super Action, PushInfo> listener) {
        return wire.listening().onActions(listener);
    }

    /**
     * Tells each action of a type.
     *
     * @param <T> what the payload is read as
     * @param actionType the action's type
     * @param payload what the payload is read as
     * @param listener is told the payload, which is null where there is none
     * @return ends it
     */
    public <T> Subscription onAction(String actionType, Class<T> payload, Consumer<? super T> listener) {
        return onActionWithInfo(actionType, payload, (value, info) -> listener.accept(value));
    }

    /**
     * Tells each action of a type, and where it came from.
     *
     * @param <T> what the payload is read as
     * @param actionType the action's type
     * @param payload what the payload is read as
     * @param listener is told the payload, which is null where there is none
     * @return ends it
     */
    public <T> Subscription onActionWithInfo(
            String actionType, Class<T> payload, BiConsumer<? super T, PushInfo> listener) {
        return wire.listening().onAction(actionType, wire.json().type(payload), listener);
    }

    /**
     * Tells each action whose type a record says.
     *
     * @param <T> the action
     * @param action a record marked {@link io.redstart.api.ActionType}
     * @param listener is told
     * @return ends it
     * @throws IllegalArgumentException if the class is not marked
     */
    public <T> Subscription onAction(Class<T> action, Consumer<? super T> listener) {
        return onAction(Actions.actionType(action), action, listener);
    }

    /**
     * Tells the new hash when the server's contract is not, or no longer, the one this client was built with or has
     * seen.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onContract(Consumer<? super String> listener) {
        return wire.listening().contracts().add(listener);
    }

    /**
     * Answers what the server asks under a name; the newest handler of a name counts.
     *
     * @param name the name
     * @param handler answers
     * @return ends it
     */
    public Subscription handle(String name, AskHandler handler) {
        return wire.asks().handle(name, handler);
    }

    /**
     * A channel, as this client sees it. It may be asked for as often as needed: what was joined and who listens is kept
     * with the client.
     *
     * @param name letters and digits of ASCII, {@code _.:#@/-}; 1 to 255
     * @return a view of the channel
     */
    public RemoteChannel channel(String name) {
        return new RemoteChannel(wire, name, null, CallOptions.NONE);
    }

    /**
     * Whether the server lets this client call a method now. It is asked once; from then on it tells what changes (a
     * user signs in, a bundle is deployed), so that later answers come at once.
     *
     * @param method {@code api.method}, or a bare name
     * @return completes with the answer, or fails as a call does
     */
    public CompletableFuture<Boolean> can(String method) {
        return wire.permissions().can(permitted -> permitted.calls().contains(method));
    }

    /**
     * Whether the server lets this client dispatch actions of a type now; otherwise as {@link #can}.
     *
     * @param actionType the action's type
     * @return completes with the answer, or fails as a call does
     */
    public CompletableFuture<Boolean> canDispatch(String actionType) {
        return wire.permissions().can(permitted -> permitted.actions().contains(actionType));
    }

    /**
     * Whether the server lets this client emit events of a name now; otherwise as {@link #can}.
     *
     * @param event the event's name
     * @return completes with the answer, or fails as a call does
     */
    public CompletableFuture<Boolean> canEmit(String event) {
        return wire.permissions().can(permitted -> permitted.events().contains(event));
    }

    /**
     * Whether the server lets this client send packets of a name now; otherwise as {@link #can}.
     *
     * @param packet the packet's name
     * @return completes with the answer, or fails as a call does
     */
    public CompletableFuture<Boolean> canSend(String packet) {
        return wire.permissions().can(permitted -> permitted.packets().contains(packet));
    }

    /**
     * All that this client may use, as far as the server has told.
     *
     * @return null before {@link #can} or {@link #onPermitted} has made the client ask, and until the answer is there
     */
    public @Nullable Permitted permitted() {
        return wire.permissions().told();
    }

    /**
     * Tells all that this client may use: when the server has said it, and again whenever it changes.
     *
     * @param listener is told
     * @return ends it
     */
    public Subscription onPermitted(Consumer<? super Permitted> listener) {
        return wire.permissions().add(listener);
    }

    /**
     * Gives the live session new credentials. Later connections bring them too, unless the builder was given a supplier
     * of tokens, which is asked each time, and also when the server says that the credentials will expire.
     *
     * @param token the new credentials
     * @return completes when the server has taken them
     */
    public CompletableFuture<@Nullable Object> authenticate(String token) {
        return wire.authenticate(token);
    }

    /**
     * Ends the session for good. What was said before still leaves if there is a connection; calls without an answer
     * fail with {@code unknown_outcome}, those not sent yet with {@code unavailable}. Waits until that is done, at most
     * 5 seconds, unless a callback calls it. Calling it again does nothing.
     */
    @Override
    public void close() {
        wire.close("closed by the client");
        if (wire.isCallback()) {
            return;
        }
        try {
            wire.whenGone().get(FAREWELL_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException late) {
            // it goes on closing without us
        }
    }

    @Override
    public <T> T api(Class<T> type) {
        return plain.api(type);
    }

    @Override
    public <T> T api(String name, Class<T> type) {
        return plain.api(name, type);
    }

    @Override
    public <T> CompletableFuture<T> call(String target, Class<T> type, @Nullable Object... args) {
        return plain.call(target, type, args);
    }

    @Override
    public <T> CompletableFuture<T> call(String target, TypeReference<T> type, @Nullable Object... args) {
        return plain.call(target, type, args);
    }

    @Override
    public CompletableFuture<@Nullable Object> call(String target, Type type, @Nullable Object... args) {
        return plain.call(target, type, args);
    }

    @Override
    public <T> CompletableFuture<T> callNamed(String target, Class<T> type, Map<String, ?> args) {
        return plain.callNamed(target, type, args);
    }

    @Override
    public <T> CompletableFuture<T> callNamed(String target, TypeReference<T> type, Map<String, ?> args) {
        return plain.callNamed(target, type, args);
    }

    @Override
    public <T> Flow.Publisher<T> stream(String target, Class<T> itemType, @Nullable Object... args) {
        return plain.stream(target, itemType, args);
    }

    @Override
    public <T> Flow.Publisher<T> stream(String target, TypeReference<T> itemType, @Nullable Object... args) {
        return plain.stream(target, itemType, args);
    }

    @Override
    public CompletableFuture<@Nullable Object> dispatch(Object action) {
        return plain.dispatch(action);
    }

    @Override
    public CompletableFuture<@Nullable Object> dispatch(String channel, Object action) {
        return plain.dispatch(channel, action);
    }
}
