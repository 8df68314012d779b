package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.ParameterModel;
import io.redstart.server.registry.ParameterModel.Role;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Makes the next state of a channel by a method of a bundle: from JSON to JSON, through the bundle's records. */
final class BoundReducer {
    private final BoundMethod method;
    private final boolean alone;
    private final JsonMapper mapper;
    private final ArgumentReader state;
    private final ObjectWriter writer;

    BoundReducer(BoundMethod method, List<Mistake> mistakes) {
        this.method = method;
        this.alone = Modifier.isStatic(method.model().method().getModifiers());
        this.mapper = method.use().bundle().mapper();
        this.state = method.model().parameters().stream()
                .filter(parameter -> parameter.role() == Role.STATE)
                .map(parameter -> new ArgumentReader(
                        parameter,
                        mapper,
                        mistakes,
                        method.api().type().getName() + "."
                                + method.model().method().getName()))
                .findFirst()
                .orElseThrow();
        this.writer = mapper.writerFor(mapper.constructType(method.model().resultType()));
    }

    BoundMethod method() {
        return method;
    }

    BundleUse use() {
        return method.use();
    }

    /**
     * Makes the next state. The bundle is held meanwhile.
     *
     * @param channel the channel's name
     * @param before its state as JSON, or null for none
     * @param action the action as JSON
     * @return the next state as JSON, or null for none
     * @throws CallException if the method refuses
     */
    byte @Nullable [] reduce(String channel, byte @Nullable [] before, byte[] action) {
        @Nullable
        Object[] args = new @Nullable Object[method.model().parameters().size()];
        payload(args, action);
        Object known = state(channel, before);
        args[state.index()] = known;
        for (ParameterModel parameter : method.model().parameters()) {
            if (parameter.role() == Role.CHANNEL) {
                args[parameter.index()] = channel;
            }
        }
        Object next = invoke(args);
        if (next == null) {
            return null;
        }
        return next == known && before != null ? before : written(channel, next);
    }

    private byte[] written(String channel, Object next) {
        try {
            return writer.writeValueAsBytes(next);
        } catch (JacksonException unfit) {
            throw new IllegalStateException(
                    channel + ": the state that " + method.model().target() + " makes does not convert to JSON", unfit);
        }
    }

    private void payload(@Nullable Object[] args, byte[] action) {
        try (JsonParser parser = mapper.createParser(action)) {
            parser.nextToken();
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                parser.nextToken();
                if (name.equals("payload")) {
                    method.arguments().bindOne(args, parser);
                    return;
                }
                parser.skipChildren();
            }
        }
        method.arguments().bindOne(args, null);
    }

    /** What is kept may have been set by others, or by an earlier version of the bundle. */
    private @Nullable Object state(String channel, byte @Nullable [] before) {
        try {
            if (before == null) {
                return state.absent();
            }
            try (JsonParser parser = mapper.createParser(before)) {
                return parser.nextToken() == JsonToken.VALUE_NULL ? state.absent() : state.read(parser);
            }
        } catch (ArgumentReader.MissingException none) {
            throw new CallException(ErrorCodes.NOT_FOUND, channel + " has no state");
        } catch (JacksonException unfit) {
            throw new IllegalStateException(
                    channel + ": its state does not fit the parameter " + state.name() + " of "
                            + method.model().target(),
                    unfit);
        }
    }

    private @Nullable Object invoke(@Nullable Object[] args) {
        Object instance = alone ? null : use().single(method.api().type());
        if (method.isConstrained()) {
            if (instance == null) {
                use().validation().check(method.model(), args);
            } else {
                use().validation().check(method.model(), instance, args);
            }
        }
        try {
            return method.invoke(instance, args);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable checked) {
            throw new CompletionException(checked);
        }
    }
}
