package io.redstart.api.processor;

import io.redstart.api.rules.Mark;
import io.redstart.api.rules.TypeShape;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.IntersectionType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.TypeVariable;
import javax.lang.model.type.WildcardType;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** A type as the compiler knows it. */
final class MirrorShape implements TypeShape {
    private final TypeMirror type;
    private final Types types;
    private final Elements elements;

    private MirrorShape(TypeMirror type, Types types, Elements elements) {
        this.type = type;
        this.types = types;
        this.elements = elements;
    }

    static MirrorShape of(TypeMirror type, Types types, Elements elements) {
        return new MirrorShape(bound(type, types, elements), types, elements);
    }

    private static TypeMirror bound(TypeMirror type, Types types, Elements elements) {
        if (type instanceof WildcardType wildcard) {
            TypeMirror upper = wildcard.getExtendsBound();
            return upper == null ? elements.getTypeElement("java.lang.Object").asType() : bound(upper, types, elements);
        }
        if (type instanceof IntersectionType intersection) {
            return bound(intersection.getBounds().get(0), types, elements);
        }
        return type instanceof TypeVariable ? types.erasure(type) : type;
    }

    @Override
    public String name() {
        return switch (type.getKind()) {
            case ARRAY -> ARRAY;
            case DECLARED, ERROR -> element().getQualifiedName().toString();
            default -> type.getKind().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    @Override
    public List<MirrorShape> arguments() {
        if (type instanceof ArrayType array) {
            return List.of(of(array.getComponentType(), types, elements));
        }
        return type instanceof DeclaredType declared
                ? declared.getTypeArguments().stream()
                        .map(argument -> of(argument, types, elements))
                        .toList()
                : List.of();
    }

    @Override
    public @Nullable MirrorShape as(String supertype) {
        if (type.getKind() != TypeKind.DECLARED) {
            return null;
        }
        if (name().equals(supertype)) {
            return this;
        }
        for (TypeMirror above : types.directSupertypes(type)) {
            MirrorShape found = of(above, types, elements).as(supertype);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    @Override
    public Map<Mark, String> marks() {
        return type instanceof DeclaredType ? ElementMarks.of(element()) : Map.of();
    }

    private TypeElement element() {
        return (TypeElement) ((DeclaredType) type).asElement();
    }
}
