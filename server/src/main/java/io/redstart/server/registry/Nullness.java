package io.redstart.server.registry;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.util.stream.Stream;

/** Whether something may be null: marked with any annotation called {@code Nullable}, from any package. */
public final class Nullness {
    private Nullness() {}

    /**
     * Looks at a declaration and its type.
     *
     * @param declaration a parameter, method, field or record component
     * @param type its type
     * @return true if one of them is marked
     */
    public static boolean nullable(AnnotatedElement declaration, AnnotatedType type) {
        return marked(declaration.getAnnotations()) || nullable(type);
    }

    /**
     * Looks at a type alone.
     *
     * @param type the type
     * @return true if it is marked
     */
    public static boolean nullable(AnnotatedType type) {
        return marked(type.getAnnotations());
    }

    private static boolean marked(Annotation[] annotations) {
        return Stream.of(annotations)
                .anyMatch(annotation ->
                        annotation.annotationType().getSimpleName().equals("Nullable"));
    }
}
