package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A public method of an {@link Api} class that runs once when a session is over: it was closed, or its client did not
 * come back within the resume window. It returns {@code void} and takes only what the server offers:
 * {@link Session}, {@link Sessions}, {@link Handshake}. What it throws is logged.
 *
 * <pre>{@code
 * @OnClose
 * public void close(Session session) { players.remove(session.id()); }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface OnClose {}
