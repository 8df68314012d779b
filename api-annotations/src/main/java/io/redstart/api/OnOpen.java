package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of an {@link Api} class that runs when a session has begun, before any of its calls. It returns
 * {@code void} and takes only what the server offers: {@link Session}, {@link Sessions}, {@link Handshake}. What it
 * dispatches reaches the client before any answer. If it throws, the session is refused and the connection closed.
 *
 * <pre>{@code
 * @OnOpen
 * public void open(Session session) { session.dispatch(new Loaded(todos)); }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnOpen {}
