package io.redstart.server.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.redstart.server.admin.TsDeclaration.Direction;
import io.redstart.server.registry.BundleIndex;
import io.redstart.server.registry.Nullness;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.json.JsonMapper;

/** The properties of objects, as they are written and as they are read. */
final class JacksonProperties {
    /** Values that are not null, and yet left out. */
    private static final Set<JsonInclude.Include> LEFT_OUT =
            Set.of(JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.CUSTOM);

    private final JsonMapper mapper;
    private final JacksonTypes types;
    private final BundleIndex index;

    JacksonProperties(JsonMapper mapper, JacksonTypes types, BundleIndex index) {
        this.mapper = mapper;
        this.types = types;
        this.index = index;
    }

    /** What an object is written with. A property that may be null may be missing if it is not written then. */
    Stream<TsProperty> written(JsonForm form) {
        return form.properties().stream().map(property -> {
            JsonInclude.Value inclusion = property.findPropertyInclusion(
                    mapper.serializationConfig(), property.getType().getRawClass());
            JsonInclude.Include included = inclusion.getValueInclusion();
            TsType type = type(property.getType(), property.getMember(), Direction.OUT, property);
            boolean nullsLeftOut =
                    included == JsonInclude.Include.NON_NULL || included == JsonInclude.Include.NON_ABSENT;
            return new TsProperty(
                    property.getName(),
                    type,
                    LEFT_OUT.contains(included) || (nullsLeftOut && type.allowsNull()),
                    doc(property.getMember()));
        });
    }

    /** What an object is read with. What may be null may be missing. */
    Stream<TsProperty> read(JavaType type) {
        return mapper._deserializationContext().introspectBeanDescription(type).findProperties().stream()
                .filter(property -> property.getMutator() != null)
                .map(this::read);
    }

    private TsProperty read(BeanPropertyDefinition property) {
        AnnotatedMember member = property.getMutator();
        TsType type = type(property.getPrimaryType(), member, Direction.IN, null);
        AnnotatedMember documented = property.getField() == null ? member : property.getField();
        return new TsProperty(property.getName(), type, type.allowsNull(), doc(documented));
    }

    private TsType type(
            JavaType type, @Nullable AnnotatedMember member, Direction direction, @Nullable BeanProperty property) {
        AnnotatedType annotated = member == null ? null : annotated(member);
        TsType bare = types.of(type, annotated, direction, property);
        boolean nullable = annotated != null
                && member != null
                && !type.isPrimitive()
                && Nullness.nullable(element(member), annotated);
        return nullable ? bare.orNull() : bare;
    }

    private static AnnotatedElement element(AnnotatedMember member) {
        return member instanceof AnnotatedParameter parameter
                ? ((Executable) parameter.getOwner().getMember()).getParameters()[parameter.getIndex()]
                : (AnnotatedElement) member.getMember();
    }

    private static @Nullable AnnotatedType annotated(AnnotatedMember member) {
        if (member instanceof AnnotatedParameter parameter) {
            return ((Executable) parameter.getOwner().getMember())
                    .getParameters()[parameter.getIndex()].getAnnotatedType();
        }
        if (member.getMember() instanceof Method method) {
            return method.getParameterCount() == 1
                    ? method.getAnnotatedParameterTypes()[0]
                    : method.getAnnotatedReturnType();
        }
        return member.getMember() instanceof Field field ? field.getAnnotatedType() : null;
    }

    /** The comment of a record's component or of a field: of whatever the member stands for. */
    private String doc(@Nullable AnnotatedMember member) {
        if (member == null) {
            return "";
        }
        String prefix = member.getDeclaringClass().getName() + "#";
        String name = member.getName();
        String bare = name.replaceFirst("^(?:get|is)(?=[A-Z])", "");
        String field = bare.isEmpty() ? name : Character.toLowerCase(bare.charAt(0)) + bare.substring(1);
        String comment = index.docs().getOrDefault(prefix + name, index.docs().getOrDefault(prefix + field, ""));
        return TypeScriptDocs.of(comment, Map.of());
    }
}
