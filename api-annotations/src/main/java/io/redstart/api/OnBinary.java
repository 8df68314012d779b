package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of an {@link Api} class that takes the bytes clients send without a name. One parameter, a {@code byte[]}, is what was sent; all other parameters are
 * what the server offers. It returns {@code void}; nothing is answered, so what it throws is logged. Several methods may take
 * the same.
 *
 * <pre>{@code
 * @OnBinary
 * public void said(byte[] bytes, Session session) { ... }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnBinary {}
