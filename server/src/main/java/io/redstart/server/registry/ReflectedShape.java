package io.redstart.server.registry;

import com.google.common.reflect.TypeToken;
import io.redstart.api.rules.Mark;
import io.redstart.api.rules.TypeShape;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A type as reflection knows it. */
final class ReflectedShape implements TypeShape {
    private final Type type;
    private final Class<?> raw;

    ReflectedShape(Type type) {
        this.type = bound(type);
        this.raw = TypeToken.of(this.type).getRawType();
    }

    private static Type bound(Type type) {
        if (type instanceof WildcardType wildcard) {
            return bound(wildcard.getUpperBounds()[0]);
        }
        return type instanceof TypeVariable<?> ? TypeToken.of(type).getRawType() : type;
    }

    Type type() {
        return type;
    }

    @Override
    public String name() {
        return raw.isArray() ? ARRAY : nameOf(raw);
    }

    @Override
    public List<ReflectedShape> arguments() {
        if (type instanceof ParameterizedType parameterized) {
            return Stream.of(parameterized.getActualTypeArguments())
                    .map(ReflectedShape::new)
                    .toList();
        }
        if (type instanceof GenericArrayType array) {
            return List.of(new ReflectedShape(array.getGenericComponentType()));
        }
        return raw.isArray() ? List.of(new ReflectedShape(raw.getComponentType())) : List.of();
    }

    @Override
    public @Nullable ReflectedShape as(String supertype) {
        if (name().equals(supertype)) {
            return this;
        }
        Class<?> found = find(raw, supertype);
        return found == null ? null : new ReflectedShape(supertype(found));
    }

    @Override
    public Map<Mark, String> marks() {
        return AnnotationMarks.of(raw);
    }

    static String nameOf(Class<?> type) {
        String name = type.getCanonicalName();
        return name == null ? type.getName() : name;
    }

    /** The one class or interface of a name among those above a class. */
    static @Nullable Class<?> find(@Nullable Class<?> type, String name) {
        if (type == null || nameOf(type).equals(name)) {
            return type;
        }
        Class<?> found = find(type.getSuperclass(), name);
        for (Class<?> above : type.getInterfaces()) {
            found = found == null ? find(above, name) : found;
        }
        return found;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // it is a supertype: it was found above this one
    private Type supertype(Class<?> found) {
        return ((TypeToken) TypeToken.of(type)).getSupertype(found).getType();
    }
}
