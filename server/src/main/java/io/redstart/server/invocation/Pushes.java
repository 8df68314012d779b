package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.api.Keep;
import io.redstart.api.PacketBundle;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.invocation.CallScope.Receivers;
import io.redstart.server.session.Delivery;
import io.redstart.server.session.LiveSession;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
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
        EncodedPush push = encoder.action(action);
        push(
                receivers,
                push,
                view.keep() == null
                        ? PushEncoder.deliveryOfAction(action)
                        : delivery(view.keep(), "act", PushEncoder.actionType(action)));
    }

    void emit(Receivers receivers, String name, @Nullable Object data) {
        EncodedPush push = encoder.event(name, data);
        push(receivers, push, view.keep() == null ? Delivery.RELIABLE : delivery(view.keep(), "evt", name));
    }

    void emit(Receivers receivers, Object event) {
        String name = PushEncoder.eventName(event);
        EncodedPush push = encoder.event(name, event);
        push(
                receivers,
                push,
                view.keep() == null ? PushEncoder.deliveryOfEvent(event) : delivery(view.keep(), "evt", name));
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
        CallScope call = scope != null ? scope : CallScope.current();
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
            each.get(0).order().together(() -> each.forEach(tell));
        } else {
            each.forEach(tell);
        }
    }

    private void push(Receivers receivers, EncodedPush push, Delivery delivery) {
        CallScope call = scope != null ? scope : CallScope.current();
        if (call != null) {
            call.push(receivers, push, delivery, encoder, view.atOnce());
            return;
        }
        together(receivers, session -> session.push(push, delivery));
    }
}
