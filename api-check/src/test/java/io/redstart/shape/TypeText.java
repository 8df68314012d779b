package io.redstart.shape;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedArrayType;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.AnnotatedTypeVariable;
import java.lang.reflect.AnnotatedWildcardType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Writes types as source code would: with what they are made of, and whether they may be null. */
final class TypeText {
    private TypeText() {}

    static String of(AnnotatedType type) {
        if (type instanceof AnnotatedArrayType array) {
            String marks = marks(type);
            return of(array.getAnnotatedGenericComponentType()) + (marks.isEmpty() ? "" : " " + marks) + "[]";
        }
        return marks(type) + bare(type);
    }

    static String list(AnnotatedType... types) {
        return Arrays.stream(types).map(TypeText::of).collect(Collectors.joining(", "));
    }

    private static String bare(AnnotatedType type) {
        if (type instanceof AnnotatedParameterizedType parameterized) {
            Class<?> raw = (Class<?>) ((ParameterizedType) type.getType()).getRawType();
            return name(raw) + "<" + list(parameterized.getAnnotatedActualTypeArguments()) + ">";
        } else if (type instanceof AnnotatedWildcardType wildcard) {
            return "?" + bound(" super ", wildcard.getAnnotatedLowerBounds())
                    + bound(" extends ", wildcard.getAnnotatedUpperBounds());
        } else if (type instanceof AnnotatedTypeVariable variable) {
            return ((TypeVariable<?>) variable.getType()).getName();
        }
        return name((Class<?>) type.getType());
    }

    /** The type's own variables, such as {@code <T extends Record>}, or an empty text. */
    static String variables(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables)
                .map(variable -> variable.getName() + bound(" extends ", variable.getAnnotatedBounds()))
                .collect(Collectors.joining(", ", "<", ">"));
    }

    private static String bound(String word, AnnotatedType... bounds) {
        String text = Arrays.stream(bounds).map(TypeText::of).collect(Collectors.joining(" & "));
        return text.isEmpty() || text.equals("Object") ? "" : word + text;
    }

    private static String marks(AnnotatedElement type) {
        return Arrays.stream(type.getAnnotations())
                .map(Annotation::annotationType)
                .map(mark -> "@" + mark.getSimpleName() + " ")
                .sorted()
                .collect(Collectors.joining());
    }

    static String name(Class<?> type) {
        return type.getPackageName().equals("java.lang") && !type.isPrimitive()
                ? type.getCanonicalName().substring("java.lang.".length())
                : type.getCanonicalName();
    }
}
