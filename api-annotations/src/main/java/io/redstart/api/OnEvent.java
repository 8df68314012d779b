package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of an {@link Api} class that takes an event sent by a client. It has at most one parameter that
 * comes from the event: its data; all others are what the server offers. It returns {@code void}; an event has no
 * answer, so what it throws is logged. Several methods may take the same event.
 *
 * <pre>{@code
 * @OnEvent("typing")
 * public void typing(Typing data, Session session) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnEvent {
    /**
     * The event's name.
     *
     * @return the name; may be empty if a parameter's class is marked {@link EventType}
     */
    String value() default "";
}
