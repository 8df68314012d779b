package io.redstart.server.invocation;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;
import tools.jackson.databind.JavaType;

/** What a type is called towards a client, who knows JSON and not our classes. */
final class JsonNames {
    private JsonNames() {}

    static String of(JavaType type) {
        Class<?> raw = type.getRawClass();
        if (type.isReferenceType() && type.getReferencedType() != null) {
            return of(type.getReferencedType()) + " or null";
        }
        if (raw.isEnum()) {
            return Arrays.stream(raw.getEnumConstants())
                    .map(constant -> '"' + ((Enum<?>) constant).name() + '"')
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return "true or false";
        }
        if (raw == int.class || raw == long.class || raw == short.class || raw == byte.class) {
            return "a whole number";
        }
        if (raw == Integer.class || raw == Long.class || raw == Short.class || raw == Byte.class) {
            return "a whole number";
        }
        if ((raw.isPrimitive() && raw != char.class) || Number.class.isAssignableFrom(raw)) {
            return "a number";
        }
        if (CharSequence.class.isAssignableFrom(raw) || raw == char.class || raw == Character.class) {
            return "a text";
        }
        if (raw.getName().startsWith("java.time.")) {
            return "a text in the form of ISO 8601";
        }
        if (raw.isArray() || Collection.class.isAssignableFrom(raw)) {
            return "an array";
        }
        return raw == Object.class ? "a JSON value" : "an object";
    }
}
