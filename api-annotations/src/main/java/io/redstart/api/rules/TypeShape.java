package io.redstart.api.rules;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A type as the rules see it. A wildcard or a type variable is seen as its bound, so that every type has a class.
 */
public interface TypeShape {
    /** The name of every array type; its one argument is the type of the elements. */
    String ARRAY = "[]";

    /**
     * Its class without arguments.
     *
     * @return the name as in source, such as {@code int}, {@code void}, {@code java.util.Map.Entry}, or {@link #ARRAY}
     */
    String name();

    /**
     * Its type arguments.
     *
     * @return empty for a raw type and for a class without parameters
     */
    List<? extends TypeShape> arguments();

    /**
     * The type seen as one of its supertypes.
     *
     * @param supertype the name of a class or interface
     * @return the supertype with its arguments, the type itself if it has that name, or null if it is none
     */
    @Nullable
    TypeShape as(String supertype);

    /**
     * How its class is annotated.
     *
     * @return the values of the annotations, empty texts for those without a value
     */
    Map<Mark, String> marks();

    /**
     * For people.
     *
     * @return the type with simple names: {@code List<Todo>}
     */
    default String text() {
        if (name().equals(ARRAY)) {
            return arguments().get(0).text() + ARRAY;
        }
        String simple = name().substring(name().lastIndexOf('.') + 1);
        return arguments().isEmpty()
                ? simple
                : arguments().stream().map(TypeShape::text).collect(Collectors.joining(", ", simple + "<", ">"));
    }
}
