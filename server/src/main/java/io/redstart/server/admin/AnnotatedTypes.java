package io.redstart.server.admin;

import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import org.jspecify.annotations.Nullable;

/** Walks types with their annotations. */
final class AnnotatedTypes {
    private AnnotatedTypes() {}

    /** A type's argument, or the type of an array's elements; null where there is none. */
    static @Nullable AnnotatedType argument(@Nullable AnnotatedType type, int at) {
        if (type instanceof AnnotatedArrayType array) {
            return array.getAnnotatedGenericComponentType();
        }
        if (type instanceof AnnotatedParameterizedType parameterized) {
            AnnotatedType[] arguments = parameterized.getAnnotatedActualTypeArguments();
            return at < arguments.length ? arguments[at] : null;
        }
        return null;
    }
}
