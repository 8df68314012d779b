package io.redstart.protocol;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.util.ClassUtil;

/**
 * Knows the JSON of the commonest values without asking a mapper for it: texts without escapes, whole numbers, true,
 * false and null.
 */
final class PlainValues {
    private static final byte[] NULL = ascii("null");
    private static final byte[] TRUE = ascii("true");
    private static final byte[] FALSE = ascii("false");
    /** Each with what is said of it here. Whoever writes it in another way may do so with others as well. */
    private static final Map<Object, String> SAMPLES = Map.of(
            sampleText(),
            '"' + sampleText() + '"',
            Integer.MIN_VALUE,
            "-2147483648",
            Long.MAX_VALUE,
            "9223372036854775807",
            true,
            "true",
            false,
            "false");

    /** Whether the mapper writes them as everybody does. */
    private final boolean known;

    PlainValues(JsonMapper mapper) {
        known = serializersAreJacksons(mapper)
                && SAMPLES.entrySet().stream()
                        .allMatch(sample -> sample.getValue().equals(mapper.writeValueAsString(sample.getKey())));
    }

    private static boolean serializersAreJacksons(JsonMapper mapper) {
        try (JsonGenerator json = mapper.createGenerator(OutputStream.nullOutputStream())) {
            return json.objectWriteContext() instanceof SerializationContext context
                    && List.of(String.class, Integer.class, Long.class, Boolean.class).stream()
                            .allMatch(type -> ClassUtil.isJacksonStdImpl(context.findTypedValueSerializer(type, true)));
        }
    }

    private static String sampleText() {
        StringBuilder text = new StringBuilder();
        for (char each = ' '; each <= 0x80; each++) {
            if (each != '"' && each != '\\') {
                text.append(each);
            }
        }
        return text.append("ü߿ࠀ\u2028\u2029\uFFFD😀").toString();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The JSON of a value, without the quotes of a text; null if only a mapper knows it. */
    byte @Nullable [] json(@Nullable Object value) {
        if (value == null) {
            return NULL; // which a mapper is not asked for
        }
        if (!known) {
            return null;
        }
        if (value instanceof String text) {
            return plain(text);
        }
        if (value instanceof Boolean is) {
            return is ? TRUE : FALSE;
        }
        return value instanceof Integer || value instanceof Long ? ascii(value.toString()) : null;
    }

    /** The text in UTF-8, if it can stand in JSON like that. */
    private static byte @Nullable [] plain(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int at = Bytes.plainEnd(bytes, 0, bytes.length, '?');
        while (at < bytes.length && isQuestion(text, bytes, at)) {
            at = Bytes.plainEnd(bytes, at + 1, bytes.length, '?');
        }
        return at == bytes.length ? bytes : null;
    }

    /** Whether a question mark was in the text: the JDK says one for half a pair. */
    private static boolean isQuestion(String text, byte[] bytes, int at) {
        return bytes[at] == '?' && bytes.length == text.length() && text.charAt(at) == '?';
    }
}
