package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.protocol.ErrorCodes;
import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.ParameterModel.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Binds the arguments of one method: from an array by position, from an object by name, straight from the tokens to the
 * parameters' types. Places of what the server fills in stay empty.
 */
final class Arguments {
    private static final Logger LOG = LoggerFactory.getLogger(Arguments.class);

    private final MethodModel method;
    private final List<ArgumentReader> wire;

    Arguments(MethodModel method, JsonMapper mapper, List<Mistake> mistakes, String where) {
        this.method = method;
        this.wire = method.parameters().stream()
                .filter(parameter -> parameter.role() == Role.WIRE)
                .map(parameter -> new ArgumentReader(parameter, mapper, mistakes, where))
                .toList();
    }

    /**
     * Binds the arguments of a call.
     *
     * @param parser stands at the array or object; afterwards at its end
     * @return one value a parameter of the method
     * @throws CallException {@code invalid}, if they do not fit
     */
    @Nullable
    Object[] bind(JsonParser parser) {
        TokenStreamContext outside = parser.streamReadContext().getParent();
        try {
            return parser.currentToken() == JsonToken.START_ARRAY ? positional(parser) : named(parser);
        } catch (CallException refused) {
            skipTo(outside, parser);
            throw refused;
        }
    }

    private static void skipTo(@Nullable TokenStreamContext outside, JsonParser parser) {
        while (parser.streamReadContext() != outside && parser.nextToken() != null) {
            // what is left of the arguments
        }
    }

    private @Nullable Object[] positional(JsonParser parser) {
        @Nullable Object[] args = new @Nullable Object[method.parameters().size()];
        int given = 0;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (given == wire.size()) {
                throw invalid(
                        method.target(),
                        List.of(new CallException.Field(
                                "[" + given + "]", "is one argument too many (expected: " + wire.size() + ")")));
            }
            ArgumentReader reader = wire.get(given++);
            args[reader.index()] = read(reader, parser);
        }
        fillMissing(args, given == wire.size() ? null : new boolean[wire.size()], given);
        return args;
    }

    private @Nullable Object[] named(JsonParser parser) {
        @Nullable Object[] args = new @Nullable Object[method.parameters().size()];
        boolean[] seen = new boolean[wire.size()];
        for (String name = parser.nextName(); name != null; name = parser.nextName()) {
            int at = position(name);
            if (at < 0) {
                throw invalid(method.target(), List.of(new CallException.Field(shortened(name), "is no parameter")));
            }
            parser.nextToken();
            ArgumentReader reader = wire.get(at);
            args[reader.index()] = read(reader, parser);
            seen[at] = true;
        }
        fillMissing(args, seen, 0);
        return args;
    }

    private static String shortened(String name) {
        return name.length() > 64 ? name.substring(0, 64) : name;
    }

    private int position(String name) {
        for (int i = 0; i < wire.size(); i++) {
            if (wire.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private @Nullable Object read(ArgumentReader reader, JsonParser parser) {
        try {
            return reader.read(parser);
        } catch (RuntimeException unfit) {
            throw refusal(reader, unfit);
        }
    }

    private CallException refusal(ArgumentReader reader, RuntimeException thrown) {
        if (thrown instanceof JacksonException unfit) {
            throwIfBroken(unfit);
            return invalid(method.target(), List.of(reader.field(unfit)));
        }
        if (thrown instanceof ArgumentReader.MissingException missing) {
            return invalid(method.target(), List.of(missing.field()));
        }
        LOG.debug("{}: {} could not be converted", method.target(), reader.name(), thrown);
        return invalid(method.target(), List.of(reader.field()));
    }

    /** What is no JSON, or goes beyond its bounds, is a broken message and not an argument that does not fit. */
    private static void throwIfBroken(JacksonException unfit) {
        for (Throwable cause = unfit; cause != null; cause = cause.getCause()) {
            if (cause instanceof StreamConstraintsException
                    || (cause instanceof StreamReadException && !(cause instanceof InputCoercionException))) {
                throw (JacksonException) cause;
            }
        }
    }

    private void fillMissing(@Nullable Object[] args, boolean @Nullable [] seen, int given) {
        if (seen == null) {
            return;
        }
        Arrays.fill(seen, 0, given, true);
        List<CallException.Field> missing = new ArrayList<>(0);
        for (int i = 0; i < seen.length; i++) {
            if (!seen[i]) {
                ArgumentReader reader = wire.get(i);
                try {
                    args[reader.index()] = reader.absent();
                } catch (ArgumentReader.MissingException none) {
                    missing.add(none.field());
                }
            }
        }
        if (!missing.isEmpty()) {
            throw invalid(method.target(), missing);
        }
    }

    /**
     * Binds the one parameter of a handler: an action's payload, or an event's data.
     *
     * @param value the payload or data, null if there is none
     * @return one value a parameter of the method
     * @throws CallException {@code invalid}, if it does not fit
     */
    @Nullable
    Object[] bindOne(@Nullable JsonNode value) {
        @Nullable Object[] args = new @Nullable Object[method.parameters().size()];
        if (!wire.isEmpty()) {
            ArgumentReader reader = wire.get(0);
            try {
                args[reader.index()] = value == null || value.isNull() ? reader.unsaid() : reader.convert(value);
            } catch (RuntimeException unfit) {
                throw refusal(reader, unfit);
            }
        }
        return args;
    }

    /**
     * Binds the one parameter of a handler, straight from the tokens.
     *
     * @param args one value a parameter of the method
     * @param parser stands at the payload, null if there is none
     * @throws CallException {@code invalid}, if it does not fit
     */
    void bindOne(@Nullable Object[] args, @Nullable JsonParser parser) {
        ArgumentReader reader = wire.get(0);
        try {
            args[reader.index()] = parser == null || parser.currentToken() == JsonToken.VALUE_NULL
                    ? reader.unsaid()
                    : reader.read(parser);
        } catch (RuntimeException unfit) {
            throw refusal(reader, unfit);
        }
    }

    static CallException invalid(String target, List<CallException.Field> fields) {
        CallException.Field first = fields.get(0);
        String more = fields.size() == 1 ? "" : " (and " + (fields.size() - 1) + " more)";
        return new CallException(
                ErrorCodes.INVALID, target + ": " + first.path() + " " + first.message() + more, null, null, fields);
    }
}
