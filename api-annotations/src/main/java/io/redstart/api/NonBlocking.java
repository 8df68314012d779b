package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Promises that a method never waits: no I/O, no sleeping, no contended lock, done in microseconds. It is then run on
 * the thread that read the message, which saves a change of thread. A method that breaks the promise holds up every
 * other connection of that thread. On a class it speaks for all its methods.
 *
 * <pre>{@code
 * @Call @NonBlocking
 * public long count() { return count.get(); }
 * }</pre>
 */
@Documented
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
public @interface NonBlocking {}
