package io.redstart.api.rules;

import java.util.Map;

/**
 * A component of a record as the rules see it.
 *
 * @param name its name
 * @param marks its annotations
 * @param type its type
 */
public record ComponentShape(String name, Map<Mark, String> marks, TypeShape type) {
    public ComponentShape {
        marks = Map.copyOf(marks);
    }
}
