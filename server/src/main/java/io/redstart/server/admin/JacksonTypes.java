package io.redstart.server.admin;

import io.redstart.server.admin.TsDeclaration.Direction;
import io.redstart.server.registry.Bundle;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.IndexFile;
import io.redstart.server.registry.Nullness;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.json.JsonMapper;

/** The types of one bundle in TypeScript: what its mapper writes and reads for them. */
final class JacksonTypes {
    private static final Set<Class<?>> OPTIONAL_NUMBERS =
            Set.of(OptionalInt.class, OptionalLong.class, OptionalDouble.class);

    private final JsonMapper mapper;
    private final SerializationContext context;
    private final TypeNames names;
    private final JacksonProperties properties;
    private final JacksonSubtypes subtypes;
    private final Map<String, TsDeclaration> declarations = new TreeMap<>();

    JacksonTypes(Bundle bundle) {
        BundleIndex index = IndexFile.of(bundle.loader());
        this.mapper = bundle.mapper();
        this.context = mapper._serializationContext();
        this.names = new TypeNames(bundle, index);
        this.properties = new JacksonProperties(mapper, this, index);
        this.subtypes = new JacksonSubtypes(context, this);
    }

    /** Every type that was declared on the way, by its key. */
    Map<String, TsDeclaration> declarations() {
        return declarations;
    }

    /**
     * The type in TypeScript.
     *
     * @param type a type of Java
     * @param annotated the same with its annotations, as far as they are known
     * @param direction which way values of it travel
     */
    TsType of(Type type, @Nullable AnnotatedType annotated, Direction direction) {
        return of(mapper.constructType(type), annotated, direction, null);
    }

    TsType of(JavaType type, @Nullable AnnotatedType annotated, Direction direction, @Nullable BeanProperty property) {
        TsType bare = bare(type, annotated, direction, property);
        return annotated != null && Nullness.nullable(annotated) ? bare.orNull() : bare;
    }

    private TsType bare(
            JavaType type, @Nullable AnnotatedType annotated, Direction direction, @Nullable BeanProperty property) {
        Class<?> raw = type.getRawClass();
        if (type.isReferenceType()) {
            return item(type.getReferencedType(), annotated, 0, direction, property)
                    .orNull();
        }
        if (OPTIONAL_NUMBERS.contains(raw)) {
            return TsType.Word.NUMBER.orNull();
        }
        if (raw == byte[].class || ByteBuffer.class.isAssignableFrom(raw)) {
            return declare(names.base64());
        }
        if (raw == char[].class) {
            return TsType.Word.STRING;
        }
        if (raw == Object.class || JsonNode.class.isAssignableFrom(raw)) {
            return TsType.Word.UNKNOWN;
        }
        if (type.isArrayType() || type.isCollectionLikeType()) {
            return new TsType.ArrayOf(item(type.getContentType(), annotated, 0, direction, property));
        }
        if (type.isMapLikeType()) {
            return new TsType.MapOf(
                    key(type.getKeyType(), direction), item(type.getContentType(), annotated, 1, direction, property));
        }
        if (Map.Entry.class.isAssignableFrom(raw) && type.containedTypeCount() == 2) {
            return new TsType.MapOf(null, item(type.containedType(1), annotated, 1, direction, property));
        }
        TsType union = subtypes.of(type, direction);
        return union == null ? written(type, direction, property) : union;
    }

    private TsType item(
            @Nullable JavaType type,
            @Nullable AnnotatedType holder,
            int at,
            Direction direction,
            @Nullable BeanProperty property) {
        return type == null ? TsType.Word.UNKNOWN : of(type, AnnotatedTypes.argument(holder, at), direction, property);
    }

    /** The keys of a map are texts; those of an enum are known. */
    private @Nullable TsType key(JavaType type, Direction direction) {
        return type.isEnumType() && form(type, null).kind() == JsonForm.Kind.STRING
                ? of(type, null, direction, null)
                : null;
    }

    private TsType written(JavaType type, Direction direction, @Nullable BeanProperty property) {
        JsonForm form = form(type, property);
        return switch (form.kind()) {
            case ANY -> TsType.Word.UNKNOWN;
            case NULL -> TsType.Word.NULL;
            case BOOLEAN -> TsType.Word.BOOLEAN;
            case NUMBER -> TsType.Word.NUMBER;
            case STRING -> text(type, form, direction);
            case ARRAY -> new TsType.ArrayOf(items(form, direction));
            case MAP -> new TsType.MapOf(null, item(form.item(), null, 0, direction, null));
            case OBJECT -> object(type, form, direction);
        };
    }

    private TsType items(JsonForm form, Direction direction) {
        if (form.itemKind() == null) {
            return item(form.item(), null, 0, direction, null);
        }
        return switch (form.itemKind()) {
            case STRING -> TsType.Word.STRING;
            case NUMBER, INTEGER -> TsType.Word.NUMBER;
            case BOOLEAN -> TsType.Word.BOOLEAN;
            default -> TsType.Word.UNKNOWN;
        };
    }

    private TsType text(JavaType type, JsonForm form, Direction direction) {
        AnnotatedMember value =
                type.isEnumType() ? context.introspectBeanDescription(type).findJsonValueAccessor() : null;
        if (value != null && !value.getType().hasRawClass(String.class)) {
            return of(value.getType(), null, direction, null); // the serializer of enums says text whatever it is
        }
        if (type.isEnumType() && !form.texts().isEmpty()) {
            return declare(
                    names.of(type).alias(TsType.either(form.texts().stream().map(TsType.Literal::new))));
        }
        return names.isTime(type) ? declare(names.time(type)) : TsType.Word.STRING;
    }

    private TsType object(JavaType type, JsonForm form, Direction direction) {
        if (form.properties().isEmpty() && type.isAbstract()) {
            return TsType.Word.UNKNOWN;
        }
        TsDeclaration declaration = declarations.computeIfAbsent(names.key(type), unused -> names.of(type));
        if (!declaration.hasTravelled(direction)) {
            Map<String, TsProperty> found = declaration.travels(direction);
            TsProperty discriminator = subtypes.discriminator(type);
            if (discriminator != null) {
                found.put(discriminator.name(), discriminator);
            }
            Stream<TsProperty> all = direction == Direction.OUT ? properties.written(form) : properties.read(type);
            all.forEach(one -> found.putIfAbsent(one.name(), one));
        }
        return new TsType.Named(declaration.key());
    }

    /**
     * What is written for a type: by the serializer that a property has of its own, or by the type's. One that Jackson
     * refuses is unknown here, so that a single type does not keep all others from being told.
     */
    private JsonForm form(JavaType type, @Nullable BeanProperty property) {
        JsonForm form = new JsonForm(context);
        try {
            ValueSerializer<Object> serializer = property == null
                    ? context.findValueSerializer(type)
                    : context.findPrimaryPropertySerializer(type, property);
            serializer.acceptJsonFormatVisitor(form, type);
            return form;
        } catch (JacksonException | LinkageError e) {
            return new JsonForm(context);
        }
    }

    TsType declare(TsDeclaration declaration) {
        return new TsType.Named(declarations
                .computeIfAbsent(declaration.key(), unused -> declaration)
                .key());
    }

    TypeNames names() {
        return names;
    }
}
