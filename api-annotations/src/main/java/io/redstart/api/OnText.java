package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of an {@link Api} class that takes the texts clients send without a name. One parameter, a {@code String}, is the text; all other parameters are
 * what the server offers. It returns {@code void}; nothing is answered, so what it throws is logged. Several methods may take
 * the same.
 *
 * <pre>{@code
 * @OnText
 * public void said(String text, Session session) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnText {}
