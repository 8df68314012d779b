package io.redstart.api.rules;

/**
 * A rule that is not kept.
 *
 * @param source the element the shape was read from: of a class, a method or a parameter
 * @param where the class, and the method if it is one: {@code todo.Todos.add}
 * @param what the thing, its value and what was expected
 */
public record Finding(Object source, String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
