package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of an {@link Api} class that takes the JSON clients send without a name. One parameter is the value, of any type that converts from JSON; all other parameters are
 * what the server offers. It returns {@code void}; nothing is answered, so what it throws is logged. Several methods may take
 * the same.
 *
 * <pre>{@code
 * @OnJson
 * public void said(Note note, Session session) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnJson {}
