package io.redstart.server.registry;

import io.redstart.api.rules.ClassShape;
import io.redstart.api.rules.ComponentShape;
import io.redstart.api.rules.Mark;
import io.redstart.api.rules.MethodShape;
import io.redstart.api.rules.ParameterShape;
import io.redstart.api.rules.Trait;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Shows the rules the classes of a bundle. */
final class ReflectedShapes {
    private final ParameterNames names;

    ReflectedShapes(BundleIndex index) {
        this.names = new ParameterNames(index);
    }

    ClassShape of(Class<?> type) {
        return new ClassShape(
                type,
                ReflectedShape.nameOf(type),
                kind(type),
                traits(type),
                AnnotationMarks.of(type),
                AnnotationMarks.limits(type),
                ClassShape.SUPERTYPES.stream()
                        .filter(name -> ReflectedShape.find(type, name) != null)
                        .collect(Collectors.toSet()),
                constructors(type),
                Stream.of(type.getDeclaredMethods())
                        .filter(method -> !method.isSynthetic())
                        .map(this::method)
                        .toList(),
                AnnotationMarks.delivery(type),
                type.isRecord()
                        ? Stream.of(type.getRecordComponents())
                                .map(component -> new ComponentShape(
                                        component.getName(),
                                        AnnotationMarks.of(component),
                                        new ReflectedShape(component.getGenericType())))
                                .toList()
                        : List.of());
    }

    private MethodShape method(Method method) {
        Set<Trait> traits = modifiers(method.getModifiers());
        if (method.getTypeParameters().length > 0) {
            traits.add(Trait.GENERIC);
        }
        List<ParameterShape> parameters = new ArrayList<>();
        List<String> sourceNames = names.of(method);
        for (Parameter parameter : method.getParameters()) {
            parameters.add(new ParameterShape(
                    parameter,
                    sourceNames.get(parameters.size()),
                    AnnotationMarks.of(parameter),
                    new ReflectedShape(parameter.getParameterizedType())));
        }
        return new MethodShape(
                method,
                method.getName(),
                traits,
                AnnotationMarks.of(method),
                AnnotationMarks.limits(method),
                parameters,
                new ReflectedShape(method.getGenericReturnType()));
    }

    private static ClassShape.Kind kind(Class<?> type) {
        if (type.isAnnotation()) {
            return ClassShape.Kind.ANNOTATION;
        }
        if (type.isInterface()) {
            return ClassShape.Kind.INTERFACE;
        }
        if (type.isEnum()) {
            return ClassShape.Kind.ENUM;
        }
        return type.isRecord() ? ClassShape.Kind.RECORD : ClassShape.Kind.CLASS;
    }

    private static Set<Trait> traits(Class<?> type) {
        Set<Trait> traits = modifiers(type.getModifiers());
        if (type.getEnclosingClass() != null && !traits.remove(Trait.STATIC)) {
            traits.add(Trait.INNER);
        }
        if (type.getTypeParameters().length > 0) {
            traits.add(Trait.GENERIC);
        }
        return traits;
    }

    private static Set<Trait> modifiers(int modifiers) {
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        if (Modifier.isPublic(modifiers)) {
            traits.add(Trait.PUBLIC);
        }
        if (Modifier.isStatic(modifiers)) {
            traits.add(Trait.STATIC);
        }
        if (Modifier.isAbstract(modifiers)) {
            traits.add(Trait.ABSTRACT);
        }
        return traits;
    }

    private static ClassShape.Constructors constructors(Class<?> type) {
        int open = 0;
        int inject = 0;
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            open += Modifier.isPublic(constructor.getModifiers()) && !constructor.isSynthetic() ? 1 : 0;
            inject += AnnotationMarks.of(constructor).containsKey(Mark.INJECT) ? 1 : 0;
        }
        return new ClassShape.Constructors(open, inject);
    }
}
