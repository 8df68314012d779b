package io.redstart.server.registry;

/**
 * One thing that is wrong in a bundle.
 *
 * @param where the class, and the method if it is one: {@code todo.Todos.add}
 * @param what the thing, its value and what was expected
 */
public record Mistake(String where, String what) {
    @Override
    public String toString() {
        return where + ": " + what;
    }
}
