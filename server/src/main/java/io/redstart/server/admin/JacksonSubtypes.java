package io.redstart.server.admin;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.redstart.server.admin.TsDeclaration.Direction;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.jsontype.TypeSerializer;

/** Types of which several classes are, told apart by a name that is written along ({@code @JsonTypeInfo}). */
final class JacksonSubtypes {
    private final SerializationContext context;
    private final JacksonTypes types;

    JacksonSubtypes(SerializationContext context, JacksonTypes types) {
        this.context = context;
        this.types = types;
    }

    /** The union of all that an abstract type can be; null if the type is not such a one. */
    @Nullable
    TsType of(JavaType type, Direction direction) {
        TypeSerializer named = type.isAbstract() && !type.isPrimitive() ? context.findTypeSerializer(type) : null;
        if (named == null) {
            return null;
        }
        List<Class<?>> classes = concrete(type);
        if (classes.isEmpty()) {
            return TsType.Word.UNKNOWN;
        }
        TsDeclaration declaration = types.declarations()
                .computeIfAbsent(
                        types.names().key(type), unused -> types.names().of(type));
        if (!declaration.hasTravelled(direction)) {
            declaration.travels(direction);
            declaration.alias(TsType.either(classes.stream().map(one -> member(type, one, named, direction))));
        }
        return new TsType.Named(declaration.key());
    }

    /** The property that tells which class an object is of; null if none does. */
    @Nullable
    TsProperty discriminator(JavaType type) {
        TypeSerializer named = context.findTypeSerializer(type);
        if (named == null
                || named.getPropertyName() == null
                || named.getTypeIdResolver().getMechanism() == JsonTypeInfo.Id.DEDUCTION
                || !asProperty(named)) {
            return null;
        }
        List<Class<?>> classes = concrete(type);
        TsType ids = TsType.either((classes.isEmpty() ? List.<Class<?>>of(type.getRawClass()) : classes)
                .stream().map(one -> new TsType.Literal(id(named, one))));
        return new TsProperty(named.getPropertyName(), ids, false, "");
    }

    private TsType member(JavaType type, Class<?> one, TypeSerializer named, Direction direction) {
        TsType value = types.of(context.constructSpecializedType(type, one), null, direction, null);
        return asProperty(named)
                ? value
                : new TsType.Wrapped(id(named, one), value, named.getTypeInclusion() == JsonTypeInfo.As.WRAPPER_ARRAY);
    }

    private static boolean asProperty(TypeSerializer named) {
        return named.getTypeInclusion() == JsonTypeInfo.As.PROPERTY
                || named.getTypeInclusion() == JsonTypeInfo.As.EXISTING_PROPERTY;
    }

    private String id(TypeSerializer named, Class<?> one) {
        return named.getTypeIdResolver().idFromValueAndType(context, null, one);
    }

    private List<Class<?>> concrete(JavaType type) {
        AnnotatedClass annotated = context.introspectClassAnnotations(type);
        return context
                .getConfig()
                .getSubtypeResolver()
                .collectAndResolveSubtypesByClass(context.getConfig(), annotated)
                .stream()
                .<Class<?>>map(NamedType::getType)
                .filter(one -> type.getRawClass().isAssignableFrom(one)
                        && !one.isInterface()
                        && !Modifier.isAbstract(one.getModifiers()))
                .distinct()
                .sorted(Comparator.comparing(Class::getName))
                .toList();
    }
}
