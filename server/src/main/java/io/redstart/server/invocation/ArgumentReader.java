package io.redstart.server.invocation;

import io.redstart.api.CallException;
import io.redstart.server.registry.Mistake;
import io.redstart.server.registry.ParameterModel;
import java.io.Serial;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.StringNode;

/** Reads one argument as the type of its parameter; the commonest types without a detour. */
final class ArgumentReader {
    /** What is read without a detour, if it is said in the plainest way. */
    private enum Kind {
        TEXT,
        INT,
        LONG,
        DOUBLE,
        BOOLEAN,
        OTHER;

        static Kind of(Class<?> type) {
            if (type == String.class) {
                return TEXT;
            }
            if (type == int.class || type == Integer.class) {
                return INT;
            }
            if (type == long.class || type == Long.class) {
                return LONG;
            }
            if (type == double.class || type == Double.class) {
                return DOUBLE;
            }
            return type == boolean.class || type == Boolean.class ? BOOLEAN : OTHER;
        }
    }

    private final ParameterModel parameter;
    private final JavaType type;
    private final ObjectReader reader;
    private final Kind kind;
    private final @Nullable JsonNode byDefault;
    private final @Nullable Object absentValue;

    ArgumentReader(ParameterModel parameter, JsonMapper mapper, List<Mistake> mistakes, String where) {
        this.parameter = parameter;
        this.type = mapper.constructType(parameter.type());
        this.reader = mapper.readerFor(type).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.kind = Kind.of(type.getRawClass());
        this.byDefault =
                parameter.defaultText() == null ? null : defaultValue(parameter.defaultText(), mapper, mistakes, where);
        this.absentValue = type.hasRawClass(Optional.class) ? Optional.empty() : emptyOptional(mapper);
    }

    private @Nullable Object emptyOptional(JsonMapper mapper) {
        return type.isReferenceType() || type.getRawClass().getName().startsWith("java.util.Optional")
                ? mapper.readerFor(type).readValue("null")
                : null;
    }

    private @Nullable JsonNode defaultValue(String value, JsonMapper mapper, List<Mistake> mistakes, String where) {
        if (kind != Kind.TEXT) {
            try {
                JsonNode json = mapper.readTree(value);
                convert(json);
                return json;
            } catch (JacksonException notJson) {
                // it may still be a text
            }
        }
        try {
            JsonNode json = StringNode.valueOf(value);
            convert(json);
            return json;
        } catch (JacksonException unfit) {
            mistakes.add(new Mistake(
                    where,
                    "@Default of parameter " + parameter.name() + " is '" + value + "' (expected: " + JsonNames.of(type)
                            + ")"));
            return null;
        }
    }

    int index() {
        return parameter.index();
    }

    String name() {
        return parameter.name();
    }

    @Nullable
    Object read(JsonParser parser) {
        JsonToken token = parser.currentToken();
        switch (kind) {
            case TEXT -> {
                if (token == JsonToken.VALUE_STRING) {
                    return parser.getString();
                }
            }
            case INT -> {
                if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() == NumberType.INT) {
                    return parser.getIntValue();
                }
            }
            case LONG -> {
                if (token == JsonToken.VALUE_NUMBER_INT && parser.getNumberType() != NumberType.BIG_INTEGER) {
                    return parser.getLongValue();
                }
            }
            case DOUBLE -> {
                if (token == JsonToken.VALUE_NUMBER_FLOAT) {
                    return parser.getDoubleValue();
                }
            }
            case BOOLEAN -> {
                if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                    return token == JsonToken.VALUE_TRUE;
                }
            }
            case OTHER -> {
                // Jackson knows how
            }
        }
        return token == JsonToken.VALUE_NULL ? absent() : reader.readValue(parser);
    }

    @Nullable
    Object convert(JsonNode value) {
        return reader.readValue(value);
    }

    /** The value where the client gave none. */
    @Nullable
    Object absent() {
        if (byDefault != null) {
            return convert(byDefault);
        }
        if (parameter.required()) {
            throw new MissingException(
                    new CallException.Field(parameter.name(), "is missing (expected: " + JsonNames.of(type) + ")"));
        }
        return absentValue;
    }

    /** What a message without a value says: a record without components is said by the message alone. */
    @Nullable
    Object unsaid() {
        Class<?> raw = type.getRawClass();
        boolean empty = raw.isRecord() && raw.getRecordComponents().length == 0 && parameter.required();
        return empty ? convert(JsonNodeFactory.instance.objectNode()) : absent();
    }

    /** What does not fit, in words that tell nothing of our classes. */
    CallException.Field field(JacksonException unfit) {
        StringBuilder path = new StringBuilder(parameter.name());
        JavaType wanted = type;
        if (unfit instanceof DatabindException databind) {
            for (JacksonException.Reference step : databind.getPath()) {
                if (step.getPropertyName() != null) {
                    path.append('.').append(step.getPropertyName());
                } else {
                    path.append('[').append(step.getIndex()).append(']');
                }
            }
            if (databind instanceof tools.jackson.databind.exc.MismatchedInputException mismatch
                    && mismatch.getTargetType() != null) {
                wanted = reader.typeFactory().constructType(mismatch.getTargetType());
            }
        }
        return new CallException.Field(path.toString(), "does not fit (expected: " + JsonNames.of(wanted) + ")");
    }

    /** The argument as a whole does not fit. */
    CallException.Field field() {
        return new CallException.Field(parameter.name(), "does not fit (expected: " + JsonNames.of(type) + ")");
    }

    /** A parameter has no value. */
    static final class MissingException extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        private final transient CallException.Field field;

        MissingException(CallException.Field field) {
            super(field.message(), null, false, false);
            this.field = field;
        }

        CallException.Field field() {
            return field;
        }
    }
}
