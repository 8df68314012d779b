package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of an {@link Api} class that takes a Redux action sent by a client. It has at most one parameter
 * that comes from the action: an {@link Action} gets it whole, any other type gets its {@code payload}; all others are
 * what the server offers. Returning means the action was accepted (a returned value goes to the sender), throwing
 * means the client rolls it back. One method of all deployed bundles handles an action type.
 *
 * <pre>{@code
 * @OnAction
 * public void toggled(Toggled action, Session session) { ... }   // record marked @ActionType("todos/toggled")
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnAction {
    /**
     * The action's type.
     *
     * @return the type; may be empty if a parameter's class is marked {@link ActionType}
     */
    String value() default "";
}
