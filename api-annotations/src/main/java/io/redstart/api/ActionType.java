package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record as a Redux action. What is dispatched is {@code {"type": "todos/added", "payload": {…}}}, with the
 * record as the payload, which is the shape Redux Toolkit's reducers expect. A record without components has no
 * payload.
 *
 * <pre>{@code
 * @ActionType("todos/added")
 * public record Added(Todo todo) {}   // {"type":"todos/added","payload":{"todo":{…}}}
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ActionType {
    /**
     * The action's type: 1 to 128 characters; {@code @@} and {@code redstart/} at its beginning are not for
     * applications.
     *
     * @return the type
     */
    String value();
}
