package io.redstart.server.door.sockhop;

import io.redstart.server.registry.MethodModel;
import io.redstart.server.registry.ParameterModel;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Makes arguments of an object's data, as the method wants them: all of it where there is one parameter for it, members by their
 * names where there are several, or where the one is no object, and the elements of a list by their place.
 */
final class ObjectArguments {
    private static final byte[] NONE = {'[', ']'};
    private static final byte[] OPEN = {'['};
    private static final byte[] CLOSE = {']'};

    private ObjectArguments() {}

    /** Of a method that is not there any is as good. {@code isArray} for a list that was sent as such. */
    static byte[] of(byte[] data, boolean isArray, @Nullable MethodModel method) {
        if (Json.isNull(data)) {
            return NONE;
        }
        int parameters = 0;
        Type only = Object.class;
        if (method != null) {
            for (ParameterModel each : method.parameters()) {
                if (each.role() == ParameterModel.Role.WIRE) {
                    parameters++;
                    only = each.type();
                }
            }
        }
        boolean itself = switch (data[0]) {
            case '[' -> !isArray && (parameters > 1 || (parameters == 1 && !takesLists(only)));
            case '{' -> parameters > 1 || (parameters == 1 && isOneValue(only));
            default -> false;
        };
        if (parameters == 0 && Json.isEmptyObject(data)) {
            return NONE;
        }
        return itself ? data : Json.joined(OPEN, data, CLOSE);
    }

    private static boolean takesLists(Type type) {
        Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
        return !(raw instanceof Class<?> known)
                || known.isArray()
                || known == Object.class
                || Collection.class.isAssignableFrom(known)
                || JsonNode.class.isAssignableFrom(known);
    }

    /** Whether nothing with members can become such a parameter. */
    private static boolean isOneValue(Type type) {
        return type instanceof Class<?> known
                && (known.isPrimitive()
                        || known == String.class
                        || known == Boolean.class
                        || known.isEnum()
                        || Number.class.isAssignableFrom(known));
    }
}
