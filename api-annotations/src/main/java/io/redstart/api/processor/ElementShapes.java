package io.redstart.api.processor;

import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.ComponentShape;
import io.redstart.api.rules.Mark;
import io.redstart.api.rules.MethodShape;
import io.redstart.api.rules.ParameterShape;
import io.redstart.api.rules.Trait;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;

/** Shows the rules the elements of the source. */
final class ElementShapes {
    private final Types types;
    private final Elements elements;

    ElementShapes(ProcessingEnvironment environment) {
        this.types = environment.getTypeUtils();
        this.elements = environment.getElementUtils();
    }

    ClassShape of(TypeElement type) {
        return new ClassShape(
                type,
                type.getQualifiedName().toString(),
                kind(type.getKind()),
                traits(type),
                ElementMarks.of(type),
                ElementMarks.limits(type),
                supertypes(type),
                constructors(type),
                ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                        .map(this::method)
                        .toList(),
                ElementMarks.delivery(type),
                ElementFilter.recordComponentsIn(type.getEnclosedElements()).stream()
                        .map(this::component)
                        .toList());
    }

    private ComponentShape component(RecordComponentElement component) {
        return new ComponentShape(
                component.getSimpleName().toString(),
                ElementMarks.of(component),
                MirrorShape.of(component.asType(), types, elements));
    }

    private MethodShape method(ExecutableElement method) {
        Set<Trait> traits = modifiers(method);
        if (!method.getTypeParameters().isEmpty()) {
            traits.add(Trait.GENERIC);
        }
        return new MethodShape(
                method,
                method.getSimpleName().toString(),
                traits,
                ElementMarks.of(method),
                ElementMarks.limits(method),
                method.getParameters().stream().map(this::parameter).toList(),
                MirrorShape.of(method.getReturnType(), types, elements));
    }

    private ParameterShape parameter(VariableElement parameter) {
        return new ParameterShape(
                parameter,
                parameter.getSimpleName().toString(),
                ElementMarks.of(parameter),
                MirrorShape.of(parameter.asType(), types, elements));
    }

    private static ClassShape.Kind kind(ElementKind kind) {
        return switch (kind) {
            case RECORD -> ClassShape.Kind.RECORD;
            case ENUM -> ClassShape.Kind.ENUM;
            case INTERFACE -> ClassShape.Kind.INTERFACE;
            case ANNOTATION_TYPE -> ClassShape.Kind.ANNOTATION;
            default -> ClassShape.Kind.CLASS;
        };
    }

    private static Set<Trait> traits(TypeElement type) {
        Set<Trait> traits = modifiers(type);
        if (type.getNestingKind() != NestingKind.TOP_LEVEL && !traits.remove(Trait.STATIC)) {
            traits.add(Trait.INNER);
        }
        if (!type.getTypeParameters().isEmpty()) {
            traits.add(Trait.GENERIC);
        }
        return traits;
    }

    private static Set<Trait> modifiers(Element element) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        Set<Modifier> modifiers = element.getModifiers();
        if (modifiers.contains(Modifier.PUBLIC)) {
            traits.add(Trait.PUBLIC);
        }
        if (modifiers.contains(Modifier.STATIC)) {
            traits.add(Trait.STATIC);
        }
        if (modifiers.contains(Modifier.ABSTRACT)) {
            traits.add(Trait.ABSTRACT);
        }
        return traits;
    }

    private Set<String> supertypes(TypeElement type) {
        Set<String> found = new HashSet<>();
        for (String supertype : ClassShape.SUPERTYPES) {
            TypeElement known = elements.getTypeElement(supertype);
            TypeMirror erased = types.erasure(type.asType());
            if (known != null && types.isSubtype(erased, types.erasure(known.asType()))) {
                found.add(supertype);
            }
        }
        return found;
    }

    private static ClassShape.Constructors constructors(TypeElement type) {
        List<ExecutableElement> all = ElementFilter.constructorsIn(type.getEnclosedElements());
        return new ClassShape.Constructors(
                (int) all.stream()
                        .filter(one -> one.getModifiers().contains(Modifier.PUBLIC))
                        .count(),
                (int) all.stream()
                        .filter(one -> ElementMarks.of(one).containsKey(Mark.INJECT))
                        .count());
    }
}
