package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.protocol.EncodedPush;
import io.redstart.protocol.ErrorCodes;
import io.redstart.protocol.PushMeta;
import io.redstart.server.invocation.CallScope.Receivers;
import io.redstart.server.session.LiveSession;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
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
    private final boolean atOnce;

    Pushes(PushEncoder encoder, JsonMapper mapper, LongSupplier clock) {
        this(encoder, mapper, clock, null, false);
    }

    private Pushes(
            PushEncoder encoder, JsonMapper mapper, LongSupplier clock, @Nullable CallScope scope, boolean atOnce) {
        this.encoder = encoder;
        this.mapper = mapper;
        this.clock = clock;
        this.scope = scope;
        this.atOnce = atOnce;
    }

    Pushes of(CallScope call) {
        return new Pushes(encoder, mapper, clock, call, atOnce);
    }

    Pushes atOnce() {
        return new Pushes(encoder, mapper, clock, scope, true);
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
        push(receivers, meta -> encoder.action(action, meta));
    }

    void emit(Receivers receivers, String name, @Nullable Object data) {
        push(receivers, meta -> encoder.event(name, data, meta));
    }

    void emit(Receivers receivers, Object event) {
        emit(receivers, PushEncoder.eventName(event), event);
    }

    private void push(Receivers receivers, Function<PushMeta, EncodedPush> encode) {
        CallScope call = scope != null ? scope : CallScope.current();
        if (call != null) {
            call.push(receivers, encode, atOnce);
        } else {
            EncodedPush push = encode.apply(PushMeta.NONE);
            List<LiveSession> each = new ArrayList<>(1);
            receivers.forEach(each::add);
            if (each.size() > 1) {
                each.get(0).order().together(() -> each.forEach(session -> session.push(push)));
            } else {
                each.forEach(session -> session.push(push));
            }
        }
    }
}
