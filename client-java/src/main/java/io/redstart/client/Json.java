package io.redstart.client;

import io.redstart.api.CallException;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.RawValue;

/** Between the application's types and JSON. */
final class Json {
    private final JsonMapper mapper;
    private final ObjectReader reader;
    private final JavaType any;

    Json(JsonMapper mapper) {
        this.mapper = mapper.rebuild()
                .disable(SerializationFeature.INDENT_OUTPUT)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build(); // a message is one line, and a payload is not all of it
        this.reader = this.mapper.reader();
        this.any = type(Object.class);
    }

    JsonMapper mapper() {
        return mapper;
    }

    JavaType type(Type type) {
        return mapper.constructType(type);
    }

    JavaType any() {
        return any;
    }

    /**
     * Writes a value on the caller's thread, so that nobody changes it while it waits.
     *
     * @throws CallException {@code invalid} if it does not convert
     */
    RawValue write(@Nullable Object value) {
        try {
            return new RawValue(mapper.writeValueAsString(value));
        } catch (JacksonException broken) {
            throw Failures.invalid(broken);
        }
    }

    /** Reads a value from a parser that stands at its first token. */
    @Nullable
    Object read(JsonParser parser, JavaType type) {
        if (type.hasRawClass(void.class) || type.hasRawClass(Void.class)) {
            parser.skipChildren();
            return null;
        }
        return reader.forType(type).readValue(parser);
    }

    JsonNode tree(JsonParser parser) {
        return reader.forType(JsonNode.class).readValue(parser);
    }

    /** What stands in a tree, as another type. */
    @Nullable
    Object convert(@Nullable JsonNode tree, JavaType type) {
        if (tree == null || tree.isMissingNode()) {
            return null;
        }
        return reader.forType(type).readValue(tree);
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
