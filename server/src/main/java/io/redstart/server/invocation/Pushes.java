package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.api.Keep;
import io.redstart.api.PacketBundle;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.channel.Change;
import io.redstart.server.channel.NamespaceChannels;
import io.redstart.server.invocation.CallScope.Receivers;
import io.redstart.server.session.Delivery;
import io.redstart.server.session.LiveSession;
import io.redstart.server.session.ManySessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a bundle's pushes leave: through the call they belong to, which is the one they were given with, else the one
 * that runs on this thread; at once if there is none.
 */
final class Pushes {
    private final PushEncoder encoder;
    private final JsonMapper mapper;
    private final LongSupplier clock;
    private final @Nullable CallScope scope;
    private final View view;

    /** What was asked for with {@code now()}, {@code lossy()} and {@code latest(key)}; the last of these two counts. */
    private record View(boolean atOnce, @Nullable Keep keep, String key) {
        static final View PLAIN = new View(false, null, "");
    }

    Pushes(PushEncoder encoder, JsonMapper mapper, LongSupplier clock) {
        this(encoder, mapper, clock, null, View.PLAIN);
    }

    private Pushes(PushEncoder encoder, JsonMapper mapper, LongSupplier clock, @Nullable CallScope scope, View view) {
        this.encoder = encoder;
        this.mapper = mapper;
        this.clock = clock;
        this.scope = scope;
        this.view = view;
    }

    private Pushes with(@Nullable CallScope call, View other) {
        return new Pushes(encoder, mapper, clock, call, other);
    }

    Pushes of(CallScope call) {
        return with(call, view);
    }

    Pushes atOnce() {
        return with(scope, new View(true, view.keep(), view.key()));
    }

    Pushes lossy() {
        return with(scope, new View(view.atOnce(), Keep.NONE, ""));
    }

    Pushes latest(String key) {
        return with(scope, new View(view.atOnce(), Keep.LATEST, key));
    }

    PushEncoder encoder() {
        return encoder;
    }

    long now() {
        return clock.getAsLong();
    }

    @Nullable
    <T> T convert(JsonNode answer, Class<T> type, String name) {
        try {
            return mapper.treeToValue(answer, type);
        } catch (JacksonException unfit) {
            // not in Jackson's words: the method may pass it on to its caller
            throw new CallException(
                    ErrorCodes.INVALID,
                    name + ": the answer of the client does not fit (expected: "
                            + JsonNames.of(mapper.constructType(type)) + ")");
        }
    }

    void dispatch(Receivers receivers, Object action) {
        EncodedPush push = encoder.action(null, action);
        push(receivers, push, deliveryOf(action));
    }

    private Delivery deliveryOf(Object action) {
        return view.keep() == null
                ? PushEncoder.deliveryOfAction(action)
                : delivery(view.keep(), "act", PushEncoder.actionType(action));
    }

    /** To members of a channel: with its place there, if it must not be lost. */
    void dispatch(ChannelMembers members, Receivers receivers, Object action) {
        String channel = members.channel();
        EncodedPush push = encoder.action(channel, action);
        Delivery delivery = deliveryOf(action);
        if (delivery.keep() != Keep.ALL) {
            push(receivers, push, in(channel, delivery));
            return;
        }
        String type = PushEncoder.actionType(action);
        // read now: whoever gave it may go on changing it
        byte[] json = members.home().channelCode().reduction(channel, type) == null ? null : encoder.actionJson(action);
        publish(
                members,
                push,
                () -> json == null
                        ? null
                        : ChannelCalls.change(members.home().channelCode(), channel, members.user(), type, () -> json));
    }

    void emit(Receivers receivers, String name, @Nullable Object data) {
        push(receivers, encoder.event(null, name, data), deliveryOf(name));
    }

    private Delivery deliveryOf(String event) {
        return view.keep() == null ? Delivery.RELIABLE : delivery(view.keep(), "evt", event);
    }

    void emit(Receivers receivers, Object event) {
        String name = PushEncoder.eventName(event);
        push(receivers, encoder.event(null, name, event), deliveryOf(name, event));
    }

    private Delivery deliveryOf(String name, Object event) {
        return view.keep() == null ? PushEncoder.deliveryOfEvent(event) : delivery(view.keep(), "evt", name);
    }

    void emit(ChannelMembers members, Receivers receivers, String name, @Nullable Object data) {
        emit(members, receivers, encoder.event(members.channel(), name, data), deliveryOf(name));
    }

    void emit(ChannelMembers members, Receivers receivers, Object event) {
        String name = PushEncoder.eventName(event);
        emit(members, receivers, encoder.event(members.channel(), name, event), deliveryOf(name, event));
    }

