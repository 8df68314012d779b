package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a record as the data of an event, so that it is sent by {@link Recipient#emit(Object)} without naming the event
 * again and its shape stands in the generated TypeScript.
 *
 * <pre>{@code
 * @EventType("typing")
 * public record Typing(String who) {}
 *
 * session.emit(new Typing("joe"));
 * }</pre>
 */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {
    /**
     * The event's name: 1 to 128 characters.
     *
     * @return the name
     */
    String value();
}
