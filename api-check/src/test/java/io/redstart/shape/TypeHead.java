package io.redstart.shape;

import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Collectors;

/** What stands before the brace of a type. */
final class TypeHead {
    private TypeHead() {}

    static String of(Class<?> type) {
        return annotations(type)
                + modifiers(type)
                + kind(type)
                + TypeText.variables(type.getTypeParameters())
                + components(type)
                + supertypes(type)
                + permitted(type);
    }

    /** Those that say how it may be used. */
    private static String annotations(Class<?> type) {
        return Arrays.stream(type.getAnnotations())
                .map(TypeHead::annotation)
                .sorted()
                .collect(Collectors.joining());
    }

    private static String annotation(Annotation annotation) {
        String values = "";
        if (annotation instanceof Target target) {
            values = Arrays.stream(target.value())
                    .map(ElementType::name)
                    .sorted()
                    .collect(Collectors.joining(", ", "(", ")"));
        } else if (annotation instanceof Retention retention) {
            values = "(" + retention.value() + ")";
        }
        return "@" + annotation.annotationType().getSimpleName() + values + " ";
    }

    private static String modifiers(Class<?> type) {
        int shown = Modifier.PUBLIC | Modifier.PROTECTED;
        if (!type.isRecord() && !type.isEnum()) {
            shown |= Modifier.FINAL;
        }
        if (!type.isInterface()) {
            shown |= Modifier.ABSTRACT;
        }
        return Modifier.toString(type.getModifiers() & shown) + (type.isSealed() ? " sealed " : " ");
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        } else if (type.isInterface()) {
            return "interface";
        } else if (type.isEnum()) {
            return "enum";
        }
        return type.isRecord() ? "record" : "class";
    }

    private static String components(Class<?> type) {
        if (!type.isRecord()) {
            return "";
        }
        return Arrays.stream(type.getRecordComponents())
                .map(component -> TypeText.of(component.getAnnotatedType()) + " " + component.getName())
                .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String supertypes(Class<?> type) {
        AnnotatedType above = type.getAnnotatedSuperclass();
        boolean plain = above == null || type.getSuperclass() == Object.class || type.isRecord() || type.isEnum();
        String interfaces = type.isAnnotation() ? "" : TypeText.list(type.getAnnotatedInterfaces());
        return (plain ? "" : " extends " + TypeText.of(above))
                + (interfaces.isEmpty() ? "" : (type.isInterface() ? " extends " : " implements ") + interfaces);
    }

    private static String permitted(Class<?> type) {
        Class<?>[] permitted = type.getPermittedSubclasses();
        return permitted == null
                ? ""
                : Arrays.stream(permitted)
                        .map(TypeText::name)
                        .sorted()
                        .collect(Collectors.joining(", ", " permits ", ""));
    }
}
