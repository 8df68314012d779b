package io.redstart.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A {@link Call} method that may run while other calls of the same session run. It still starts after the calls that
 * came before it have started; it does not keep those after it waiting. Only methods of a
 * {@code jakarta.inject.Singleton} class may be marked, since an instance that belongs to a session never sees two
 * threads.
 *
 * <pre>{@code
 * @Call @Concurrent
 * public Report yearly(int year) { ... }   // slow, and nothing else of the session waits for it
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Concurrent {}