    private void emit(ChannelMembers members, Receivers receivers, EncodedPush push, Delivery delivery) {
        if (delivery.keep() == Keep.ALL) {
            publish(members, push, () -> null);
        } else {
            push(receivers, push, in(members.channel(), delivery));
        }
    }

    /** What only the newest counts of is something else in each channel. */
    private static Delivery in(String channel, Delivery delivery) {
        return delivery.keep() == Keep.LATEST
                ? new Delivery(Keep.LATEST, delivery.op(), delivery.name(), channel + "\n" + delivery.key())
                : delivery;
    }

    private void publish(ChannelMembers members, EncodedPush push, Supplier<@Nullable Change> change) {
        CallScope call = call();
        ChannelPush placed = call == null
                ? new ChannelPush(encoder.writer(), push, null, null, 0)
                : new ChannelPush(encoder.writer(), push, call.user(), call.caller(), call.callId());
        NamespaceChannels channels = members.home().channels();
        inOrder(() -> channels.publish(members.channel(), members.user(), placed, change.get()), channels::durable);
    }

    /** Does something in its place among all that the call does. */
    void inOrder(Runnable step) {
        inOrder(step, null);
    }

    /**
     * Does something in its place among all that the call does.
     *
     * @param step does it
     * @param durable says when it would survive the end of the process; the call's answer waits for that
     */
    void inOrder(Runnable step, @Nullable Supplier<CompletionStage<Void>> durable) {
        CallScope call = call();
        if (call == null) {
            step.run();
        } else {
            call.step(step, durable, view.atOnce());
        }
    }

    private @Nullable CallScope call() {
        return scope != null ? scope : CallScope.current();
    }

    /** A state as an object of the bundle. */
    <T> @Nullable T read(byte[] json, Class<T> type, String channel) {
        try {
            return mapper.readValue(json, type);
        } catch (JacksonException unfit) {
            throw new CallException(
                    ErrorCodes.INVALID,
                    "the state of channel '" + channel + "' does not fit (expected: "
                            + JsonNames.of(mapper.constructType(type)) + ")");
        }
    }

    void sendText(Receivers receivers, String text) {
        push(receivers, encoder.text(text), unnamed("txt"));
    }

    void sendJson(Receivers receivers, @Nullable Object value) {
        push(receivers, encoder.json(value), unnamed("json"));
    }

    private Delivery unnamed(String op) {
        return view.keep() == null ? Delivery.RELIABLE : delivery(view.keep(), op, "");
    }

    private Delivery delivery(Keep keep, String op, String name) {
        return keep == Keep.NONE ? Delivery.LOSSY : new Delivery(keep, op, name, view.key());
    }

    void send(Receivers receivers, Object packet) {
        checkNotLatest("send");
        send(receivers, encoder.packets().encode(packet));
    }

    void send(Receivers receivers, String name, Map<String, ?> values) {
        checkNotLatest("send");
        send(receivers, encoder.packets().encode(name, values));
    }

    void sendBinary(Receivers receivers, byte[] bytes) {
        checkNotLatest("sendBinary");
        send(receivers, encoder.packets().raw(bytes));
    }

    PacketBundle bundle(Receivers receivers) {
        checkNotLatest("bundle");
        return new SentBundle(this, receivers, encoder.packets());
    }

    private void checkNotLatest(String what) {
        if (view.keep() == Keep.LATEST) {
            throw new IllegalStateException(
                    what + ": through latest(\"" + view.key() + "\") (expected: the receivers themselves, or lossy())");
        }
    }

    /** Sends one frame of packets. */
    void send(Receivers receivers, byte[] frame) {
        boolean lossy = view.keep() == Keep.NONE;
        CallScope call = call();
        if (call != null) {
            call.send(receivers, frame, lossy, view.atOnce());
            return;
        }
        together(receivers, session -> session.sendBinary(frame, lossy));
    }

    private static void together(Receivers receivers, Consumer<LiveSession> tell) {
        List<LiveSession> each = new ArrayList<>(1);
        receivers.forEach(each::add);
        if (each.size() > 1) {
            each.get(0).order().together(() -> ManySessions.forEach(each, tell));
        } else {
            each.forEach(tell);
        }
    }

    private void push(Receivers receivers, EncodedPush push, Delivery delivery) {
        CallScope call = call();
        if (call != null) {
            call.push(receivers, push, delivery, encoder, view.atOnce());
            return;
        }
        together(receivers, session -> session.push(push, delivery));
    }
}
