package io.redstart.server.door.fire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Some fields of a JSON object, as they are written but on one line. The rest of it is walked over and kept nowhere. Of a
 * name that comes twice the last one counts.
 */
final class JsonFields {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(64)
                    .maxNumberLength(64)
                    .maxNameLength(256)
                    .build())
            .build();

    private final Map<String, byte[]> values = new HashMap<>(4);

    private JsonFields() {}

    /**
     * Reads them.
     *
     * @param wanted the names of those that are kept
     * @return the fields; null for what is no object
     */
    static @Nullable JsonFields of(byte[] text, int from, int length, Set<String> wanted) {
        JsonFields fields = new JsonFields();
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text, from, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            for (String name = parser.nextName(); name != null; name = parser.nextName()) {
                boolean kept = wanted.contains(name);
                parser.nextToken();
                long start = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                if (kept) {
                    parser.finishToken();
                    long end = parser.currentLocation().getByteOffset();
                    if (start < 0 || end <= start) {
                        return null; // it is not in UTF-8, so nothing is known of its bytes
                    }
                    fields.values.put(name, onOneLine(Arrays.copyOfRange(text, from + (int) start, from + (int) end)));
                }
            }
            return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null ? fields : null;
        } catch (JacksonException broken) {
            return null;
        }
    }

    static @Nullable JsonFields of(byte[] text, Set<String> wanted) {
        return of(text, 0, text.length, wanted);
    }

    /** A line break can only stand between the parts of a value; in a text it is escaped. */
    private static byte[] onOneLine(byte[] value) {
        for (int i = 0; i < value.length; i++) {
            if (value[i] == '\n' || value[i] == '\r') {
                value[i] = ' ';
            }
        }
        return value;
    }

    /** Whether there is such a field, be it null. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** The value as it is written; null if there is none, not for JSON's null. */
    byte @Nullable [] json(String name) {
        return values.get(name);
    }

    /** The value if it is a text, as it is written; else null. */
    byte @Nullable [] textJson(String name) {
        byte[] value = values.get(name);
        return value != null && value[0] == '"' ? value : null;
    }

    /** A text, or a number as it is written; null for all else. */
    @Nullable
    String text(String name) {
        byte[] value = values.get(name);
        if (value == null) {
            return null;
        }
        if (value[0] == '"') {
            return JsonMapper.shared().readValue(value, String.class);
        }
        return value[0] == '-' || (value[0] >= '0' && value[0] <= '9') ? new String(value, UTF_8).strip() : null;
    }

    /** Whether a value is JSON's null. */
    static boolean isNull(byte[] json) {
        return json[0] == 'n';
    }
}
