package io.redstart.api.rules;

import java.util.Map;

/**
 * A parameter as the rules see it.
 *
 * @param source the element it was read from
 * @param name its name in the source
 * @param marks its annotations
 * @param type its type
 */
public record ParameterShape(Object source, String name, Map<Mark, String> marks, TypeShape type) {
    public ParameterShape {
        marks = Map.copyOf(marks);
    }

    /**
     * The name clients use.
     *
     * @return what {@code @Param} says, or the name in the source
     */
    public String wireName() {
        return marks.getOrDefault(Mark.PARAM, name);
    }

    /**
     * Whether the server fills it in, and not the client.
     *
     * @return true for {@code Session} and the like
     */
    public boolean injected() {
        return Types.INJECTED.contains(type.name());
    }
}
